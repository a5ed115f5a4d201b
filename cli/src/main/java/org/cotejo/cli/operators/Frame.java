package org.cotejo.cli.operators;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cotejo.cli.terminal.Letters;
import org.cotejo.cli.terminal.Paint;
import org.cotejo.cli.terminal.Words;

/// A page of text that shows how a server stands: the same answers of the console and the same room
/// give the same page.
public final class Frame {
  /// Room for a page that goes to no screen.
  public static final Size PAPER = new Size(80, 60);

  /// On a narrower screen lines end at its edge.
  private static final int MIN_WIDTH = 58;

  private static final int SECONDS = 60;
  private static final int MOST_NETWORKS = 16;

  /// Lines above the reasons and the networks, and above each of those a blank one.
  private static final int HEADINGS = 4;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Words words;
  private final Paint paint;
  private final Letters letters;
  private final Figures figures;
  private final Size size;

  /// The room there is, in characters.
  public record Size(int width, int height) {}

  /// The last line.
  public record Foot(String text, boolean isProblem) {}

  /// Networks by the requests of theirs that were refused, in all lanes.
  private record Crowd(long distinct, List<Status.Sender> senders) {}

  public Frame(Words words, Paint paint, Letters letters, Size size) {
    this.words = words;
    this.paint = paint;
    this.letters = letters;
    this.figures = new Figures(words);
    this.size = new Size(Math.max(size.width(), MIN_WIDTH), size.height());
  }

  /// The page, at most as many lines as there is room for and none of them longer.
  ///
  /// @param foot what is said below everything; empty for nothing
  public List<String> of(Status status, List<Status.Refused> refused, Optional<Foot> foot) {
    var page = new ArrayList<String>();
    page.add(header(status));
    page.add("");
    page.addAll(new LaneTable(words, paint, figures, size.width()).of(status));
    page.addAll(curves(status));
    Map<String, Long> reasons = reasons(status);
    Crowd crowd = crowd(status);
    int rows = size.height() - page.size() - HEADINGS - (foot.isPresent() ? 1 : 0);
    int networks = Math.max(1, Math.max(crowd.senders().size(), refused.size()));
    int wanted = Math.max(1, reasons.size());
    int forReasons = Math.min(wanted, Math.max((rows + 1) / 2, rows - networks));
    page.addAll(reasons(reasons, Math.max(1, forReasons)));
    page.addAll(networks(crowd, refused, Math.max(1, Math.min(networks, rows - forReasons))));
    int room = Math.max(0, size.height() - (foot.isPresent() ? 1 : 0));
    return Stream.concat(page.stream().limit(room), foot.map(this::line).stream())
        .map(letters::write)
        .toList();
  }

  /// Cut to the width, the last character telling that it was.
  static String fit(String text, int width) {
    return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
  }

  static String left(String text, int width) {
    String fitting = fit(text, width);
    return fitting + " ".repeat(width - fitting.length());
  }

  static String right(String text, int width) {
    String fitting = fit(text, width);
    return " ".repeat(width - fitting.length()) + fitting;
  }

  private String line(Foot foot) {
    String text = fit(foot.text(), size.width() - 1);
    return " " + (foot.isProblem() ? paint.bold(text) : paint.faint(text));
  }

  private String header(Status status) {
    String mode = "top.mode." + status.mode();
    String election = status.election() + (words.has(mode) ? " · " + words.say(mode) : "");
    String entries = words.say("top.entries", words.count(status.entries()));
    String up = words.say("top.up", Figures.clock(status.time() + 1 - status.started()));
    String clock = CLOCK.format(Instant.ofEpochSecond(status.time())) + " UTC";
    int room = size.width() - 1 - election.length() - 2;
    String right =
        Stream.of(List.of(up, entries, clock), List.of(up, entries))
            .map(parts -> String.join(" · ", parts))
            .filter(text -> text.length() <= room)
            .findFirst()
            .orElse(entries);
    String left = left(election, Math.max(1, size.width() - 3 - right.length()));
    return fit(" " + left + "  " + right, size.width()).replace(left, paint.bold(left));
  }

  private List<String> curves(Status status) {
    Map<Long, long[]> seconds = new TreeMap<>();
    for (Status.Lane lane : status.lanes().values()) {
      for (Status.Second second : lane.curve()) {
        long[] sums = seconds.computeIfAbsent(second.time(), time -> new long[2]);
        sums[0] += second.requests();
        sums[1] += second.refused();
      }
    }
    String requests = words.say("top.requests");
    String refused = words.say("top.refused");
    int label = Math.max(requests.length(), refused.length());
    int room = Math.min(SECONDS, size.width() - 1 - label - 1 - 1 - 7);
    List<Long> asked = series(seconds, 0, status.time(), room);
    List<Long> turnedAway = series(seconds, 1, status.time(), room);
    long most = LongStream.of(1, most(asked), most(turnedAway)).max().orElseThrow();
    return List.of(
        "",
        curve(left(requests, label), Figures.curve(asked, most), most(asked)),
        curve(
            left(refused, label),
            paint.refused(Figures.curve(turnedAway, most)),
            most(turnedAway)));
  }

  private String curve(String label, String curve, long most) {
    return " " + label + " " + curve + " " + figures.count(most, 7);
  }

  private static List<Long> series(Map<Long, long[]> seconds, int column, long newest, int room) {
    return LongStream.rangeClosed(newest - room + 1, newest)
        .mapToObj(second -> seconds.containsKey(second) ? seconds.get(second)[column] : -1L)
        .toList();
  }

  private static long most(List<Long> series) {
    return series.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private static Map<String, Long> reasons(Status status) {
    Map<String, Long> sums = new TreeMap<>();
    for (Status.Lane lane : status.lanes().values()) {
      lane.refusedFor().forEach((reason, count) -> sums.merge(reason, count, Long::sum));
    }
    return sums;
  }

  private List<String> reasons(Map<String, Long> reasons, int rows) {
    long all = reasons.values().stream().mapToLong(Long::longValue).sum();
    var lines = new ArrayList<String>(List.of(""));
    lines.add(title(words.say("top.reasons", words.count(all)), size.width() - 1));
    if (reasons.isEmpty()) {
      lines.add(" " + paint.faint(words.say("top.none")));
      return lines;
    }
    List<Map.Entry<String, Long>> ordered =
        reasons.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .toList();
    boolean isCut = ordered.size() > rows && rows > 1;
    List<Map.Entry<String, Long>> shown =
        ordered.subList(0, isCut ? rows - 1 : Math.min(rows, ordered.size()));
    long most = ordered.getFirst().getValue();
    shown.forEach(reason -> lines.add(reason(say(reason.getKey()), reason.getValue(), most)));
    if (isCut) {
      long rest = all - shown.stream().mapToLong(Map.Entry::getValue).sum();
      String others = words.say("top.others", ordered.size() - shown.size());
      lines.add(reason(others, rest, most));
    }
    return lines;
  }

  private String say(String reason) {
    String key = "top.reason." + reason;
    return words.has(key) ? words.say(key) : reason;
  }

  private String reason(String name, long count, long most) {
    int forName = size.width() < LaneTable.WIDE ? 20 : 24;
    int forCount = 11;
    int room = Math.min(60, size.width() - 1 - forName - forCount - 2 - 1);
    return " "
        + left(name, forName)
        + right(figures.count(count, forCount - 1), forCount)
        + "  "
        + paint.refused(Figures.bar(count, most, room));
  }

  private String title(String text, int width) {
    return " " + paint.bold(left(text, width).stripTrailing());
  }

  private static Crowd crowd(Status status) {
    long distinct = 0;
    var senders = new ArrayList<Status.Sender>();
    for (Status.Lane lane : status.lanes().values()) {
      // One network may come by several lanes; the largest number is sure to be no exaggeration.
      distinct = Math.max(distinct, lane.networks());
      senders.addAll(lane.senders());
    }
    senders.sort(Comparator.comparingLong(Status.Sender::refused).reversed());
    return new Crowd(
        distinct, List.copyOf(senders.subList(0, Math.min(senders.size(), MOST_NETWORKS))));
  }

  /// Two lists side by side: whose requests are refused, and who is not listened to any more.
  private List<String> networks(Crowd crowd, List<Status.Refused> refused, int rows) {
    int half = (Math.min(size.width(), 110) - 1 - 3) / 2;
    var lines = new ArrayList<String>(List.of(""));
    String senders = words.say("top.networks", words.count(crowd.distinct()));
    String closed = words.say("top.closed", words.count(refused.size()));
    lines.add(" " + paint.bold(left(senders, half)) + "   " + paint.bold(fit(closed, half)));
    for (int row = 0; row < rows; row++) {
      String left = row < crowd.senders().size() ? sender(crowd.senders().get(row), half) : "";
      String right = row < refused.size() ? refused(refused.get(row), half) : "";
      lines.add((" " + left(left, half) + "   " + right).stripTrailing());
    }
    return lines;
  }

  private String sender(Status.Sender sender, int width) {
    int forCount = width < 34 ? 7 : 11;
    String network =
        sender.country().map(country -> sender.network() + " " + country).orElse(sender.network());
    return left(network, width - forCount - 1)
        + " "
        + right(figures.count(sender.refused(), forCount), forCount);
  }

  private String refused(Status.Refused network, int width) {
    String where = words.say(network.isInKernel() ? "top.kernel" : "top.here");
    String left = Figures.clock(network.left());
    int forWhere = width < 34 ? 0 : 7;
    return left(network.network(), width - forWhere - 8)
        + (forWhere == 0 ? "" : right(where, forWhere))
        + right(left, 8);
  }
}
