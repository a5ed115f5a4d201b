package org.cotejo.audit.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;

/// Bounds every lead in one contest: each station on its own takes the worst that its sources, or
/// its registered voters, leave possible.
final class MarginBounds {
  private final ElectionPackage election;
  private final int contest;
  private final List<Source> sources;
  private final Cells cells;

  /// One selection in one block of one station.
  private record Range(int holders, long base, long least, long most) {}

  MarginBounds(ElectionPackage election, int contest, List<Source> sources) {
    this.election = election;
    this.contest = contest;
    this.sources = sources;
    this.cells = sources.getFirst().cells(contest);
  }

  List<MarginBound> all() {
    var votes = new long[cells.selections()];
    for (int station = 0; station < election.stations().size(); station++) {
      long[] row = sources.getFirst().row(contest, station);
      for (int s = 0; row.length > 0 && s < votes.length; s++) {
        votes[s] = Math.addExact(votes[s], Math.max(0, cells.votes(row, s)));
      }
    }
    List<int[]> pairs = MarginBound.pairs(cells.contest().selections(), votes);
    var differences = new long[pairs.size()];
    var uncompared = new long[pairs.size()];
    var unbounded = new long[pairs.size()];
    for (int station = 0; station < election.stations().size(); station++) {
      if (election.ballot(contest, station).length > 0) {
        station(station, pairs, differences, uncompared, unbounded);
      }
    }
    var margins = new ArrayList<MarginBound>();
    for (int p = 0; p < pairs.size(); p++) {
      int first = pairs.get(p)[0];
      int second = pairs.get(p)[1];
      margins.add(
          new MarginBound(
              contest,
              first,
              second,
              votes[first] - votes[second],
              differences[p],
              uncompared[p],
              unbounded[p]));
    }
    return margins;
  }

  private void station(
      int station, List<int[]> pairs, long[] differences, long[] uncompared, long[] unbounded) {
    int[] blocks = blocks(station);
    var ranges = new Range[blocks.length][cells.selections()];
    long compared = 0;
    for (int b = 0; b < blocks.length; b++) {
      for (int s = 0; s < cells.selections(); s++) {
        ranges[b][s] = range(station, cells.votes(blocks[b], s));
        compared += ranges[b][s].holders() >= 2 ? ranges[b][s].least() : 0;
      }
    }
    boolean isShown = sources.stream().anyMatch(source -> source.has(contest, station));
    long most = mostVotes(station);
    long remaining = Math.max(0, most - compared);
    for (int p = 0; p < pairs.size(); p++) {
      int first = pairs.get(p)[0];
      int second = pairs.get(p)[1];
      boolean canGain = cells.isOnBallot(station, second);
      long shift = 0;
      long open = isShown ? 0 : canGain ? most : 0;
      boolean isOpen = !isShown;
      long gained = 0;
      boolean gains = false;
      for (Range[] block : ranges) {
        Range a = block[first];
        Range b = block[second];
        shift += a.holders() >= 2 ? a.base() - a.least() : 0;
        shift += b.holders() >= 2 ? b.most() - b.base() : 0;
        if (a.holders() == 1) {
          open += a.base();
          isOpen = true;
        }
        if (b.holders() == 1) {
          gained += b.base();
          gains = canGain;
          isOpen = true;
        }
      }
      open += gains ? Math.max(0, remaining - gained) : 0;
      differences[p] = Math.addExact(differences[p], shift);
      uncompared[p] = Math.addExact(uncompared[p], open);
      unbounded[p] += isOpen && most == 0 ? 1 : 0;
    }
  }

  /// Figures over all channels where two sources have them, otherwise channel by channel.
  private int[] blocks(int station) {
    if (cells.channels() == 1) {
      return new int[] {0};
    }
    int[] ballot = election.ballot(contest, station);
    int whole = cells.votes(cells.all(), ballot[0]);
    long holders =
        sources.stream()
            .filter(source -> source.has(contest, station))
            .filter(source -> source.row(contest, station)[whole] != Cells.ABSENT)
            .count();
    return holders >= 2 ? new int[] {cells.all()} : IntStream.range(0, cells.channels()).toArray();
  }

  private Range range(int station, int cell) {
    int holders = 0;
    long least = Long.MAX_VALUE;
    long most = 0;
    for (Source source : sources) {
      long[] row = source.row(contest, station);
      if (row.length > 0 && row[cell] != Cells.ABSENT) {
        holders++;
        least = Math.min(least, row[cell]);
        most = Math.max(most, row[cell]);
      }
    }
    long[] base = sources.getFirst().row(contest, station);
    boolean isCounted = base.length > 0 && base[cell] != Cells.ABSENT;
    // What the first source does not have is not in its totals: there the truth may also be none.
    long value = isCounted ? base[cell] : 0;
    return new Range(holders, value, holders == 0 ? 0 : Math.min(least, value), most);
  }

  /// Nobody knows of more votes there than this.
  long mostVotes(int station) {
    long most = election.stations().get(station).registeredVoters();
    for (Source source : sources) {
      long[] row = source.row(contest, station);
      if (row.length > 0) {
        most = Math.max(most, Math.max(0, row[0]) + Math.max(0, row[1]));
        most = Math.max(most, row[cells.box(cells.all(), 0)]);
        long votes = 0;
        for (int s = 0; s < cells.selections(); s++) {
          votes = Math.addExact(votes, Math.max(0, cells.votes(row, s)));
        }
        most = Math.max(most, votes);
      }
    }
    return most;
  }
}
