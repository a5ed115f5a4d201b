package org.cotejo.log;

/// What became of a submitted entry.
///
/// @param <R> why an [Admission] refuses
public sealed interface Answer<R> {

  /// The entry is durable at this index, and has been since before this answer.
  ///
  /// @param isNew false if the log held it already
  /// @param receipt inclusion proof against a signed checkpoint of the committed log
  record Accepted<R>(long index, boolean isNew, TlogProof receipt) implements Answer<R> {}

  /// The entry was not logged.
  record Refused<R>(R reason) implements Answer<R> {}
}
