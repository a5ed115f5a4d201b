package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final Duration TENTH_OF_A_MILLI = Duration.ofNanos(100_000);

  private long now = -5_000_000_000L;
  private final RetryAfter after = new RetryAfter(() -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void sendsAwayForAsLongAsTheBacklogTakes() {
    assertThat(after.seconds(Duration.ZERO, TENTH_OF_A_MILLI)).isEqualTo(1);
    pass(Duration.ofSeconds(10));
    assertThat(after.seconds(Duration.ofMillis(2500), TENTH_OF_A_MILLI)).isEqualTo(3);
  }

  @Test
  void spreadsThoseSentAwayAtThePaceAtWhichTheyAreTaken() {
    Map<Integer, Integer> coming = new HashMap<>();
    for (int i = 0; i < 30_000; i++) {
      coming.merge(after.seconds(Duration.ZERO, TENTH_OF_A_MILLI), 1, Integer::sum);
    }
    assertThat(coming).isEqualTo(Map.of(1, 10_000, 2, 10_000, 3, 10_000));
  }

  @Test
  void beginsTheLineAgainAfterAMinute() {
    Map<Integer, Integer> coming = new HashMap<>();
    for (int i = 0; i < 1200; i++) {
      coming.merge(after.seconds(Duration.ZERO, Duration.ofMillis(100)), 1, Integer::sum);
    }
    assertThat(coming).hasSize(60).containsEntry(1, 20).containsEntry(60, 20);
  }

  @Test
  void forgetsALineThatHasPassed() {
    for (int i = 0; i < 100; i++) {
      var _ = after.seconds(Duration.ZERO, Duration.ofMillis(100));
    }
    assertThat(after.seconds(Duration.ZERO, TENTH_OF_A_MILLI)).isEqualTo(11);
    pass(Duration.ofSeconds(11));
    assertThat(after.seconds(Duration.ZERO, TENTH_OF_A_MILLI)).isEqualTo(1);
  }

  @Test
  void sendsNobodyAwayForMoreThanAMinuteWhateverHangs() {
    assertThat(after.seconds(Duration.ofHours(5), Duration.ofHours(1))).isEqualTo(60);
    assertThat(after.seconds(Duration.ofHours(5), Duration.ofHours(1))).isEqualTo(60);
  }
}
