package org.cotejo.audit.check;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers that are no counts, as text that is the same everywhere.
public final class NumberText {
  private static final double SMALL = 1e-4;

  private NumberText() {}

  /// A number with a fixed count of decimals.
  static String decimal(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP).toPlainString();
  }

  /// A share as a percentage: 0.01 is 1 %.
  public static String percent(double share) {
    return new BigDecimal(100 * share, MathContext.DECIMAL32).stripTrailingZeros().toPlainString()
        + " %";
  }

  /// A probability with three significant digits, small ones with a power of ten. One too small for
  /// a double is given as below the smallest.
  public static String chance(double value) {
    if (value == 0) {
      return "<1E-300";
    }
    BigDecimal rounded = new BigDecimal(value, new MathContext(3, RoundingMode.HALF_UP));
    if (value >= SMALL) {
      return rounded.toPlainString();
    }
    int exponent = rounded.precision() - rounded.scale() - 1;
    return rounded.scaleByPowerOfTen(-exponent).toPlainString() + "E" + exponent;
  }
}
