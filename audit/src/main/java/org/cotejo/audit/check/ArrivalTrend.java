package org.cotejo.audit.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Whether the leader's share moves with the order of arrival among stations of one area and of
/// about one size. Across areas it nearly always does, because some areas report sooner.
final class ArrivalTrend {
  static final int SHUFFLES = 9_999;
  static final int LEAST_STATIONS = 30;
  private static final int LEAST_IN_STRATUM = 5;
  private static final int SIZES = 3;

  private final List<double[]> ranks = new ArrayList<>();
  private final List<double[]> shares = new ArrayList<>();
  private int stations;

  ArrivalTrend(List<ContestFigures.Station> all) {
    List<ContestFigures.Station> known =
        all.stream()
            .filter(each -> each.arrival() >= 0 && each.cast() > 0 && each.stratum() >= 0)
            .toList();
    long[] sizes = known.stream().mapToLong(ContestFigures.Station::cast).sorted().toArray();
    var strata = new TreeMap<Integer, List<ContestFigures.Station>>();
    for (ContestFigures.Station station : known) {
      int size = 0;
      while (size < SIZES - 1 && station.cast() > sizes[(size + 1) * sizes.length / SIZES]) {
        size++;
      }
      strata
          .computeIfAbsent(station.stratum() * SIZES + size, stratum -> new ArrayList<>())
          .add(station);
    }
    strata.values().stream()
        .filter(stratum -> stratum.size() >= LEAST_IN_STRATUM)
        .forEach(this::add);
  }

  private void add(List<ContestFigures.Station> stratum) {
    List<ContestFigures.Station> ordered =
        stratum.stream().sorted(Comparator.comparingLong(ContestFigures.Station::arrival)).toList();
    int size = ordered.size();
    var rank = new double[size];
    var share = new double[size];
    double mean = 0;
    for (int i = 0; i < size; i++) {
      share[i] = (double) ordered.get(i).leader() / ordered.get(i).cast();
      mean += share[i] / size;
    }
    for (int i = 0; i < size; ) {
      int end = i;
      while (end < size && ordered.get(end).arrival() == ordered.get(i).arrival()) {
        end++;
      }
      for (int tied = i; tied < end; tied++) {
        rank[tied] = (i + end - size) / 2.0; // Ties share a rank; ranks have mean 0.
      }
      i = end;
    }
    for (int i = 0; i < size; i++) {
      share[i] -= mean;
    }
    ranks.add(rank);
    shares.add(share);
    stations += size;
  }

  int strata() {
    return ranks.size();
  }

  /// Stations in strata that are large enough.
  int stations() {
    return stations;
  }

  private double statistic() {
    double sum = 0;
    for (int stratum = 0; stratum < ranks.size(); stratum++) {
      sum += product(ranks.get(stratum), shares.get(stratum));
    }
    return sum;
  }

  private static double product(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  /// The correlation of rank and share within strata, −1 to 1; 0 where nothing varies.
  double correlation() {
    double rank = ranks.stream().mapToDouble(each -> product(each, each)).sum();
    double share = shares.stream().mapToDouble(each -> product(each, each)).sum();
    return rank * share > 0 ? statistic() / StrictMath.sqrt(rank * share) : 0;
  }

  /// The probability of a correlation at least as far from 0 if within each stratum every order of
  /// arrival were equally probable: exact for these shuffles (Phipson and Smyth 2010).
  double chance(long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    double seen = Math.abs(statistic());
    double least = seen - 1e-9 * Math.max(seen, 1);
    List<double[]> shuffled = shares.stream().map(double[]::clone).toList();
    int reached = 0;
    for (int round = 0; round < SHUFFLES; round++) {
      double sum = 0;
      for (int stratum = 0; stratum < shuffled.size(); stratum++) {
        shuffle(shuffled.get(stratum), random);
        sum += product(ranks.get(stratum), shuffled.get(stratum));
      }
      reached += Math.abs(sum) >= least ? 1 : 0;
    }
    return (reached + 1.0) / (SHUFFLES + 1.0);
  }

  private static void shuffle(double[] values, RandomGenerator random) {
    for (int i = values.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double kept = values[i];
      values[i] = values[other];
      values[other] = kept;
    }
  }
}
