package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final AtomicLong clock = new AtomicLong(-7);
  private final Pace pace = new Pace(1000, clock::get);

  @Test
  void allowsASecondsWorthAtOnceAndNoMore() {
    assertThat(pace.take(1000)).isZero();
    assertThat(pace.take(100)).isEqualTo(Duration.ofMillis(100).toNanos());
    assertThat(pace.take(100)).isEqualTo(Duration.ofMillis(200).toNanos());
  }

  @Test
  void doesNotWaitForNextToNothing() {
    assertThat(pace.take(1049)).isZero();
    assertThat(pace.take(1)).isEqualTo(Duration.ofMillis(50).toNanos());
  }

  @Test
  void savesUpNoMoreThanASecond() {
    clock.addAndGet(Duration.ofHours(1).toNanos());
    assertThat(pace.take(1500)).isEqualTo(Duration.ofMillis(500).toNanos());
    clock.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(pace.take(500)).isZero();
  }
}
