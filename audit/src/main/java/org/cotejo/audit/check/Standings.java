package org.cotejo.audit.check;

/// Whether an order can still change: decided by the votes that are still possible, exactly.
public final class Standings {
  private Standings() {}

  /// Whether votes of which there can be at most `outstanding` cannot take this lead away.
  public static boolean isFixed(long lead, long outstanding) {
    return lead > outstanding;
  }

  /// Whether `votes` are more than a share of all valid votes, whatever comes.
  ///
  /// @param numerator of the share
  /// @param denominator of the share
  public static boolean isMajorityFixed(
      long votes, long valid, long outstanding, long numerator, long denominator) {
    return Math.multiplyExact(votes, denominator)
        > Math.multiplyExact(numerator, Math.addExact(valid, outstanding));
  }

  /// Whether a divisor gives the seat to the first and not to the second, whatever comes.
  ///
  /// @param won divisor of the first's last seat
  /// @param lost divisor of the second's first seat not won
  public static boolean isSeatFixed(long votes, long won, long other, long lost, long outstanding) {
    return Math.multiplyExact(votes, lost)
        > Math.multiplyExact(Math.addExact(other, outstanding), won);
  }
}
