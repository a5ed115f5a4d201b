package org.cotejo.audit;

/// Told how far a verification is.
@FunctionalInterface
public interface Progress {
  /// Says nothing.
  Progress SILENT = (step, done, total) -> {};

  /// What is being done.
  enum Step {
    FETCHING,
    READING,
    COUNTING,
    COMPARING
  }

  /// @param total the same for all calls of one step
  void at(Step step, long done, long total);
}
