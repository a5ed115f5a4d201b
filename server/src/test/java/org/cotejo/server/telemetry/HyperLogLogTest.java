package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HyperLogLogTest {
  private static final double STANDARD_ERROR = 1.04 / 64;

  /// Over 40 seeds, the root of the mean square is what is promised, give or take a quarter; and no
  /// single estimate is off by four times as much, which would happen once in 16,000.
  @ParameterizedTest
  @ValueSource(ints = {300, 3_000, 10_000, 20_000, 100_000, 500_000})
  void isOffByNoMoreThanItsErrorSays(int distinct) {
    double squares = 0;
    for (int seed = 0; seed < 40; seed++) {
      var sketch = new HyperLogLog();
      for (int i = 0; i < distinct; i++) {
        sketch.add(Bits.mix(Stage.network(i) ^ Bits.mix(seed)));
      }
      double error = (double) (sketch.estimate() - distinct) / distinct;
      assertThat(Math.abs(error)).isLessThan(4 * STANDARD_ERROR);
      squares += error * error;
    }
    assertThat(Math.sqrt(squares / 40)).isLessThan(1.25 * STANDARD_ERROR);
  }

  @Test
  void agreesWithExactCountsWhereNetworksComeAgain() {
    var random = new Random(11);
    var sketch = new HyperLogLog();
    Set<Long> exact = new HashSet<>();
    for (int i = 0; i < 200_000; i++) {
      long network = Stage.network((int) Math.abs(random.nextGaussian() * 10_000));
      exact.add(network);
      sketch.add(Bits.mix(network));
    }

    assertThat((double) sketch.estimate() / exact.size())
        .isBetween(1 - 4 * STANDARD_ERROR, 1 + 4 * STANDARD_ERROR);
  }

  @Test
  void isRightAboutAFew() {
    var sketch = new HyperLogLog();
    assertThat(sketch.estimate()).isZero();
    for (int distinct = 1; distinct <= 20; distinct++) {
      for (int again = 0; again < 3; again++) {
        sketch.add(Bits.mix(Stage.network(distinct)));
      }
      assertThat(sketch.estimate()).isEqualTo(distinct);
    }
  }

  @Test
  void doesNotBreakOnAFullRegister() {
    var sketch = new HyperLogLog();
    sketch.add(0);
    sketch.add(0xfff0_0000_0000_0000L);

    assertThat(sketch.estimate()).isEqualTo(2);
  }

  @Test
  void isTheSameWhoeverAdds() throws InterruptedException {
    var together = new HyperLogLog();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      int first = t;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int i = first; i < 60_000; i += 4) {
                  together.add(Bits.mix(Stage.network(i)));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    var alone = new HyperLogLog();
    for (int i = 0; i < 60_000; i++) {
      alone.add(Bits.mix(Stage.network(i)));
    }

    assertThat(together.estimate()).isEqualTo(alone.estimate());
  }
}
