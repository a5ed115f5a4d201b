package org.cotejo.model;

import org.cotejo.cose.MalformedException;

/// Whether an election is one. Everything shown of the other two says what they are.
public enum Mode {
  REAL("real"),
  REHEARSAL("rehearsal"),
  /// Figures of a past election, signed anew by software.
  RE_ENACTMENT("re-enactment");

  private final String label;

  Mode(String label) {
    this.label = label;
  }

  /// The word for it in `election.json`.
  public String label() {
    return label;
  }

  static Mode of(String label) throws MalformedException {
    for (Mode mode : values()) {
      if (mode.label.equals(label)) {
        return mode;
      }
    }
    throw new MalformedException("unknown mode '" + label + "'");
  }
}
