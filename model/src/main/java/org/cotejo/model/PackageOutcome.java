package org.cotejo.model;

import java.util.List;

/// What reading an election package gave.
public sealed interface PackageOutcome {

  /// The package is sound.
  record Read(ElectionPackage electionPackage) implements PackageOutcome {}

  /// What is wrong, one line each: `stations.csv:17: registered is not a count: '12x'`.
  record Refused(List<String> errors) implements PackageOutcome {
    public Refused {
      errors = List.copyOf(errors);
    }
  }
}
