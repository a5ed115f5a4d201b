package org.cotejo.audit.check;

import java.util.random.RandomGenerator;

/// The binomial distribution, the same to the last bit on every machine.
final class Binomial {
  /// Terms of a sum below this share of its first are left out.
  private static final double NEGLIGIBLE = 1e-18;

  private static final double[] LOG_FACTORIALS = logFactorials(1 << 12);

  private Binomial() {}

  private static double[] logFactorials(int size) {
    var table = new double[size];
    for (int n = 2; n < size; n++) {
      table[n] = table[n - 1] + StrictMath.log(n);
    }
    return table;
  }

  /// The natural logarithm of n!, from a table or by Stirling's series.
  static double logFactorial(long n) {
    if (n < LOG_FACTORIALS.length) {
      return LOG_FACTORIALS[(int) n];
    }
    double x = n + 1.0;
    double inverse = 1 / (x * x);
    double series = (1.0 / 12 - inverse * (1.0 / 360 - inverse / 1260)) / x;
    return (x - 0.5) * StrictMath.log(x) - x + 0.5 * StrictMath.log(2 * StrictMath.PI) + series;
  }

  /// The probability of exactly `k` of `n`.
  static double mass(long n, long k, double p) {
    if (k < 0 || k > n) {
      return 0;
    }
    if (p <= 0 || p >= 1) {
      return k == (p <= 0 ? 0 : n) ? 1 : 0;
    }
    return StrictMath.exp(
        logFactorial(n)
            - logFactorial(k)
            - logFactorial(n - k)
            + k * StrictMath.log(p)
            + (n - k) * StrictMath.log1p(-p));
  }

  /// The probability of `k` of `n` or more.
  static double upperTail(long n, long k, double p) {
    if (k <= 0) {
      return 1;
    }
    if (k <= n * p) {
      return Math.max(0, 1 - lowerTail(n, k - 1, p));
    }
    double term = mass(n, k, p);
    double sum = term;
    for (long next = k + 1; next <= n && term > sum * NEGLIGIBLE; next++) {
      term *= (double) (n - next + 1) / next * (p / (1 - p));
      sum += term;
    }
    return Math.min(1, sum);
  }

  private static double lowerTail(long n, long k, double p) {
    double term = mass(n, k, p);
    double sum = term;
    for (long next = k - 1; next >= 0 && term > sum * NEGLIGIBLE; next--) {
      term *= (double) (next + 1) / (n - next) * ((1 - p) / p);
      sum += term;
    }
    return Math.min(1, sum);
  }

  /// One draw: from the likeliest value outwards, until the masses passed exceed a uniform number.
  static long draw(long n, double p, RandomGenerator random) {
    if (n == 0 || p <= 0 || p >= 1) {
      return p >= 1 ? n : 0;
    }
    long below = Math.min(n, (long) ((n + 1) * p));
    long above = below;
    double odds = p / (1 - p);
    double massBelow = mass(n, below, p);
    double massAbove = massBelow;
    double left = random.nextDouble() - massBelow;
    long last = below;
    while (left > 0 && (above < n || below > 0)) {
      if (above < n) {
        above++;
        massAbove *= (double) (n - above + 1) / above * odds;
        left -= massAbove;
        last = above;
      }
      if (left > 0 && below > 0) {
        below--;
        massBelow *= (double) (below + 1) / (n - below) / odds;
        left -= massBelow;
        last = below;
      }
      if (massAbove + massBelow < NEGLIGIBLE) {
        break;
      }
    }
    return last;
  }
}
