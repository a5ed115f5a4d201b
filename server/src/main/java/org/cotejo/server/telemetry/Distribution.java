package org.cotejo.server.telemetry;

import java.util.Arrays;
import java.util.stream.LongStream;

/// How many answers took how long, in fixed buckets: exact for the first 16 µs, then 16 buckets for
/// every doubling, so that no bucket is wider than a sixteenth of where it begins; up to 67 s.
/// Counts are exact, and distributions add and subtract without loss.
final class Distribution {
  /// Sixteen buckets a doubling: 2⁴.
  private static final int STEPS = 4;

  private static final int DOUBLINGS = 26;

  /// The last bucket is everything longer than 2²⁶ µs.
  static final int BUCKETS = ((DOUBLINGS - STEPS + 1) << STEPS) + 1;

  private static final int BEYOND = BUCKETS - 1;

  /// Where the coarser buckets end that metrics are exposed in: every doubling from 128 µs on.
  static final long[] BOUNDS_MICROS =
      LongStream.rangeClosed(7, DOUBLINGS).map(power -> 1L << power).toArray();

  static final Distribution NONE = new Distribution(new long[BUCKETS], 0);

  private final long[] counts;
  private final long sumNanos;

  /// @param counts by bucket; not to be changed any more
  Distribution(long[] counts, long sumNanos) {
    this.counts = counts;
    this.sumNanos = sumNanos;
  }

  /// The bucket of an answer that took so long. A bucket's upper end belongs to it.
  static int bucket(long nanos) {
    long micros = (Math.max(nanos, 1) - 1) / 1_000;
    int shift = Math.max(0, Long.SIZE - 1 - STEPS - Long.numberOfLeadingZeros(micros));
    return (int) Math.min(BEYOND, ((long) shift << STEPS) + (micros >>> shift));
  }

  /// The longest time in a bucket but the last.
  static long endMicros(int bucket) {
    int shift = Math.max(0, (bucket >> STEPS) - 1);
    return (bucket - ((long) shift << STEPS) + 1) << shift;
  }

  long answers() {
    return Arrays.stream(counts).sum();
  }

  long sumNanos() {
    return sumNanos;
  }

  Distribution plus(Distribution other) {
    long[] sums = new long[BUCKETS];
    Arrays.setAll(sums, bucket -> counts[bucket] + other.counts[bucket]);
    return new Distribution(sums, sumNanos + other.sumNanos);
  }

  /// What was added since.
  Distribution minus(Distribution earlier) {
    long[] added = new long[BUCKETS];
    Arrays.setAll(added, bucket -> counts[bucket] - earlier.counts[bucket]);
    return new Distribution(added, sumNanos - earlier.sumNanos);
  }

  /// Counts between the bounds that metrics are exposed in, the last one being beyond all of them.
  long[] coarse() {
    long[] coarse = new long[BOUNDS_MICROS.length + 1];
    int at = 0;
    for (int bucket = 0; bucket < BEYOND; bucket++) {
      at += endMicros(bucket) > BOUNDS_MICROS[at] ? 1 : 0;
      coarse[at] += counts[bucket];
    }
    coarse[BOUNDS_MICROS.length] = counts[BEYOND];
    return coarse;
  }

  /// Percentiles by nearest rank: the upper end of the bucket in which that answer is.
  ///
  /// @param maxMicros the longest answer, which is known exactly
  Latency latency(long maxMicros) {
    long answers = answers();
    return answers == 0
        ? Latency.NONE
        : new Latency(
            percentile(50, answers, maxMicros),
            percentile(90, answers, maxMicros),
            percentile(99, answers, maxMicros),
            maxMicros);
  }

  private long percentile(int percent, long answers, long maxMicros) {
    long left = (Math.multiplyExact(answers, percent) + 99) / 100;
    int bucket = 0;
    while ((left -= counts[bucket]) > 0) {
      bucket++;
    }
    return bucket == BEYOND ? maxMicros : Math.min(endMicros(bucket), maxMicros);
  }
}
