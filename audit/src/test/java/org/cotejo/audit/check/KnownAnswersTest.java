package org.cotejo.audit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Formulas beside answers that were computed elsewhere, with whole numbers and fractions.
class KnownAnswersTest {
  private static ContestFigures.Station station(
      int stratum, long registered, long cast, long leader, long arrival) {
    return new ContestFigures.Station(0, stratum, registered, cast, cast, leader, 0, arrival);
  }

  /// The probabilities of second digits as they are printed in the literature.
  @Test
  void secondDigitsFollowTheLawAsPrinted() {
    double[] printed = {
      .11968, .11389, .10882, .10433, .10031, .09668, .09337, .09035, .08757, .08500
    };
    double mean = 0;
    for (int digit = 0; digit < 10; digit++) {
      assertThat(Digits.benford(digit)).isCloseTo(printed[digit], within(0.000005));
      mean += digit * Digits.benford(digit);
    }
    assertThat(mean).isCloseTo(4.18739, within(0.000005));
  }

  @Test
  void takesTheSecondDigitFromTenOnAndTheLastAlways() {
    assertThat(Digits.Place.SECOND.of(9)).isEqualTo(-1);
    assertThat(Digits.Place.SECOND.of(10)).isZero();
    assertThat(Digits.Place.SECOND.of(1234)).isEqualTo(2);
    assertThat(Digits.Place.LAST.of(1234)).isEqualTo(4);
    assertThat(Digits.Place.LAST.of(0)).isZero();
    double[] figures = Digits.figures(new long[] {11, 12, 13, 14, 5}, Digits.Place.LAST);
    assertThat(figures).containsExactly(new double[] {5, 3, 5}, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "50, 100, true",
    "1, 3, false",
    "501, 1000, false",
    "500, 1000, true",
    "1001, 2000, true",
    "1002, 2000, false",
    "0, 7, true",
    "333, 1000, false"
  })
  void isNearAWholePercentageWithinATwentieth(long part, long whole, boolean isNear) {
    assertThat(IntegerPercentages.isNear(part, whole)).isEqualTo(isNear);
  }

  /// Sums of binomial masses, by fractions in Python.
  @ParameterizedTest
  @CsvSource({
    "50, 100, 1",
    "150, 300, 0.3333333333333333",
    "617, 1234, 0.08114372977355276",
    "100, 733, 0.08922837861432441"
  })
  void expectsTheExactMassNearWholePercentages(long part, long whole, double expected) {
    assertThat(IntegerPercentages.chance(part, whole)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void leavesOutSmallStationsAndThoseBeyondNinetyNinePercent() {
    List<ContestFigures.Station> stations =
        List.of(
            station(1, 99, 50, 20, -1),
            station(1, 100, 100, 20, -1),
            station(1, 100, 0, 0, -1),
            station(1, 100, 50, 50, -1),
            station(1, 100, 50, 25, -1));
    IntegerPercentages found = IntegerPercentages.of(stations);
    assertThat(found)
        .isEqualTo(new IntegerPercentages(1, 1, 1, 1, found.expected(), found.deviation()));
    assertThat(found.expected()).isCloseTo(1, within(1e-12));
  }

  /// Two announcements of 2024, as transcribed: 704,114 ahead with 4,264,361 outstanding, and
  /// 1,082,740 with 667,374.
  @Test
  void computesWhatIsBeyondChange() {
    assertThat(Standings.isFixed(704_114, 4_264_361)).isFalse();
    assertThat(Standings.isFixed(1_082_740, 667_374)).isTrue();
    assertThat(Standings.isFixed(5, 5)).isFalse();
    assertThat(Standings.isMajorityFixed(61, 100, 20, 1, 2)).isTrue();
    assertThat(Standings.isMajorityFixed(60, 100, 20, 1, 2)).isFalse();
    assertThat(Standings.isSeatFixed(100, 2, 40, 1, 9)).isTrue();
    assertThat(Standings.isSeatFixed(100, 2, 40, 1, 10)).isFalse();
  }

  @Test
  void stepsDownAsHolmDid() {
    assertThat(Holm.adjusted(List.of(0.01, 0.04, 0.03, 0.005)))
        .containsExactly(0.03, 0.06, 0.06, 0.02);
    assertThat(Holm.adjusted(List.of())).isEmpty();
  }

  /// n! / (a! b! c!) · (a/n)^a …, by fractions in Python.
  @Test
  void boundsTheChanceOfEqualVotes() {
    assertThat(StrictMath.exp(Duplicates.logBound(new long[] {3, 2, 1}, 6)))
        .isCloseTo(60.0 * 27 * 4 / 46_656, within(1e-12));
    assertThat(Duplicates.logBound(new long[] {7, 0}, 7)).isZero();
  }

  /// Areas that prefer one side report first: without strata a strong trend, within them none.
  @Test
  void anEarlyCountThatIsAMirageIsNoTrend() {
    var mirage = new ArrayList<ContestFigures.Station>();
    var trend = new ArrayList<ContestFigures.Station>();
    var random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      int area = i / 20;
      int within = i % 20;
      long leader = 150 + 20L * area + random.nextInt(20);
      mirage.add(station(area, 1000, 500, leader, 100L * area + within));
      trend.add(station(area, 1000, 500, 200 + 5L * within, within));
    }
    assertThat(new ArrivalTrend(mirage).chance(1)).isGreaterThan(0.05);
    var found = new ArrivalTrend(trend);
    assertThat(found.correlation()).isCloseTo(1, within(1e-9));
    assertThat(found.chance(1)).isEqualTo(1.0 / (ArrivalTrend.SHUFFLES + 1));
    assertThat(new ArrivalTrend(mirage).stations()).isEqualTo(200);
  }

  @Test
  void simulatesTheSameDigitsForTheSameSeed() {
    List<ContestFigures.Station> stations =
        IntStream.range(0, 150).mapToObj(i -> station(1, 900, 500 + i, 200 + i, -1)).toList();
    var described = Digits.describe(stations, Digits.Place.SECOND, 5);
    assertThat(Digits.describe(stations, Digits.Place.SECOND, 5)).isEqualTo(described);
    assertThat(described.meanFrom()).isLessThan(described.meanTo());
  }
}
