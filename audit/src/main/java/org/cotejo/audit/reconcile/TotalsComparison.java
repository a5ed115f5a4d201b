package org.cotejo.audit.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PollingStation;

/// Lays totals that came without stations beside the sums of those that came with them.
final class TotalsComparison {
  private final ElectionPackage election;
  private final List<Source> sources;

  TotalsComparison(ElectionPackage election, List<Source> sources) {
    this.election = election;
    this.sources = sources;
  }

  List<TotalsBeside> all() {
    var all = new ArrayList<TotalsBeside>();
    for (int stated = 0; stated < sources.size(); stated++) {
      for (int summed = 0; summed < sources.size(); summed++) {
        boolean isOwn = sources.get(stated).role() != Source.Role.TOTALS;
        if (isOwn ? summed == stated : sources.get(summed).role() != Source.Role.TOTALS) {
          beside(stated, summed, all);
        }
      }
    }
    return List.copyOf(all);
  }

  /// What the stations of an area add up to.
  private static final class Sums {
    private final long[] sums;
    private long shown;
    private long notShown;
    private long registered;

    Sums(int width) {
      this.sums = new long[width];
    }

    void add(Cells cells, long[] row, long voters) {
      if (row.length == 0) {
        notShown++;
        registered = Math.addExact(registered, voters);
        return;
      }
      shown++;
      for (int cell = 0; cell < sums.length; cell++) {
        sums[cell] = Math.addExact(sums[cell], Math.max(0, value(cells, row, cell)));
      }
    }
  }

  /// Goes through the stations once, however many areas there are totals of.
  private void beside(int stated, int summed, List<TotalsBeside> all) {
    SortedMap<Source.Place, long[]> totals = sources.get(stated).totals();
    Source source = sources.get(summed);
    Map<Source.Place, Sums> sums = new HashMap<>();
    totals.forEach((place, total) -> sums.put(place, new Sums(total.length)));
    for (int contest = 0; contest < election.contests().size(); contest++) {
      if (totals.subMap(new Source.Place(contest, 0), new Source.Place(contest + 1, 0)).isEmpty()) {
        continue;
      }
      for (int station = 0; station < election.stations().size(); station++) {
        if (election.ballot(contest, station).length == 0) {
          continue;
        }
        PollingStation at = election.stations().get(station);
        for (int area = at.area(); area >= 0; area = election.areas().get(area).parent()) {
          Sums sum = sums.get(new Source.Place(contest, area));
          if (sum != null) {
            sum.add(source.cells(contest), source.row(contest, station), at.registeredVoters());
          }
        }
      }
    }
    totals.forEach((place, total) ->
        all.add(judged(place, total, stated, summed, Objects.requireNonNull(sums.get(place)))));
  }

  private static long value(Cells cells, long[] row, int cell) {
    return cells.blockOf(cell) == cells.all() && cells.selectionOf(cell).isPresent()
        ? cells.votes(row, cells.selectionOf(cell).getAsInt())
        : row[cell];
  }

  private TotalsBeside judged(
      Source.Place place, long[] total, int stated, int summed, Sums found) {
    long[] sums = found.sums;
    long registered = found.registered;
    Cells cells = sources.get(summed).cells(place.contest());
    var differences = new ArrayList<Slip.Pair>();
    long more = 0;
    boolean isPossible = found.notShown > 0;
    for (int cell = 0; cell < sums.length; cell++) {
      if (total[cell] != Cells.ABSENT && total[cell] != sums[cell]) {
        differences.add(new Slip.Pair(cell, total[cell], sums[cell]));
        isPossible &= total[cell] > sums[cell];
        more += cells.selectionOf(cell).isPresent() ? total[cell] - sums[cell] : 0;
      }
    }
    TotalsBeside.Verdict verdict;
    if (differences.isEmpty()) {
      verdict = TotalsBeside.Verdict.EQUAL;
    } else if (isPossible && more <= registered) {
      verdict = TotalsBeside.Verdict.UNVERIFIABLE;
    } else {
      verdict =
          sources.get(summed).role() == Source.Role.SIGNED
              ? TotalsBeside.Verdict.BULLETIN_NOT_LOG
              : TotalsBeside.Verdict.NOT_THE_SUM;
    }
    return new TotalsBeside(
        place.contest(),
        place.at(),
        stated,
        summed,
        found.shown,
        found.notShown,
        registered,
        differences,
        verdict);
  }
}
