package org.cotejo.server.telemetry;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/// Takes down how long each answer took, from any thread.
final class AnswerTimes {
  private static final int SUM = Distribution.BUCKETS;

  private final Tally tally = new Tally(Distribution.BUCKETS + 1);
  private final AtomicLong longestNanos = new AtomicLong();

  void add(long nanos) {
    // First, so that no answer is counted whose time is not known yet.
    if (nanos > longestNanos.get()) {
      longestNanos.accumulateAndGet(nanos, Math::max);
    }
    tally.add(SUM, nanos);
    tally.add(Distribution.bucket(nanos), 1);
  }

  /// All answers so far.
  Distribution distribution() {
    long[] counts = new long[Distribution.BUCKETS];
    Arrays.setAll(counts, tally::sum);
    return new Distribution(counts, tally.sum(SUM));
  }

  /// The longest answer since this was asked last, in whole microseconds, rounded up.
  long takeLongestMicros() {
    return Math.ceilDiv(longestNanos.getAndSet(0), 1_000L);
  }
}
