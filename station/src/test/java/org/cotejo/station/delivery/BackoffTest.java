package org.cotejo.station.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static LongStream millis(int failures, Duration asked) {
    var random = new SplittableRandom(failures);
    return LongStream.range(0, 10_000).map(i -> BACKOFF.after(failures, asked, random).toMillis());
  }

  /// Anything from nothing to the limit: half of the limit on average.
  @Test
  void waitsAnythingUpToALimitThatDoublesUntilItIsLongEnough() {
    long[] limits = {1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000};
    for (int failures = 1; failures <= limits.length; failures++) {
      long limit = limits[failures - 1];
      var waits = millis(failures, Duration.ZERO).summaryStatistics();
      assertThat(waits.getMin()).isLessThan(limit / 50);
      assertThat(waits.getMax()).isBetween(limit - limit / 50, limit);
      assertThat(waits.getAverage()).isBetween(limit * 0.47, limit * 0.53);
    }
    assertThat(millis(Integer.MAX_VALUE, Duration.ZERO)).allMatch(wait -> wait <= 60_000);
  }

  @Test
  void comesNotBackBeforeItWasAskedTo() {
    var waits = millis(1, Duration.ofSeconds(30)).summaryStatistics();
    assertThat(waits.getMin()).isBetween(30_000L, 30_050L);
    assertThat(waits.getMax()).isBetween(30_950L, 31_000L);
  }
}
