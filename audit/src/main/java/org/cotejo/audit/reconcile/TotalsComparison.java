package org.cotejo.audit.reconcile;

import java.util.ArrayList;
import java.util.List;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;

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
      for (var total : sources.get(stated).totals().entrySet()) {
        for (int summed = 0; summed < sources.size(); summed++) {
          boolean isOwn = sources.get(stated).role() != Source.Role.TOTALS;
          if (isOwn ? summed == stated : sources.get(summed).role() != Source.Role.TOTALS) {
            all.add(beside(total.getKey(), total.getValue(), stated, summed));
          }
        }
      }
    }
    return List.copyOf(all);
  }

  private TotalsBeside beside(Source.Place place, long[] total, int stated, int summed) {
    int contest = place.contest();
    Source source = sources.get(summed);
    Cells cells = source.cells(contest);
    var sums = new long[total.length];
    long shown = 0;
    long notShown = 0;
    long registered = 0;
    for (int station = 0; station < election.stations().size(); station++) {
      if (election.ballot(contest, station).length == 0 || !isWithin(station, place.at())) {
        continue;
      }
      long[] row = source.row(contest, station);
      if (row.length == 0) {
        notShown++;
        registered += election.stations().get(station).registeredVoters();
        continue;
      }
      shown++;
      for (int cell = 0; cell < sums.length; cell++) {
        sums[cell] = Math.addExact(sums[cell], Math.max(0, value(cells, row, cell)));
      }
    }
    return judged(place, total, stated, summed, sums, shown, notShown, registered);
  }

  private static long value(Cells cells, long[] row, int cell) {
    return cells.blockOf(cell) == cells.all() && cells.selectionOf(cell).isPresent()
        ? cells.votes(row, cells.selectionOf(cell).getAsInt())
        : row[cell];
  }

  private TotalsBeside judged(
      Source.Place place,
      long[] total,
      int stated,
      int summed,
      long[] sums,
      long shown,
      long notShown,
      long registered) {
    Cells cells = sources.get(summed).cells(place.contest());
    var differences = new ArrayList<Slip.Pair>();
    long more = 0;
    boolean isPossible = notShown > 0;
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
        shown,
        notShown,
        registered,
        differences,
        verdict);
  }

  private boolean isWithin(int station, int area) {
    int at = election.stations().get(station).area();
    while (at > area) {
      at = election.areas().get(at).parent();
    }
    return at == area;
  }
}
