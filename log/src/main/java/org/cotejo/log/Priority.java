package org.cotejo.log;

/// Which entries a [Sequencer] orders before others that wait as well.
public enum Priority {
  /// Before all others: nothing that waits with [#LAST] takes their place in a group but a
  /// sixteenth of a full one.
  FIRST,
  /// In the room the others leave.
  LAST
}
