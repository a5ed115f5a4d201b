package org.cotejo.model;

import java.util.Arrays;
import java.util.List;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.MalformedException;

/// How many requests were refused in each second that was counted, told in five exact numbers. The
/// percentiles are nearest-rank: of n seconds in ascending order of their counts, the one in place
/// ⌈n·p/100⌉; seconds without a refusal are seconds too.
///
/// @param sum over all seconds
/// @param p50 at most this many in half of the seconds
/// @param p90 at most this many in nine seconds of ten
/// @param p99 at most this many in 99 seconds of 100
/// @param max in the second with the most
public record RefusedPerSecond(long sum, long p50, long p90, long p99, long max) {
  /// More in one second than any network card lets through.
  static final long MAX_COUNT = 999_999_999;

  static final long MAX_SECONDS = 31 * 86_400;
  static final long MAX_SUM = MAX_COUNT * MAX_SECONDS;

  public RefusedPerSecond {
    if (p50 < 0 || p50 > p90 || p90 > p99 || p99 > max || max > MAX_COUNT) {
      throw new IllegalArgumentException(
          "percentiles do not ascend: %d, %d, %d, %d".formatted(p50, p90, p99, max));
    }
    if (sum < max || sum > MAX_SUM) {
      throw new IllegalArgumentException("seconds with up to %d add up to %d".formatted(max, sum));
    }
  }

  /// @param counts one for each second, in any order; left as they are
  public static RefusedPerSecond of(long[] counts) {
    if (counts.length == 0 || counts.length > MAX_SECONDS) {
      throw new IllegalArgumentException("a window of %d seconds".formatted(counts.length));
    }
    long[] ascending = counts.clone();
    Arrays.sort(ascending);
    long sum = 0;
    for (long count : ascending) {
      sum = Math.addExact(sum, count);
    }
    return new RefusedPerSecond(
        sum,
        ascending[place(50, ascending.length) - 1],
        ascending[place(90, ascending.length) - 1],
        ascending[place(99, ascending.length) - 1],
        ascending[ascending.length - 1]);
  }

  private static int place(int percent, long seconds) {
    return (int) ((seconds * percent + 99) / 100);
  }

  /// Whether some counts of this many seconds have these five numbers: figures that cannot be true
  /// need no look at the raw counters.
  boolean fits(long seconds) {
    int[] places = {0, place(50, seconds), place(90, seconds), place(99, seconds), (int) seconds};
    long[] values = {0, p50, p90, p99, max};
    long least = max;
    long most = 0;
    for (int i = 1; i < places.length; i++) {
      long width = (long) places[i] - places[i - 1];
      if (width == 0 && values[i] != values[i - 1]) {
        return false;
      }
      // From its own place up to the next one no second has less than a value, and from the one
      // before up to its own none has more.
      least += width * values[i - 1];
      most += width * values[i];
    }
    return least <= sum && sum <= most;
  }

  List<Long> numbers() {
    return List.of(sum, p50, p90, p99, max);
  }

  void write(CborWriter writer) {
    writer.array(5);
    numbers().forEach(writer::unsigned);
  }

  static RefusedPerSecond read(CborReader reader) throws MalformedException {
    reader.arrayOf(5);
    long sum = reader.unsigned(MAX_SUM);
    var counts = new long[4];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = reader.unsigned(MAX_COUNT);
    }
    try {
      return new RefusedPerSecond(sum, counts[0], counts[1], counts[2], counts[3]);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }
}
