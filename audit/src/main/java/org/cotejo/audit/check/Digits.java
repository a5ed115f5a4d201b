package org.cotejo.audit.check;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Digits of the counts of stations. Only described: on elections in which nothing is wrong, the
/// textbook tests on them reject far more often than they say.
public final class Digits {
  static final int SIMULATIONS = 200;
  private static final double[] BENFORD = benford();

  private Digits() {}

  /// Mean and chi-square of a digit, with the middle 95 % of both in simulations of stations of the
  /// same sizes and shares.
  ///
  /// @param counts how many counts were looked at
  public record Described(
      long counts,
      double mean,
      double chiSquare,
      double meanFrom,
      double meanTo,
      double chiSquareTo) {}

  /// Which digit.
  public enum Place {
    /// The second from the left, of counts from 10 on; beside Benford's distribution.
    SECOND,
    /// The last; beside equal frequencies.
    LAST;

    /// The digit; -1 if the count has none that is looked at.
    int of(long count) {
      if (this == LAST) {
        return (int) (count % 10);
      }
      long left = count < 10 ? -1 : count;
      while (left >= 100) {
        left /= 10;
      }
      return left < 0 ? -1 : (int) (left % 10);
    }

    double expected(int digit) {
      return this == LAST ? 0.1 : BENFORD[digit];
    }
  }

  private static double[] benford() {
    var probabilities = new double[10];
    for (int digit = 0; digit < 10; digit++) {
      for (int first = 1; first <= 9; first++) {
        probabilities[digit] += StrictMath.log10(1 + 1.0 / (10 * first + digit));
      }
    }
    return probabilities;
  }

  /// The probability of a second digit under Benford's law.
  public static double benford(int digit) {
    return BENFORD[digit];
  }

  /// @return count, mean, chi-square
  static double[] figures(long[] counts, Place place) {
    var seen = new long[10];
    for (long count : counts) {
      int digit = place.of(count);
      if (digit >= 0) {
        seen[digit]++;
      }
    }
    long all = Arrays.stream(seen).sum();
    double mean = 0;
    double chiSquare = 0;
    for (int digit = 0; digit < 10 && all > 0; digit++) {
      double expected = all * place.expected(digit);
      mean += (double) digit * seen[digit] / all;
      chiSquare += (seen[digit] - expected) * (seen[digit] - expected) / expected;
    }
    return new double[] {all, mean, chiSquare};
  }

  /// @param stations whose votes for the leader are looked at
  static Described describe(List<ContestFigures.Station> stations, Place place, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    long[] votes = stations.stream().mapToLong(ContestFigures.Station::leader).toArray();
    double[] seen = figures(votes, place);
    var means = new double[SIMULATIONS];
    var chiSquares = new double[SIMULATIONS];
    var drawn = new long[votes.length];
    for (int round = 0; round < SIMULATIONS; round++) {
      for (int i = 0; i < drawn.length; i++) {
        long cast = stations.get(i).cast();
        drawn[i] =
            cast == 0 ? 0 : Binomial.draw(cast, Math.min(1, (double) votes[i] / cast), random);
      }
      double[] figures = figures(drawn, place);
      means[round] = figures[1];
      chiSquares[round] = figures[2];
    }
    Arrays.sort(means);
    Arrays.sort(chiSquares);
    int tail = SIMULATIONS / 40;
    return new Described(
        (long) seen[0],
        seen[1],
        seen[2],
        means[tail],
        means[SIMULATIONS - 1 - tail],
        chiSquares[SIMULATIONS - 1 - 2 * tail]);
  }
}
