package org.cotejo.audit.check;

/// What kind of statement a finding is. None says why something is so.
public enum Severity {
  /// Figures contradict each other; no chance is involved.
  ARITHMETIC,
  /// A fact about documents, for people to look at.
  EVIDENCE,
  /// Unusual under a stated model, and nothing more.
  STATISTICAL
}
