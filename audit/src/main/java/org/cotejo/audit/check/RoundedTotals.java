package org.cotejo.audit.check;

import java.util.ArrayList;
import java.util.List;

/// C301 over several totals: each is tried with 0 to 3 decimals, rounded and cut off, wherever a
/// match would say something; the chance is multiplied by the number of trials (Bonferroni).
final class RoundedTotals {
  private static final int MOST_DECIMALS = 3;

  /// Beyond them, inclusion and exclusion over all subsets of the parts takes too long.
  private static final int MOST_PARTS = 16;

  private final List<Fact> told = new ArrayList<>();
  private final List<Fact> places = new ArrayList<>();
  private long trials;
  private long matches;
  private double least = 1;

  /// Selections without votes fit whatever the percentages are, and are left out.
  ///
  /// @param label what the totals are called
  /// @param all votes for each selection
  void tryOut(String label, List<Long> all) {
    List<Long> votes = all.stream().filter(each -> each > 0).toList();
    long sum = votes.stream().reduce(0L, Math::addExact);
    if (votes.size() < 2 || sum == 0) {
      return;
    }
    boolean isMatched = false;
    for (int decimals = 0; decimals <= MOST_DECIMALS; decimals++) {
      var test = new RoundedPercentages(sum, decimals);
      for (int tolerance = 0; tolerance <= 1; tolerance++) {
        if (!test.isInformative(votes.size(), tolerance)) {
          continue;
        }
        trials++;
        // What fits one decimal fits two as well; the least probable match is the first.
        if (!isMatched && test.matches(votes, tolerance)) {
          isMatched = true;
          matches++;
          match(label, votes, decimals, tolerance, test);
        }
      }
    }
  }

  private void match(
      String label, List<Long> votes, int decimals, int tolerance, RoundedPercentages test) {
    RoundedPercentages.Chance chance = test.chance(votes.size(), tolerance);
    least = Math.min(least, chance.value());
    places.add(
        Fact.of(
            chance.isExact() ? "from-percentages-exact" : "from-percentages",
            label,
            decimals,
            tolerance,
            NumberText.chance(chance.value()),
            chance.fitting(),
            chance.all()));
    if (votes.size() <= MOST_PARTS) {
      places.add(
          Fact.of(
              "same-percentages",
              label,
              test.sameRounded(votes, tolerance),
              test.sameRounded(votes, -1)));
    }
  }

  Outcome outcome() {
    if (trials == 0) {
      return new Outcome.NotApplicable(Fact.of("not-informative"));
    }
    told.add(Fact.of("percentage-trials", trials, matches));
    return new Outcome.Tested(Math.min(1, least * trials), told, places);
  }
}
