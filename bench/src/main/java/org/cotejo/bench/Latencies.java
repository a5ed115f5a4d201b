package org.cotejo.bench;

import java.util.List;

/// How long answers took.
record Latencies(List<Long> sortedNanos) {
  static Latencies of(List<Long> nanos) {
    return new Latencies(nanos.stream().sorted().toList());
  }

  int count() {
    return sortedNanos.size();
  }

  /// The time within which this share of the answers came.
  double millis(double share) {
    int at = (int) Math.min(count() - 1L, (long) (count() * share));
    return count() == 0 ? 0 : sortedNanos.get(at) / 1e6;
  }

  @Override
  public String toString() {
    return "median %.1f, 99 %% %.1f, longest %.1f ms"
        .formatted(millis(0.5), millis(0.99), millis(1));
  }
}
