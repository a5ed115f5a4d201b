package org.cotejo.server.telemetry;

/// Counts of a lane together with the times its answers took.
record Totals(Counts counts, Distribution accepted, Distribution duplicates) {
  static final Totals NONE = new Totals(Counts.NONE, Distribution.NONE, Distribution.NONE);

  Totals plus(Totals other) {
    return new Totals(
        counts.plus(other.counts),
        accepted.plus(other.accepted),
        duplicates.plus(other.duplicates));
  }

  /// What was added since.
  Totals minus(Totals earlier) {
    return new Totals(
        counts.minus(earlier.counts),
        accepted.minus(earlier.accepted),
        duplicates.minus(earlier.duplicates));
  }
}
