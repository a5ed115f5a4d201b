package org.cotejo.audit.openness;

/// What published results are held against: the nine principles, then what observers ask for.
public enum Criterion {
  TIMELY("timely", true),
  GRANULAR("granular", true),
  FREE("free", true),
  COMPLETE("complete-and-bulk", true),
  ANALYZABLE("analyzable", true),
  NON_PROPRIETARY("non-proprietary", true),
  NON_DISCRIMINATORY("non-discriminatory", true),
  LICENSE_FREE("license-free", true),
  PERMANENT("permanent", true),
  COUNTS("counts", false),
  LEVELS("levels", false),
  MISSING_LISTED("missing-listed", false),
  COMPARABLE("comparable", false),
  COPIES("copies", false),
  CHANGES("changes", false),
  DIGESTS("digests", false),
  TIMES("times", false),
  ENCODING("encoding", false);

  private final String label;
  private final boolean principle;

  Criterion(String label, boolean principle) {
    this.label = label;
    this.principle = principle;
  }

  public String label() {
    return label;
  }

  /// Whether it is one of the nine principles.
  public boolean isPrinciple() {
    return principle;
  }
}
