package org.cotejo.count;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;

/// What separates the first two places of a contest in an area, and whether the stations that are
/// open there could still take the first place away. "None of these" has no place.
///
/// The bound is the furthest that open stations can go: all registered voters of those with the
/// challenger on their ballot vote for it, and what stations in conflict hold now is gone.
///
/// @param first what is ahead, as its position in the contest; of equals, the first on the ballot
/// @param second what comes next
/// @param apart votes between them
/// @param challenger what could come closest to the first, or pass it: the second, unless more of
///   the second's votes are in conflict
/// @param reach registered voters of the open stations with the challenger on their ballot
/// @param furthest votes by which the first would be ahead of the challenger at that bound;
///   negative if behind
public record Margin(int first, int second, long apart, int challenger, long reach, long furthest) {

  /// One selection of the contest in the area.
  ///
  /// @param selection its position in the contest
  /// @param votes in the totals
  /// @param disputed those of them from stations in conflict
  /// @param reach registered voters of the open stations with it on their ballot
  record Place(int selection, long votes, long disputed, long reach) {
    long most() {
      return Math.addExact(Math.subtractExact(votes, disputed), reach);
    }
  }

  /// Whether the first stays ahead of all others whatever comes from open stations.
  public boolean isFirstSure() {
    return furthest > 0;
  }

  /// The margin in an area; empty where fewer than two have a place.
  public static Optional<Margin> of(ElectionPackage election, ContestCount count, int area) {
    AreaCount totals = count.area(area).orElseThrow();
    long[] row = totals.totals();
    long[] disputed = totals.disputed();
    List<Selection> selections = count.contest().selections();
    var places = new ArrayList<Place>();
    for (int s = 0; s < selections.size(); s++) {
      int ballots = selections.get(s).area();
      boolean isEverywhere = isWithin(election, area, ballots);
      if (selections.get(s).type() == Selection.Type.NONE_OF_THESE
          || !(isEverywhere || isWithin(election, ballots, area))) {
        continue;
      }
      AreaCount where = isEverywhere ? totals : count.area(ballots).orElseThrow();
      Layout layout = count.layout();
      places.add(
          new Place(s, layout.votes(row, s), layout.votes(disputed, s), where.registeredOpen()));
    }
    return of(places);
  }

  private static boolean isWithin(ElectionPackage election, int area, int above) {
    int at = area;
    while (at >= 0 && at != above) {
      at = election.areas().get(at).parent();
    }
    return at >= 0;
  }

  /// @param places in ballot order
  static Optional<Margin> of(List<Place> places) {
    if (places.size() < 2) {
      return Optional.empty();
    }
    List<Place> order =
        places.stream().sorted(Comparator.comparingLong((Place p) -> -p.votes())).toList();
    Place first = order.get(0);
    Place second = order.get(1);
    Place challenger = second;
    for (Place other : order.subList(2, order.size())) {
      challenger = other.most() > challenger.most() ? other : challenger;
    }
    long least = Math.subtractExact(first.votes(), first.disputed());
    return Optional.of(
        new Margin(
            first.selection(),
            second.selection(),
            Math.subtractExact(first.votes(), second.votes()),
            challenger.selection(),
            challenger.reach(),
            Math.subtractExact(least, challenger.most())));
  }
}
