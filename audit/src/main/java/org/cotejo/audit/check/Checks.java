package org.cotejo.audit.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cotejo.audit.source.Source;

/// Runs the checks: what follows from the figures alone first, what is compared with chance after
/// it.
public final class Checks {
  private final long seed;
  private final boolean hasDigits;
  private final boolean hasStationList;

  /// @param seed of everything that is simulated
  /// @param hasDigits whether digits are described
  /// @param hasStationList whether the election package lists stations that the source may lack
  public Checks(long seed, boolean hasDigits, boolean hasStationList) {
    this.seed = seed;
    this.hasDigits = hasDigits;
    this.hasStationList = hasStationList;
  }

  /// @param source figures of stations, if there are any
  /// @param announced totals in the order they were announced
  public CheckReport run(Optional<Source> source, List<StatedTotals> announced) {
    var results = new ArrayList<CheckResult>();
    source.ifPresent(each -> stations(each, results));
    if (!announced.isEmpty()) {
      var totals = new StatedTotalsChecks(announced);
      add(results, Check.C201, "", totals.parts());
      add(results, Check.C202, "", totals.course());
      add(results, Check.C203, "", totals.order());
    }
    add(results, Check.C301, "", rounded(source, announced));
    results.sort(Comparator.comparing(CheckResult::check));
    return CheckReport.of(results, seed);
  }

  private static void add(List<CheckResult> results, Check check, String scope, Outcome outcome) {
    results.add(new CheckResult(check, scope, outcome, 1));
  }

  private void stations(Source source, List<CheckResult> results) {
    var contradictions = new SourceChecks(source);
    add(results, Check.C101, "", contradictions.rules());
    add(results, Check.C102, "", contradictions.totals());
    add(results, Check.C103, "", contradictions.channels());
    add(results, Check.C104, "", contradictions.defects());
    for (int contest = 0; contest < source.election().contests().size(); contest++) {
      String scope = source.election().contests().get(contest).code();
      Optional<ContestFigures> figures = ContestFigures.of(source, contest);
      if (figures.isEmpty()) {
        continue;
      }
      if (hasStationList) {
        add(results, Check.C203, scope, contradictions.order(figures.get()));
      }
      add(results, Check.C302, scope, StationTests.duplicates(source, contest));
      add(results, Check.C303, scope, StationTests.arrival(figures.get(), seed));
      add(results, Check.C304, scope, StationTests.integers(figures.get()));
      if (hasDigits) {
        add(
            results,
            Check.C401,
            scope,
            StationTests.digits(figures.get(), Digits.Place.SECOND, seed));
        add(
            results,
            Check.C402,
            scope,
            StationTests.digits(figures.get(), Digits.Place.LAST, seed));
      }
    }
  }

  private static Outcome rounded(Optional<Source> source, List<StatedTotals> announced) {
    var rounded = new RoundedTotals();
    announced.forEach(each -> rounded.tryOut(each.label(), each.votes()));
    source.ifPresent(each ->
        each.totals()
            .forEach((place, row) ->
                rounded.tryOut(
                    each.election().areas().get(place.at()).code(),
                    SourceChecks.votes(each.cells(place.contest()), row))));
    return rounded.outcome();
  }
}
