package org.cotejo.audit.check;

/// How many stations have which percentage, to the nearest tenth, and how many chance gives: what
/// [IntegerPercentages] counts, spread out to be looked at.
public final class WholePercentCurve {
  private static final int TENTHS = 1001;
  private static final double DEVIATIONS = 8;

  private final long[] seen = new long[TENTHS];
  private final double[] expected = new double[TENTHS];

  /// Takes a station.
  public void add(long part, long whole) {
    seen[tenth(part, whole)]++;
    double p = (double) part / whole;
    double width = DEVIATIONS * StrictMath.sqrt(whole * p * (1 - p)) + 1;
    long least = Math.max(0, (long) (part - width));
    long most = Math.min(whole, (long) (part + width) + 1);
    for (long k = least; k <= most; k++) {
      expected[tenth(k, whole)] += Binomial.mass(whole, k, p);
    }
  }

  private static int tenth(long part, long whole) {
    return Math.clamp((2000 * part + whole) / (2 * whole), 0, TENTHS - 1);
  }

  /// Stations at this share.
  ///
  /// @param tenth of a percent, 0 to 1,000
  public long seen(int tenth) {
    return seen[tenth];
  }

  /// Stations that chance would put there.
  ///
  /// @param tenth of a percent, 0 to 1,000
  public double expected(int tenth) {
    return expected[tenth];
  }
}
