package org.cotejo.model;

import org.cotejo.cose.MalformedException;

/// Where an election stands. Only an authority's `phase` statement moves it, and only forward:
///
/// `SETUP → COUNTING_OPEN → RECORDS_CLOSED → LOG_CLOSED`
///
/// Records before `COUNTING_OPEN` never count; records after `RECORDS_CLOSED` are held; after
/// `LOG_CLOSED` nothing is accepted but the operator's marks and bulletins, which publish the end,
/// and after that nothing at all ([Register#hasEnded]).
public enum Phase {
  SETUP("setup"),
  COUNTING_OPEN("counting-open"),
  RECORDS_CLOSED("records-closed"),
  LOG_CLOSED("log-closed");

  private final String label;

  Phase(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /// The one phase that may follow this one; itself for the last.
  public Phase next() {
    return switch (this) {
      case SETUP -> COUNTING_OPEN;
      case COUNTING_OPEN -> RECORDS_CLOSED;
      case RECORDS_CLOSED, LOG_CLOSED -> LOG_CLOSED;
    };
  }

  static Phase of(String label) throws MalformedException {
    for (Phase phase : values()) {
      if (phase != SETUP && phase.label.equals(label)) {
        return phase;
      }
    }
    throw new MalformedException("unknown phase '" + label + "'");
  }
}
