package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {
  private static final int LAST = Distribution.BUCKETS - 1;

  @Test
  void everyBucketEndsWhereTheNextBegins() {
    for (int bucket = 0; bucket < LAST; bucket++) {
      long end = Distribution.endMicros(bucket) * 1_000;
      assertThat(Distribution.bucket(end)).isEqualTo(bucket);
      assertThat(Distribution.bucket(end + 1)).isEqualTo(bucket + 1);
    }
  }

  @Test
  void noBucketIsWiderThanASixteenthOfWhereItBegins() {
    for (int bucket = 1; bucket < LAST; bucket++) {
      long begin = Distribution.endMicros(bucket - 1);
      assertThat(Distribution.endMicros(bucket) - begin)
          .isLessThanOrEqualTo(Math.max(1, begin / 16));
    }
  }

  @Test
  void takesAnyTimeThatAClockCanGive() {
    assertThat(Distribution.bucket(Long.MIN_VALUE)).isZero();
    assertThat(Distribution.bucket(0)).isZero();
    assertThat(Distribution.endMicros(LAST - 1)).isEqualTo(1L << 26);
    assertThat(Distribution.bucket((1L << 26) * 1_000 + 1)).isEqualTo(LAST);
    assertThat(Distribution.bucket(Long.MAX_VALUE)).isEqualTo(LAST);
  }

  @Test
  void saysPercentilesAtMostASixteenthTooHigh() {
    var random = new Random(7);
    for (int round = 0; round < 50; round++) {
      var times = new AnswerTimes();
      // From microseconds to seconds, most of them short.
      long[] micros =
          random
              .longs(1 + random.nextInt(2_000), 1, 4_000_000)
              .map(any -> any >> random.nextInt(22))
              .map(any -> Math.max(any, 1))
              .toArray();
      Arrays.stream(micros).forEach(each -> times.add(each * 1_000));
      Arrays.sort(micros);

      Latency latency = times.distribution().latency(times.takeLongestMicros());

      within(latency.p50(), micros[rank(micros.length, 0.50)]);
      within(latency.p90(), micros[rank(micros.length, 0.90)]);
      within(latency.p99(), micros[rank(micros.length, 0.99)]);
      assertThat(latency.max()).isEqualTo(micros[micros.length - 1]);
    }
  }

  private static int rank(int count, double share) {
    return (int) Math.ceil(count * share - 1e-9) - 1;
  }

  private static void within(long said, long exact) {
    assertThat(said).isBetween(exact, exact + exact / 16);
  }

  @Test
  void saysTheLongestTimeWhereBucketsEnd() {
    var times = new AnswerTimes();
    times.add(100_000_000_000L);

    assertThat(times.distribution().latency(times.takeLongestMicros()))
        .isEqualTo(new Latency(100_000_000, 100_000_000, 100_000_000, 100_000_000));
  }

  @Test
  void saysNothingOfNoAnswers() {
    assertThat(Distribution.NONE.latency(0)).isEqualTo(Latency.NONE);
  }

  @Test
  void givesBackWhatWasAdded() {
    var times = new AnswerTimes();
    times.add(5_000);
    Distribution before = times.distribution();
    times.add(70_000);
    times.add(70_001);
    Distribution added = times.distribution().minus(before);

    assertThat(added.answers()).isEqualTo(2);
    assertThat(added.sumNanos()).isEqualTo(140_001);
    assertThat(added.latency(71)).isEqualTo(new Latency(71, 71, 71, 71));
    assertThat(before.plus(added).answers()).isEqualTo(3);
    assertThat(before.plus(added).latency(71)).isEqualTo(new Latency(71, 71, 71, 71));
  }

  @Test
  void countsExactlyBetweenTheBoundsOfMetrics() {
    var times = new AnswerTimes();
    times.add(1);
    times.add(128_000); // to the bound, included
    times.add(128_001);
    times.add((1L << 26) * 1_000);
    times.add((1L << 26) * 1_000 + 1);
    long[] coarse = times.distribution().coarse();

    assertThat(coarse).hasSize(Distribution.BOUNDS_MICROS.length + 1);
    assertThat(Distribution.BOUNDS_MICROS).startsWith(128, 256).endsWith(1L << 26);
    assertThat(coarse).startsWith(2, 1).endsWith(1, 1);
    assertThat(Arrays.stream(coarse).sum()).isEqualTo(5);
  }
}
