package org.cotejo.server.telemetry;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// What one lane counted in each second of a window. Several lines about one second, as two
/// processes write them while one takes over from the other, add up. A line about several seconds
/// is spread over them as evenly as whole numbers go, the larger shares first.
final class LaneSeconds {
  private final long from;
  private final BitSet covered = new BitSet();
  private final long[] requests;
  private final long[] accepted;
  private final long[] refused;
  private final Map<Reason, long[]> refusedFor = new EnumMap<>(Reason.class);
  private long distinctNetworks;

  LaneSeconds(long from, int seconds) {
    this.from = from;
    this.requests = new long[seconds];
    this.accepted = new long[seconds];
    this.refused = new long[seconds];
  }

  /// Adds a line whose seconds are all in the window.
  void add(Second line) {
    int end = (int) (line.time() - from) + 1;
    int start = end - (int) line.seconds();
    covered.set(start, end);
    Counts counted = line.counted();
    spread(counted.requests(), requests, start, end);
    spread(counted.accepted(), accepted, start, end);
    spread(counted.allRefused(), refused, start, end);
    counted
        .refused()
        .forEach((reason, count) ->
            spread(
                count,
                refusedFor.computeIfAbsent(reason, added -> new long[requests.length]),
                start,
                end));
    distinctNetworks = Math.max(distinctNetworks, line.networks());
  }

  private static void spread(long count, long[] seconds, int start, int end) {
    long share = count / (end - start);
    long larger = count % (end - start);
    for (int i = start; i < end; i++) {
      seconds[i] = Math.addExact(seconds[i], i - start < larger ? share + 1 : share);
    }
  }

  Window.LaneFigures figures() {
    Map<Reason, Window.Figures> reasons = new EnumMap<>(Reason.class);
    refusedFor.forEach((reason, counts) -> reasons.put(reason, figures(counts)));
    return new Window.LaneFigures(
        covered.cardinality(),
        figures(requests),
        figures(accepted),
        figures(refused),
        Collections.unmodifiableMap(reasons),
        distinctNetworks);
  }

  private Window.Figures figures(long[] counts) {
    long[] ranked = covered.stream().mapToLong(second -> counts[second]).sorted().toArray();
    return new Window.Figures(
        Arrays.stream(ranked).reduce(0, Math::addExact),
        nearestRank(ranked, 50),
        nearestRank(ranked, 90),
        nearestRank(ranked, 99),
        ranked[ranked.length - 1]);
  }

  private static long nearestRank(long[] ranked, int percent) {
    return ranked[(ranked.length * percent + 99) / 100 - 1];
  }
}
