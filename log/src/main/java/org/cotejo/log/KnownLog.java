package org.cotejo.log;

import java.util.List;
import java.util.Optional;

/// A log that a witness watches, as far as a decision needs it.
///
/// @param keys keys of the log with this origin and of nobody else, at least one
/// @param latest what the witness cosigned last; empty before the first time
record KnownLog(List<NoteVerifier> keys, Optional<Checkpoint> latest) {
  KnownLog {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a log has a key");
    }
  }
}
