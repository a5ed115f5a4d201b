package org.cotejo.audit.check;

import java.util.List;

/// What became of a check.
public sealed interface Outcome {
  /// It cannot be made here.
  ///
  /// @param reason the precondition that does not hold
  record NotApplicable(Fact reason) implements Outcome {}

  /// It follows from the figures alone; each of `contradictions` is one, whatever chance does.
  ///
  /// @param examined how many figures, stations or totals were looked at
  /// @param told what is said besides
  record Exact(long examined, List<Fact> contradictions, List<Fact> told) implements Outcome {
    public Exact {
      contradictions = List.copyOf(contradictions);
      told = List.copyOf(told);
    }
  }

  /// It was compared with what chance gives under a model.
  ///
  /// @param chance of a statistic as large as this one or larger under the model: exact, or more
  ///   than the exact one
  /// @param told the statistic and what it is compared with
  /// @param places where to look, if it is a finding
  record Tested(double chance, List<Fact> told, List<Fact> places) implements Outcome {
    public Tested {
      if (!(chance >= 0 && chance <= 1)) {
        throw new IllegalArgumentException("no probability: " + chance);
      }
      told = List.copyOf(told);
      places = List.copyOf(places);
    }
  }

  /// It describes, and never makes a finding.
  record Described(List<Fact> told) implements Outcome {
    public Described {
      told = List.copyOf(told);
    }
  }
}
