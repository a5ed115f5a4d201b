package org.cotejo.server.telemetry;

/// How long answers took, in microseconds: nearest-rank percentiles, each at most a sixteenth above
/// the exact one, and the exact maximum. All 0 where nothing was answered.
public record Latency(long p50, long p90, long p99, long max) {
  public static final Latency NONE = new Latency(0, 0, 0, 0);

  public Latency {
    if (p50 < 0 || p90 < p50 || p99 < p90 || max < p99) {
      throw new IllegalArgumentException("percentiles that do not ascend");
    }
  }
}
