package org.cotejo.audit.check;

/// The checks, in the order they are run. Codes are stable and never reused.
public enum Check {
  /// The rules of a tally sheet, at each station.
  C101(Severity.ARITHMETIC),
  /// Totals that the source itself gives, beside the sums of its stations.
  C102(Severity.ARITHMETIC),
  /// Figures over all channels, beside the sums of the channels.
  C103(Severity.ARITHMETIC),
  /// Rows that differ for one station, cells that are no counts, defects that the source states.
  C104(Severity.EVIDENCE),
  /// The parts of stated totals, beside their sum.
  C201(Severity.ARITHMETIC),
  /// Stated totals that go down.
  C202(Severity.ARITHMETIC),
  /// Whether the order can still change, and whether it was said that it cannot.
  C203(Severity.ARITHMETIC),
  /// Stated totals that are what percentages of their sum give.
  C301(Severity.STATISTICAL),
  /// Stations with the same figures throughout.
  C302(Severity.EVIDENCE),
  /// A share that moves with the order of arrival, within strata.
  C303(Severity.STATISTICAL),
  /// More whole percentages than chance gives.
  C304(Severity.STATISTICAL),
  /// Second digits, described.
  C401(Severity.STATISTICAL),
  /// Last digits, described.
  C402(Severity.STATISTICAL);

  private final Severity severity;

  Check(Severity severity) {
    this.severity = severity;
  }

  public Severity severity() {
    return severity;
  }
}
