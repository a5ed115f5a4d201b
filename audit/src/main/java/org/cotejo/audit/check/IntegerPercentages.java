package org.cotejo.audit.check;

/// How many stations have a turnout or a share of the leader that is nearly a whole percentage,
/// beside how many chance gives if every voter had decided anew with the same probabilities.
///
/// After D. Kobak, S. Shpilkin, M. S. Pshenichnikov, Annals of Applied Statistics 10 (2016) 54–73;
/// the expectation is summed here, not drawn.
///
/// @param stations that were looked at
/// @param share those whose leader has a share near a whole percentage
/// @param turnout those whose turnout is near one
/// @param either those with at least one of the two
/// @param expected of those with at least one
/// @param deviation the standard deviation around it
public record IntegerPercentages(
    long stations, long share, long turnout, long either, double expected, double deviation) {
  private static final int DEVIATIONS = 12;

  /// Whether 100 · part / whole is within 0.05 of a whole number.
  public static boolean isNear(long part, long whole) {
    long beyond = 100 * part % whole;
    return 20 * Math.min(beyond, whole - beyond) <= whole;
  }

  /// Whether a station is large and ordinary enough to be looked at: the published conditions.
  public static boolean isEligible(ContestFigures.Station station) {
    return station.cast() > 0
        && station.admitted() > 0
        && station.registered() >= 100
        && 100 * station.admitted() <= 99 * station.registered()
        && 100 * station.leader() <= 99 * station.cast();
  }

  public static IntegerPercentages of(Iterable<ContestFigures.Station> stations) {
    long seen = 0;
    long share = 0;
    long turnout = 0;
    long either = 0;
    double expected = 0;
    double variance = 0;
    for (ContestFigures.Station station : stations) {
      if (!isEligible(station)) {
        continue;
      }
      boolean isShare = isNear(station.leader(), station.cast());
      boolean isTurnout = isNear(station.admitted(), station.registered());
      seen++;
      share += isShare ? 1 : 0;
      turnout += isTurnout ? 1 : 0;
      either += isShare || isTurnout ? 1 : 0;
      double chance =
          1
              - (1 - chance(station.leader(), station.cast()))
                  * (1 - chance(station.admitted(), station.registered()));
      expected += chance;
      variance += chance * (1 - chance);
    }
    return new IntegerPercentages(
        seen, share, turnout, either, expected, StrictMath.sqrt(variance));
  }

  /// The exact probability that a binomial count of `whole` with the observed share lies near a
  /// whole percentage; masses beyond twelve standard deviations are less than the last bit.
  static double chance(long part, long whole) {
    double p = (double) part / whole;
    double width = DEVIATIONS * StrictMath.sqrt(whole * p * (1 - p)) + 1;
    long least = Math.max(0, (long) (part - width));
    long most = Math.min(whole, (long) (part + width) + 1);
    double chance = 0;
    for (long percent = 100 * least / whole; percent <= 100 * most / whole + 1; percent++) {
      // |100 k − percent · whole| ≤ whole / 20, in whole numbers.
      long from = Math.max(least, Math.ceilDiv((20 * percent - 1) * whole, 2_000));
      long to = Math.min(most, Math.floorDiv((20 * percent + 1) * whole, 2_000));
      for (long k = from; k <= to; k++) {
        chance += Binomial.mass(whole, k, p);
      }
    }
    return Math.min(1, chance);
  }

  /// Stations in `either` beyond those expected; negative if there are fewer.
  public double excess() {
    return either - expected;
  }

  /// At least the probability of so many or more: of all sums of independent indicators with this
  /// expectation, the binomial one has the heaviest tail from the expectation plus one on
  /// (Hoeffding 1956).
  public double tail() {
    return either < expected + 1 || stations == 0
        ? 1
        : Binomial.upperTail(stations, either, expected / stations);
  }
}
