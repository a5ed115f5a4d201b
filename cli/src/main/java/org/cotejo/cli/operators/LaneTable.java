package org.cotejo.cli.operators;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotejo.cli.terminal.Paint;
import org.cotejo.cli.terminal.Words;

/// The lanes, one a line, and below them the gauges that belong to none.
final class LaneTable {
  /// From here on there is room for every column and whole words.
  static final int WIDE = 79;

  private static final int WIDEST = 110;

  /// The queue that a lane's statements wait in.
  private static final Map<String, String> QUEUES =
      Map.of("stations", "queue_first", "open", "queue_last");

  private static final String LOST_SECONDS = "telemetry_lost_seconds";

  /// Gauges that say what a column says already.
  private static final Set<String> SHOWN =
      Set.of("queue_first", "queue_last", "connections_stations", "connections_open", LOST_SECONDS);

  private static final int[] WIDTHS = {9, 13, 12, 13, 8, 8, 6};
  private static final int[] NARROW_WIDTHS = {7, 8, 8, 8, 0, 9, 7};
  private static final List<String> COLUMNS =
      List.of("open", "requests", "accepted", "refused", "p50", "p99", "queue");

  private final Words words;
  private final Paint paint;
  private final Figures figures;
  private final int width;

  LaneTable(Words words, Paint paint, Figures figures, int width) {
    this.words = words;
    this.paint = paint;
    this.figures = figures;
    this.width = width;
  }

  List<String> of(Status status) {
    var lines = new ArrayList<String>();
    String prefix = isNarrow() ? "top.narrow." : "top.column.";
    lines.add(
        paint.bold(
            line(
                words.say("top.lane"),
                COLUMNS.stream().map(column -> words.say(prefix + column)).toList())));
    status.lanes().forEach((name, lane) -> lines.add(row(name, lane, status.gauges())));
    gauges(status.gauges()).forEach(lines::add);
    return lines;
  }

  private boolean isNarrow() {
    return width < WIDE;
  }

  private String row(String name, Status.Lane lane, Map<String, Long> gauges) {
    String key = "top.lane." + name;
    String queue = QUEUES.getOrDefault(name, "queue_" + name);
    return line(
        words.has(key) ? words.say(key) : name,
        List.of(
            count(lane.open(), 0),
            count(lane.requests(), 1),
            count(lane.accepted(), 2),
            count(lane.refused(), 3),
            figures.millis(lane.p50Micros()),
            figures.millis(lane.p99Micros()),
            gauges.containsKey(queue) ? count(gauges.get(queue), 6) : "–"));
  }

  private String count(long count, int column) {
    return figures.count(count, widthOf(column) - 1);
  }

  private int widthOf(int column) {
    int more = isNarrow() ? 0 : (Math.min(width, WIDEST) - WIDE) / WIDTHS.length;
    return (isNarrow() ? NARROW_WIDTHS : WIDTHS)[column] + more;
  }

  private String line(String name, List<String> cells) {
    var line = new StringBuilder(" ").append(Frame.left(name, isNarrow() ? 10 : 9));
    for (int column = 0; column < cells.size(); column++) {
      if (widthOf(column) > 0) {
        line.append(Frame.right(cells.get(column), widthOf(column)));
      }
    }
    return line.toString();
  }

  private List<String> gauges(Map<String, Long> gauges) {
    var lines = new ArrayList<String>();
    long lost = gauges.getOrDefault(LOST_SECONDS, 0L);
    if (lost > 0) {
      lines.add(" " + paint.bold(Frame.fit(words.say("top.lost", words.count(lost)), width - 1)));
    }
    List<String> others =
        gauges.entrySet().stream()
            .filter(gauge -> !SHOWN.contains(gauge.getKey()))
            .map(gauge -> gauge.getKey().replace('_', ' ') + " " + words.count(gauge.getValue()))
            .toList();
    if (!others.isEmpty()) {
      lines.add(" " + paint.faint(Frame.fit(String.join(" · ", others), width - 1)));
    }
    return lines;
  }
}
