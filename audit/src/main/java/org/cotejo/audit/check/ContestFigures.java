package org.cotejo.audit.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;

/// What the statistical checks look at in one contest: each station's sizes and votes, over all
/// channels.
public final class ContestFigures {
  private static final int LEAST_IN_AREA = 15;

  private final int contest;
  private final int leader;
  private final int second;
  private final List<Station> stations;

  /// A station of which the votes are known.
  ///
  /// @param at its index in the package
  /// @param stratum the smallest area around it with at least 15 stations, by its index; -1 if only
  ///   the whole is that large
  /// @param registered voters registered and added; 0 if not known
  /// @param admitted voters admitted; the ballots cast where that is all there is
  /// @param cast ballots cast; the sum of the votes where that is all there is
  /// @param leader votes for the selection that leads the contest
  /// @param second votes for the next one
  /// @param arrival place in the order of arrival; -1 if not known
  public record Station(
      int at,
      int stratum,
      long registered,
      long admitted,
      long cast,
      long leader,
      long second,
      long arrival) {}

  private ContestFigures(int contest, int leader, int second, List<Station> stations) {
    this.contest = contest;
    this.leader = leader;
    this.second = second;
    this.stations = List.copyOf(stations);
  }

  /// Empty if the contest has fewer than two selections or nobody has votes.
  public static Optional<ContestFigures> of(Source source, int contest) {
    Cells cells = source.cells(contest);
    ElectionPackage election = source.election();
    var sums = new long[cells.selections()];
    for (int at = 0; at < election.stations().size(); at++) {
      long[] row = source.row(contest, at);
      for (int selection = 0; selection < sums.length && row.length > 0; selection++) {
        sums[selection] = Math.addExact(sums[selection], Math.max(0, cells.votes(row, selection)));
      }
    }
    int leader = largest(sums, -1);
    int second = largest(sums, leader);
    if (second < 0 || sums[leader] == 0) {
      return Optional.empty();
    }
    int[] strata = strata(source, contest);
    var stations = new ArrayList<Station>();
    for (int at = 0; at < election.stations().size(); at++) {
      long[] row = source.row(contest, at);
      long votes = row.length == 0 ? Cells.ABSENT : cells.votes(row, leader);
      if (votes != Cells.ABSENT) {
        long registered = row[0] == Cells.ABSENT ? 0 : row[0] + Math.max(0, row[1]);
        long cast = cast(cells, row);
        stations.add(
            new Station(
                at,
                strata[at],
                registered,
                row[2] == Cells.ABSENT ? cast : row[2],
                cast,
                votes,
                Math.max(0, cells.votes(row, second)),
                source.arrival(contest, at)));
      }
    }
    return Optional.of(new ContestFigures(contest, leader, second, stations));
  }

  /// For each station of the package the area it is compared within.
  private static int[] strata(Source source, int contest) {
    ElectionPackage election = source.election();
    var within = new int[election.areas().size()];
    for (int at = 0; at < election.stations().size(); at++) {
      int area = source.has(contest, at) ? election.stations().get(at).area() : -1;
      while (area >= 0) {
        within[area]++;
        area = election.areas().get(area).parent();
      }
    }
    var strata = new int[election.stations().size()];
    for (int at = 0; at < strata.length; at++) {
      int area = election.stations().get(at).area();
      while (area > 0 && within[area] < LEAST_IN_AREA) {
        area = election.areas().get(area).parent();
      }
      strata[at] = area > 0 ? area : -1; // Areas begin with the whole.
    }
    return strata;
  }

  /// The first of the largest; -1 if there is none besides `but`.
  private static int largest(long[] sums, int but) {
    int largest = -1;
    for (int selection = 0; selection < sums.length; selection++) {
      if (selection != but && (largest < 0 || sums[selection] > sums[largest])) {
        largest = selection;
      }
    }
    return largest;
  }

  private static long cast(Cells cells, long[] row) {
    long cast = row[cells.box(cells.all(), 0)];
    for (int channel = 0; channel < cells.channels() && cells.channels() > 1; channel++) {
      long part = row[cells.box(channel, 0)];
      if (row[cells.box(cells.all(), 0)] == Cells.ABSENT && part != Cells.ABSENT) {
        cast = Math.addExact(Math.max(0, cast), part);
      }
    }
    if (cast != Cells.ABSENT) {
      return cast;
    }
    long votes = 0;
    for (int selection = 0; selection < cells.selections(); selection++) {
      votes = Math.addExact(votes, Math.max(0, cells.votes(row, selection)));
    }
    return votes;
  }

  public int contest() {
    return contest;
  }

  /// The selection with the most votes, by its place in the contest.
  public int leader() {
    return leader;
  }

  /// The next one.
  public int second() {
    return second;
  }

  public List<Station> stations() {
    return stations;
  }
}
