package org.cotejo.audit.reconcile;

/// How the sources stand to each other at one station. The first that applies, in this order, is
/// what the station is counted under.
public enum Concordance {
  /// Two records, both signed, have different figures.
  SIGNED_CONFLICT("signed-conflict"),
  /// What stands on paper is not what was signed.
  PRINTED_NOT_SIGNED("printed-not-signed"),
  /// Figures differ, and no slip of a pen or key explains all of them.
  DIFFERENT("different"),
  /// Figures differ as a slip of a pen or key would make them differ.
  TRANSCRIPTION("transcription"),
  /// A source says that something is wrong with its document, or has figures that are none.
  FORM_DEFECT("form-defect"),
  /// The figures of a source contradict each other.
  ARITHMETIC("arithmetic"),
  /// A source that has such figures elsewhere does not have them here.
  MISSING("missing"),
  /// No source has the station.
  NO_SOURCE("no-source"),
  /// One source has it, and no other has such figures anywhere.
  ONE_SOURCE("one-source"),
  /// At least two sources have figures, and those agree.
  CONCORDANT("concordant");

  private final String label;

  Concordance(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
