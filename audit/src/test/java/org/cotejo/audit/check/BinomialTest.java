package org.cotejo.audit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {
  /// Expected values from exact fractions in Python.
  @ParameterizedTest
  @CsvSource({
    "10, 3, 0.5, 0.1171875",
    "10, 10, 1, 1",
    "10, 0, 0, 1",
    "10, 1, 0, 0",
    "1000, 500, 0.5, 0.025225018178360804",
    "7000, 3500, 0.5, 0.009536203955384553"
  })
  void givesTheExactMass(long n, long k, double p, double mass) {
    assertThat(Binomial.mass(n, k, p)).isCloseTo(mass, within(mass * 1e-10));
  }

  @Test
  void massesAddUpToOneAndTailsToTheirMasses() {
    double all = LongStream.rangeClosed(0, 300).mapToDouble(k -> Binomial.mass(300, k, 0.3)).sum();
    assertThat(all).isCloseTo(1, within(1e-10));
    for (long from : new long[] {0, 60, 90, 120, 300}) {
      double tail =
          LongStream.rangeClosed(from, 300).mapToDouble(k -> Binomial.mass(300, k, 0.3)).sum();
      assertThat(Binomial.upperTail(300, from, 0.3)).isCloseTo(tail, within(1e-10));
    }
  }

  @Test
  void drawsWithTheRightMeanAndVariance() {
    var random = new SplittableRandom(1);
    int draws = 40_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      long drawn = Binomial.draw(200, 0.3, random);
      sum += drawn;
      squares += (double) drawn * drawn;
    }
    double mean = sum / draws;
    assertThat(mean).isCloseTo(60, within(0.15));
    assertThat(squares / draws - mean * mean).isCloseTo(42, within(1.5));
  }
}
