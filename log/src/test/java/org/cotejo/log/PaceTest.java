package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace();

  private void group(long from, long to, int entries) {
    pace.begin(from);
    pace.end(to, entries);
  }

  @Test
  void expectsNothingBeforeTheFirstGroup() {
    assertThat(pace.perEntry()).isZero();
    assertThat(pace.toServe(1000, 5)).isZero();
  }

  @Test
  void leavesOutTheTimeInWhichNothingWaited() {
    group(0, 1000, 10);
    group(9_000_000, 9_001_000, 10);

    assertThat(pace.perEntry()).isEqualTo(Duration.ofNanos(100));
    assertThat(pace.toServe(50, 99_000_000)).isEqualTo(Duration.ofNanos(5000));
  }

  @Test
  void followsAPaceThatChanges() {
    group(0, 1000, 10);
    group(1000, 1900, 1);
    assertThat(pace.perEntry()).isEqualTo(Duration.ofNanos(200));
    for (int i = 0; i < 100; i++) {
      group(0, 9000, 10);
    }
    assertThat(pace.perEntry().toNanos()).isBetween(890L, 900L);
  }

  @Test
  void expectsNoLessThanTheGroupUnderWayHasTaken() {
    group(0, 1000, 10);
    pace.begin(2000);

    assertThat(pace.toServe(3, 2100)).isEqualTo(Duration.ofNanos(300));
    assertThat(pace.toServe(3, 7_002_000)).isEqualTo(Duration.ofMillis(7));
  }
}
