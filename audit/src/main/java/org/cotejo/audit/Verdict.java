package org.cotejo.audit;

/// What a verification found.
public sealed interface Verdict {

  /// Everything checked follows from the entries, and these from keys the authority vouches for.
  record Holds(Summary summary) implements Verdict {}

  /// Something does not hold; checking stopped there.
  ///
  /// @param place the file, and the entry where there is one
  record DoesNotHold(String place, String reason) implements Verdict {}

  /// Nothing can be said: what was to be checked is absent or out of reach.
  record CouldNotCheck(String reason) implements Verdict {}
}
