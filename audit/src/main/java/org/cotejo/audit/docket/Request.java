package org.cotejo.audit.docket;

import java.util.List;

/// A challenge that asks for evidence, and what was filed in answer.
///
/// @param answers exhibits about the request itself, in the order of the log
public record Request(Filing filing, List<FiledExhibit> answers) {
  /// Where a request stands.
  public enum State {
    /// Nothing was filed about it.
    OPEN("open"),
    /// The answers are commitments; what they are of is not disclosed.
    COMMITTED("committed"),
    /// An answer's file is known.
    ANSWERED("answered");

    private final String label;

    State(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public Request {
    answers = List.copyOf(answers);
  }

  public State state() {
    if (answers.isEmpty()) {
      return State.OPEN;
    }
    return answers.stream().anyMatch(answer -> answer.file().isPresent())
        ? State.ANSWERED
        : State.COMMITTED;
  }
}
