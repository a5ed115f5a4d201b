package org.cotejo.audit.openness;

import java.util.List;

/// What can be said of one criterion.
///
/// @param evidence where it was seen; for what is not met, where it was looked for
public record Assessment(Criterion criterion, Outcome outcome, List<Observation> evidence) {
  public Assessment {
    evidence = List.copyOf(evidence);
  }

  /// How far a program can tell.
  public enum Outcome {
    MET("met"),
    NOT_MET("not met"),
    /// A person has to look: there is a question to ask.
    NOT_DECIDED("not decided by machine");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
