package org.cotejo.count;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PollingStation;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.jspecify.annotations.Nullable;

/// Everything counted so far in one contest. A change costs the depth of the area tree times the
/// width of a row, whatever the size of the election.
public final class ContestCount {
  private static final StationCount NOT_RECEIVED = new StationCount();

  private final ElectionPackage election;
  private final int contest;
  private final Layout layout;
  private final @Nullable AreaCount[] areas;
  private final @Nullable StationCount[] stations;

  ContestCount(ElectionPackage election, int contest) {
    this.election = election;
    this.contest = contest;
    Contest held = election.contests().get(contest);
    this.layout = Layout.of(held, election.channels().size());
    this.areas = new AreaCount[election.areas().size()];
    this.stations = new StationCount[election.stations().size()];
    for (int area = 0; area < areas.length; area++) {
      int parent = election.areas().get(area).parent();
      if (area == held.area() || (parent >= 0 && areas[parent] != null)) {
        areas[area] = new AreaCount(layout.width());
      }
    }
    for (int station = 0; station < stations.length; station++) {
      if (isHeldAt(station)) {
        enter(station, NOT_RECEIVED, +1);
      }
    }
  }

  public Contest contest() {
    return election.contests().get(contest);
  }

  public Layout layout() {
    return layout;
  }

  /// Whether the contest is on this station's ballot.
  public boolean isHeldAt(int station) {
    return election.ballot(contest, station).length > 0
        && areas[election.stations().get(station).area()] != null;
  }

  /// The count of an area; empty outside the area the contest is held in.
  public Optional<AreaCount> area(int area) {
    return Optional.ofNullable(areas[area]);
  }

  /// The count of the whole contest.
  public AreaCount total() {
    return area(contest().area()).orElseThrow();
  }

  /// Indexes of the stations that count this contest.
  public IntStream stations() {
    return IntStream.range(0, stations.length).filter(this::isHeldAt);
  }

  /// What is known of a station; `NOT_RECEIVED` if nothing is.
  ///
  /// @param station its index in the package
  public StationCount station(int station) {
    StationCount count = stations[station];
    return count == null ? NOT_RECEIVED : count;
  }

  /// The selections on a station's ballot, as positions in the contest.
  public int[] ballot(int station) {
    return election.ballot(contest, station);
  }

  /// Position on this station's ballot of "none of these"; -1 if it is not there.
  public int noneOfThese(int station) {
    int[] ballot = ballot(station);
    List<Selection> selections = contest().selections();
    for (int i = 0; i < ballot.length; i++) {
      if (selections.get(ballot[i]).type() == Selection.Type.NONE_OF_THESE) {
        return i;
      }
    }
    return -1;
  }

  /// Applies a change to one station and carries it up the area tree.
  <T> T change(int station, Function<StationCount, T> change) {
    StationCount count = stations[station];
    if (count == null) {
      count = new StationCount();
      stations[station] = count;
    }
    enter(station, count, -1);
    T result = change.apply(count);
    enter(station, count, +1);
    return result;
  }

  private void enter(int station, StationCount count, int sign) {
    PollingStation place = election.stations().get(station);
    long[] row =
        count
            .figures()
            .map((TallyFigures figures) -> layout.row(figures, ballot(station)))
            .orElseGet(() -> new long[0]);
    for (int area = place.area(); area >= 0; area = election.areas().get(area).parent()) {
      AreaCount totals = areas[area];
      if (totals == null) {
        break;
      }
      totals.station(count.state(), place.registeredVoters(), count.isLate(), sign);
      totals.row(row, count.state() == StationState.CONFLICT, sign);
    }
  }
}
