package org.cotejo.log;

import java.util.Optional;

/// Decides, in the order of the log, whether an entry becomes the next one. Called by the sequencer
/// alone, once for each entry that is not held yet; an entry that is admitted will be committed, or
/// the process stops.
///
/// @param <T> what the submitter knows about the entry
/// @param <R> why it is refused
@FunctionalInterface
public interface Admission<T, R> {

  /// @return why the entry must not be logged; empty if it is now counted as logged
  Optional<R> admit(long index, byte[] entry, T about);
}
