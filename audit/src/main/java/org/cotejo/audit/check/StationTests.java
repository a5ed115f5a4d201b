package org.cotejo.audit.check;

import java.util.List;
import org.cotejo.audit.source.Source;

/// Comparisons of the stations of one contest with what chance gives, each where its preconditions
/// hold.
final class StationTests {
  private static final int LEAST_STATIONS = 100;

  private StationTests() {}

  /// C302.
  static Outcome duplicates(Source source, int contest) {
    var duplicates = new Duplicates(source, contest);
    if (duplicates.comparable() == 0) {
      return new Outcome.NotApplicable(Fact.of("no-equal-sizes"));
    }
    List<Fact> places =
        duplicates.pairs().stream()
            .filter(pair -> duplicates.chance(pair.logBound()) <= CheckReport.ERROR_RATE)
            .map(pair ->
                Fact.of(
                    "equal-stations",
                    source.election().stations().get(pair.first()).code(),
                    source.election().stations().get(pair.second()).code(),
                    pair.figures(),
                    pair.ballots(),
                    NumberText.chance(duplicates.chance(pair.logBound()))))
            .toList();
    Fact told =
        Fact.of("equal-pairs", duplicates.comparable(), duplicates.pairs().size(), places.size());
    return new Outcome.Tested(duplicates.chance(), List.of(told), places);
  }

  /// C303.
  static Outcome arrival(ContestFigures figures, long seed) {
    if (figures.stations().stream().noneMatch(station -> station.arrival() >= 0)) {
      return new Outcome.NotApplicable(Fact.of("no-arrival"));
    }
    var trend = new ArrivalTrend(figures.stations());
    if (trend.stations() < ArrivalTrend.LEAST_STATIONS) {
      return new Outcome.NotApplicable(
          Fact.of("small-strata", trend.stations(), ArrivalTrend.LEAST_STATIONS));
    }
    Fact told =
        Fact.of(
            "arrival-correlation",
            NumberText.decimal(trend.correlation(), 4),
            trend.stations(),
            trend.strata(),
            ArrivalTrend.SHUFFLES);
    return new Outcome.Tested(trend.chance(seed), List.of(told), List.of());
  }

  /// C304.
  static Outcome integers(ContestFigures figures) {
    IntegerPercentages found = IntegerPercentages.of(figures.stations());
    if (found.stations() < LEAST_STATIONS) {
      return new Outcome.NotApplicable(Fact.of("few-stations", found.stations(), LEAST_STATIONS));
    }
    Fact told =
        Fact.of(
            "integer-percentages",
            found.stations(),
            found.share(),
            found.turnout(),
            found.either(),
            NumberText.decimal(found.expected(), 1),
            NumberText.decimal(found.deviation(), 1),
            NumberText.decimal(found.excess(), 1));
    return new Outcome.Tested(found.tail(), List.of(told), List.of());
  }

  /// C401 and C402.
  static Outcome digits(ContestFigures figures, Digits.Place place, long seed) {
    Digits.Described found = Digits.describe(figures.stations(), place, seed);
    if (found.counts() < LEAST_STATIONS) {
      return new Outcome.NotApplicable(Fact.of("few-stations", found.counts(), LEAST_STATIONS));
    }
    return new Outcome.Described(
        List.of(
            Fact.of(
                "digits",
                found.counts(),
                NumberText.decimal(found.mean(), 4),
                NumberText.decimal(found.meanFrom(), 4),
                NumberText.decimal(found.meanTo(), 4),
                NumberText.decimal(found.chiSquare(), 1),
                NumberText.decimal(found.chiSquareTo(), 1),
                Digits.SIMULATIONS)));
  }
}
