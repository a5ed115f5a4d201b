package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void losesNothingHoweverManyThreadsAdd() throws InterruptedException {
    var tally = new Tally(3);
    List<Thread> threads = new ArrayList<>();
    // More threads than stripes, so that some share one.
    for (int t = 0; t < 40; t++) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 5_000; i++) {
                  tally.add(0, 1);
                  tally.add(2, i);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(tally.sum(0)).isEqualTo(40 * 5_000);
    assertThat(tally.sum(1)).isZero();
    assertThat(tally.sum(2)).isEqualTo(40L * (4_999 * 5_000 / 2));
  }

  @Test
  void numbersTheAdditionsOfOneThread() {
    var tally = new Tally(1);

    assertThat(List.of(tally.add(0, 1), tally.add(0, 1), tally.add(0, 1)))
        .containsExactly(0L, 1L, 2L);
  }
}
