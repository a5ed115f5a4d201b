package org.cotejo.audit.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Whether counts are exactly those that percentages of their sum, rounded to some decimals, give
/// when they are turned back into counts; and how probable that is, exactly.
///
/// With N the sum and M = 100 · 10^decimals, a count c fits if c = round(r · N / M) for a whole r.
/// After A. Gelman and T. Tao on the results stated in Venezuela in 2024; see `docs/checks.md`.
public final class RoundedPercentages {
  /// Triples are counted one by one up to this many steps; beyond them, a bound is given.
  private static final long MAX_STEPS = 10_000_000;

  private final long total;
  private final long units;

  /// How many of all ways to divide the sum into so many counts fit.
  ///
  /// @param isExact otherwise at most `fitting` do
  public record Chance(BigInteger fitting, BigInteger all, boolean isExact) {
    /// The share as a number, rounded, 0 to 1.
    public double value() {
      var quotient = new BigDecimal(fitting).divide(new BigDecimal(all), MathContext.DECIMAL64);
      return Math.min(1, quotient.doubleValue());
    }
  }

  /// @param total the sum of the counts
  /// @param decimals 0 to 4
  public RoundedPercentages(long total, int decimals) {
    if (total < 1 || decimals < 0 || decimals > 4) {
      throw new IllegalArgumentException("a sum of votes and 0 to 4 decimals");
    }
    this.total = total;
    this.units = units(decimals);
  }

  private static long units(int decimals) {
    long units = 100;
    for (int i = 0; i < decimals; i++) {
      units *= 10;
    }
    return units;
  }

  private static long rounded(long numerator, long factor, long denominator) {
    BigInteger twice =
        BigInteger.valueOf(numerator)
            .multiply(BigInteger.valueOf(factor))
            .shiftLeft(1)
            .add(BigInteger.valueOf(denominator));
    return twice.divide(BigInteger.valueOf(denominator).shiftLeft(1)).longValueExact();
  }

  /// The percentage of a count, in units of its last decimal.
  public long percentage(long count) {
    return rounded(count, units, total);
  }

  /// The count that a percentage gives.
  public long back(long percentage) {
    return rounded(percentage, total, units);
  }

  /// How far a count is from the one its percentage gives.
  public long residual(long count) {
    return count - back(percentage(count));
  }

  /// Whether every count is within `tolerance` of the one its percentage gives: 0 for rounding, 1
  /// where it may have been cut off or rounded up.
  public boolean matches(List<Long> counts, int tolerance) {
    return counts.stream().allMatch(count -> Math.abs(residual(count)) <= tolerance);
  }

  /// Whether a match would say anything: (M / N)^(parts − 1) ≤ 10⁻⁴, and percentages lie further
  /// apart than what rounding of all parts can add up to.
  public boolean isInformative(int parts, int tolerance) {
    BigInteger left = BigInteger.valueOf(units).pow(parts - 1).multiply(BigInteger.valueOf(10_000));
    return left.compareTo(BigInteger.valueOf(total).pow(parts - 1)) <= 0
        && total > Math.multiplyExact(units, (long) parts * (2 * tolerance + 1));
  }

  /// The chance of a match if all ways to divide the sum are equally probable.
  public Chance chance(int parts, int tolerance) {
    BigInteger all = choose(total + parts - 1, parts - 1);
    if (parts == 3 && tolerance == 0 && units * units <= 2 * MAX_STEPS) {
      return new Chance(BigInteger.valueOf(triples()), all, true);
    }
    BigInteger offsets = BigInteger.valueOf(2L * tolerance + 1).pow(parts - 1);
    BigInteger most = choose(units + parts - 1, parts - 1).multiply(offsets);
    return new Chance(most, all, false);
  }

  private long triples() {
    var backs = new long[(int) units + 1];
    Set<Long> lattice = new HashSet<>();
    for (int unit = 0; unit <= units; unit++) {
      backs[unit] = back(unit);
      lattice.add(backs[unit]);
    }
    long fitting = 0;
    long[] distinct = lattice.stream().mapToLong(Long::longValue).sorted().toArray();
    for (long first : distinct) {
      for (long second : distinct) {
        if (first + second > total) {
          break;
        }
        fitting += lattice.contains(total - first - second) ? 1 : 0;
      }
    }
    return fitting;
  }

  /// In how many ways the sum can be divided so that the percentages come out as those of `counts`
  /// and every count is within `tolerance` of the one its percentage gives.
  ///
  /// @param tolerance negative for any distance
  public BigInteger sameRounded(List<Long> counts, long tolerance) {
    long room = total;
    var widths = new long[counts.size()];
    for (int i = 0; i < widths.length; i++) {
      long unit = percentage(counts.get(i));
      long low = Math.max(0, ceiling(2 * unit - 1));
      long high = Math.min(total, ceiling(2 * unit + 1) - 1);
      if (tolerance >= 0) {
        low = Math.max(low, back(unit) - tolerance);
        high = Math.min(high, back(unit) + tolerance);
      }
      room -= low;
      widths[i] = high - low + 1;
    }
    return within(widths, 0, room, widths.length);
  }

  /// The smallest whole number that is not below half · N / (2 · M).
  private long ceiling(long half) {
    BigInteger numerator = BigInteger.valueOf(half).multiply(BigInteger.valueOf(total));
    BigInteger denominator = BigInteger.valueOf(2 * units);
    BigInteger[] parts = numerator.divideAndRemainder(denominator);
    return parts[0].longValueExact() + (parts[1].signum() > 0 ? 1 : 0);
  }

  /// Ways to divide `room` into numbers from 0 up to below each width, by inclusion and exclusion.
  private static BigInteger within(long[] widths, int from, long room, int parts) {
    if (room < 0) {
      return BigInteger.ZERO;
    }
    if (from == widths.length) {
      return choose(room + parts - 1, parts - 1);
    }
    return within(widths, from + 1, room, parts)
        .subtract(within(widths, from + 1, room - widths[from], parts));
  }

  private static BigInteger choose(long n, int k) {
    BigInteger product = BigInteger.ONE;
    for (int i = 1; i <= k; i++) {
      product = product.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
    }
    return product;
  }
}
