package org.cotejo.audit.check;

import java.util.ArrayList;
import java.util.List;

/// All checks that were run, with those that found something told apart.
///
/// @param results in the order of the checks
/// @param tests how many of them compared something with chance
/// @param seed of everything that was simulated
public record CheckReport(List<CheckResult> results, int tests, long seed) {
  /// The chance that any test finds something where all its models hold is at most this.
  public static final double ERROR_RATE = 0.01;

  public CheckReport {
    results = List.copyOf(results);
  }

  static CheckReport of(List<CheckResult> results, long seed) {
    List<Double> chances = new ArrayList<>();
    for (CheckResult result : results) {
      if (result.outcome() instanceof Outcome.Tested tested) {
        chances.add(tested.chance());
      }
    }
    List<Double> adjusted = Holm.adjusted(chances);
    var all = new ArrayList<CheckResult>();
    int next = 0;
    for (CheckResult result : results) {
      boolean isTested = result.outcome() instanceof Outcome.Tested;
      all.add(
          isTested
              ? new CheckResult(
                  result.check(), result.scope(), result.outcome(), adjusted.get(next++))
              : result);
    }
    return new CheckReport(all, chances.size(), seed);
  }

  /// Whether a result is a finding.
  public static boolean isFinding(CheckResult result) {
    return switch (result.outcome()) {
      case Outcome.Exact exact -> !exact.contradictions().isEmpty();
      case Outcome.Tested _ -> result.adjusted() <= ERROR_RATE;
      case Outcome.NotApplicable _, Outcome.Described _ -> false;
    };
  }

  public List<CheckResult> findings() {
    return results.stream().filter(CheckReport::isFinding).toList();
  }
}
