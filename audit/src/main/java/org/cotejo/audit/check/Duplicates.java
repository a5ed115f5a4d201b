package org.cotejo.audit.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;

/// Stations of one contest whose votes are equal throughout.
///
/// Whatever the preferences of a station's voters are, the probability that it has exactly the
/// votes v of another one with as many ballots is at most that of v under the shares of v itself:
/// n! / Π vᵢ! · Π (vᵢ / n)^vᵢ. Times the number of pairs with as many ballots each, that bounds the
/// probability that any such pair is equal.
final class Duplicates {
  private final List<Pair> pairs = new ArrayList<>();
  private final long comparable;

  /// Two stations with equal votes.
  ///
  /// @param first index of the station
  /// @param second index of the station
  /// @param ballots votes in all
  /// @param figures how many are not 0
  /// @param logBound logarithm of the bound for this pair
  record Pair(int first, int second, long ballots, long figures, double logBound) {}

  /// The votes of a station as a key.
  private static final class Votes {
    private final long[] votes;

    Votes(long[] votes) {
      this.votes = votes;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Votes that && Arrays.equals(votes, that.votes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(votes);
    }
  }

  Duplicates(Source source, int contest) {
    Map<Votes, Integer> first = new LinkedHashMap<>();
    Map<Long, Long> bySize = new HashMap<>();
    Cells cells = source.cells(contest);
    for (int at = 0; at < source.election().stations().size(); at++) {
      long[] row = source.row(contest, at);
      if (row.length == 0) {
        continue;
      }
      long[] votes = votes(cells, row);
      long ballots = Arrays.stream(votes).sum();
      bySize.merge(ballots, 1L, Long::sum);
      Integer before = first.putIfAbsent(new Votes(votes), at);
      if (before != null && ballots > 0) {
        long figures = Arrays.stream(votes).filter(each -> each > 0).count();
        pairs.add(new Pair(before, at, ballots, figures, logBound(votes, ballots)));
      }
    }
    this.comparable =
        bySize.entrySet().stream()
            .filter(each -> each.getKey() > 0)
            .mapToLong(each -> each.getValue() * (each.getValue() - 1) / 2)
            .sum();
  }

  /// Each ballot is in one figure: votes by channel, or over all channels where that is all there
  /// is.
  private static long[] votes(Cells cells, long[] row) {
    boolean isWhole = row[cells.votes(cells.all(), 0)] != Cells.ABSENT;
    int from = cells.channels() == 1 ? 0 : cells.channels();
    for (int channel = 0; channel < cells.channels(); channel++) {
      if (row[cells.votes(channel, 0)] != Cells.ABSENT || !isWhole) {
        from = 0;
      }
    }
    int to = from == 0 ? cells.channels() : from + 1;
    var votes = new long[(to - from) * cells.selections()];
    for (int block = from; block < to; block++) {
      for (int selection = 0; selection < cells.selections(); selection++) {
        votes[(block - from) * cells.selections() + selection] =
            Math.max(0, row[cells.votes(block, selection)]);
      }
    }
    return votes;
  }

  static double logBound(long[] votes, long ballots) {
    double log = Binomial.logFactorial(ballots);
    for (long each : votes) {
      if (each > 0) {
        log += each * StrictMath.log((double) each / ballots) - Binomial.logFactorial(each);
      }
    }
    return Math.min(0, log);
  }

  /// Equal stations, each with the first it is equal to.
  List<Pair> pairs() {
    return List.copyOf(pairs);
  }

  /// Pairs of stations with as many ballots each.
  long comparable() {
    return comparable;
  }

  /// At least the probability that some pair is equal whose bound is this or smaller.
  double chance(double logBound) {
    return Math.min(1, comparable * StrictMath.exp(logBound));
  }

  /// That of the least probable pair; 1 if there is none.
  double chance() {
    return pairs.stream().mapToDouble(pair -> chance(pair.logBound())).min().orElse(1);
  }
}
