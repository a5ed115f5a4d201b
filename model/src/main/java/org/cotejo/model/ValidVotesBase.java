package org.cotejo.model;

/// Whether a vote for "none of these" is one of the valid votes.
public enum ValidVotesBase {
  ALL_SELECTIONS("all-selections"),
  WITHOUT_NONE_OF_THESE("without-none-of-these");

  private final String label;

  ValidVotesBase(String label) {
    this.label = label;
  }

  /// The word for it in `contests.csv`.
  public String label() {
    return label;
  }
}
