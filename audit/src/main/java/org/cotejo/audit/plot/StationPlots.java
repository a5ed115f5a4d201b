package org.cotejo.audit.plot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.cotejo.audit.check.ContestFigures;
import org.cotejo.audit.check.IntegerPercentages;
import org.cotejo.audit.check.WholePercentCurve;
import org.cotejo.audit.report.ReportWords;

/// The pictures of one contest.
public final class StationPlots {
  private static final String BLUE = "#1f5fa8";
  private static final String LIGHT = "#b9cfe8";
  private static final String ORANGE = "#d9772b";
  private static final String GREY = "#9aa0a6";
  private static final int MOST_POINTS = 2_000;

  private final ContestFigures figures;
  private final String leader;
  private final String second;
  private final ReportWords words;

  /// @param leader what the leading selection is called
  /// @param second what the next one is called
  public StationPlots(ContestFigures figures, String leader, String second, ReportWords words) {
    this.figures = figures;
    this.leader = leader;
    this.second = second;
    this.words = words;
  }

  /// How many stations have which turnout and which share of the leader, in cells of one percent.
  public Optional<String> fingerprint() {
    var cells = new int[101][101];
    int most = 0;
    long shown = 0;
    for (ContestFigures.Station station : figures.stations()) {
      if (station.registered() > 0 && station.cast() > 0) {
        int x = percent(station.admitted(), station.registered());
        int y = percent(station.leader(), station.cast());
        most = Math.max(most, ++cells[x][y]);
        shown++;
      }
    }
    if (shown == 0) {
      return Optional.empty();
    }
    var svg =
        new Svg(700, words.say("plot.fingerprint", leader), words.say("plot.fingerprint.desc"));
    var frame = new Svg.Frame(74, 560, 0, 100, 0, 100);
    svg.scales(
        frame, 10, 10, words.say("plot.turnout"), words.say("plot.share", words.count(shown)));
    for (int x = 0; x <= 100; x++) {
      for (int y = 0; y <= 100; y++) {
        if (cells[x][y] > 0) {
          double depth = StrictMath.log1p(cells[x][y]) / StrictMath.log1p(most);
          svg.box(frame, Math.min(x, 99), Math.min(y, 99), 1, 1, shade(depth));
        }
      }
    }
    return Optional.of(svg.finish());
  }

  private static int percent(long part, long whole) {
    return Math.clamp(100 * part / whole, 0, 100);
  }

  /// From a light blue to a dark one.
  private static String shade(double depth) {
    int red = (int) (205 - 195 * depth);
    int green = (int) (222 - 190 * depth);
    int blue = (int) (242 - 150 * depth);
    return "rgb(%d,%d,%d)".formatted(red, green, blue);
  }

  /// How many stations have which share and which turnout in steps of a tenth of a percent, beside
  /// what chance gives.
  public Optional<String> spikes() {
    List<ContestFigures.Station> eligible =
        figures.stations().stream().filter(IntegerPercentages::isEligible).toList();
    if (eligible.isEmpty()) {
      return Optional.empty();
    }
    var svg = new Svg(760, words.say("plot.spikes", leader), words.say("plot.spikes.desc"));
    var share = new WholePercentCurve();
    var turnout = new WholePercentCurve();
    for (ContestFigures.Station station : eligible) {
      share.add(station.leader(), station.cast());
      turnout.add(station.admitted(), station.registered());
    }
    curve(svg, 96, share, words.say("plot.share.axis"));
    curve(svg, 436, turnout, words.say("plot.turnout"));
    svg.write(64, 52, "start", words.say("plot.spikes.key", words.count(eligible.size())));
    return Optional.of(svg.finish());
  }

  private void curve(Svg svg, int top, WholePercentCurve curve, String label) {
    double most = 1;
    for (int tenth = 0; tenth <= 1000; tenth++) {
      most = Math.max(most, Math.max((double) curve.seen(tenth), curve.expected(tenth)));
    }
    double step = Svg.step(most);
    var frame = new Svg.Frame(top, 250, 0, 100, 0, step * StrictMath.ceil(most / step));
    svg.scales(frame, 10, step, label, words.say("plot.stations"));
    for (int tenth = 0; tenth <= 1000; tenth++) {
      if (curve.seen(tenth) > 0) {
        boolean isWhole = tenth % 10 == 0;
        double width = isWhole ? 0.2 : 0.1;
        svg.box(
            frame,
            tenth / 10.0 - width / 2,
            0,
            width,
            (double) curve.seen(tenth),
            isWhole ? ORANGE : LIGHT);
      }
    }
    var xs = new double[1001];
    var ys = new double[1001];
    for (int tenth = 0; tenth <= 1000; tenth++) {
      xs[tenth] = tenth / 10.0;
      ys[tenth] = curve.expected(tenth);
    }
    svg.line(frame, xs, ys, BLUE, 1);
  }

  /// The shares of the first two as stations came in; empty where the order is not known.
  public Optional<String> arrival() {
    List<ContestFigures.Station> ordered =
        figures.stations().stream()
            .filter(station -> station.arrival() >= 0 && station.cast() > 0)
            .sorted(Comparator.comparingLong(ContestFigures.Station::arrival))
            .toList();
    if (ordered.size() < 2) {
      return Optional.empty();
    }
    double all = ordered.stream().mapToDouble(ContestFigures.Station::cast).sum();
    double[] xs = scaled(course(ordered, ContestFigures.Station::cast), 100 / all);
    double[] first = shares(ordered, ContestFigures.Station::leader);
    double[] next = shares(ordered, ContestFigures.Station::second);
    var svg = new Svg(520, words.say("plot.arrival"), words.say("plot.arrival.desc"));
    var frame = new Svg.Frame(96, 350, 0, 100, 0, 100);
    svg.scales(
        frame,
        10,
        10,
        words.say("plot.counted"),
        words.say("plot.cumulative", words.count(ordered.size())));
    svg.line(frame, new double[] {0, 100}, new double[] {50, 50}, GREY, 1);
    svg.line(frame, xs, first, BLUE, 2).line(frame, xs, next, ORANGE, 2);
    double above = first[first.length - 1] >= next[next.length - 1] ? 1 : -1;
    svg.write(730, frame.y(first[first.length - 1] + 2 * above) + 4 - 4 * above, "end", leader);
    svg.write(730, frame.y(next[next.length - 1] - 2 * above) + 4 + 4 * above, "end", second);
    return Optional.of(svg.finish());
  }

  private static double[] shares(
      List<ContestFigures.Station> ordered, ToDoubleFunction<ContestFigures.Station> votes) {
    double[] parts = course(ordered, votes);
    double[] wholes = course(ordered, ContestFigures.Station::cast);
    for (int i = 0; i < parts.length; i++) {
      parts[i] = 100 * parts[i] / wholes[i];
    }
    return parts;
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(each -> each * factor).toArray();
  }

  /// Sums along the way, at most as many as a picture can show.
  private static double[] course(
      List<ContestFigures.Station> ordered, ToDoubleFunction<ContestFigures.Station> figure) {
    int points = Math.min(MOST_POINTS, ordered.size());
    var course = new double[points];
    double sum = 0;
    int next = 0;
    for (int i = 0; i < ordered.size(); i++) {
      sum += figure.applyAsDouble(ordered.get(i));
      if (next < points && (long) (i + 1) * points >= (long) (next + 1) * ordered.size()) {
        course[next++] = sum;
      }
    }
    return course;
  }
}
