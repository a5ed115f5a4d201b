package org.cotejo.audit.reconcile;

import java.util.List;
import java.util.OptionalLong;

/// Which stations of a contest a source has and which it lacks, how the two differ, and what those
/// that it lacks could still change. The stations somebody has are not a sample that was drawn, so
/// there are bounds here and no estimates.
///
/// @param source index of the source
/// @param has the stations it has
/// @param lacks those it does not have
/// @param unbounded those of the latter for which nobody has registered voters
/// @param groups the same by area and by size, those without stations left out
/// @param earlier the votes of an earlier election in both parts, by source of such an election
/// @param bounds for each selection, what it can have of the whole
/// @param reversals the first selection of this source with each other
public record PartialCopy(
    int contest,
    int source,
    Part has,
    Part lacks,
    long unbounded,
    List<Group> groups,
    List<Earlier> earlier,
    List<Bound> bounds,
    List<Reversal> reversals) {
  public PartialCopy {
    groups = List.copyOf(groups);
    earlier = List.copyOf(earlier);
    bounds = List.copyOf(bounds);
    reversals = List.copyOf(reversals);
  }

  /// Some stations.
  ///
  /// @param registered their registered voters in the election package
  public record Part(long stations, long registered) {
    static final Part NONE = new Part(0, 0);

    Part with(long voters) {
      return new Part(stations + 1, Math.addExact(registered, voters));
    }

    Part and(Part other) {
      return new Part(stations + other.stations, Math.addExact(registered, other.registered));
    }
  }

  /// What stations of a group have in common.
  public sealed interface Kind {
    /// An area directly below that of the contest, or that one itself.
    record InArea(int area) implements Kind {}

    /// A quarter of the stations in the order of their registered voters. Stations of one size are
    /// in one group, so groups may be larger or smaller than a quarter.
    ///
    /// @param quarter 1 to 4, the smallest stations first
    record OfSize(int quarter, long fewest, long most) implements Kind {}
  }

  /// Stations that have something in common.
  public record Group(Kind kind, Part has, Part lacks) {}

  /// Votes of a selection in an earlier election.
  ///
  /// @param earlier index of the source among those of earlier elections
  /// @param votes in the stations that this source has
  /// @param all votes for any selection there
  /// @param votesLacking in the stations that it lacks
  /// @param allLacking votes for any selection there
  public record Earlier(
      int earlier, int selection, long votes, long all, long votesLacking, long allLacking) {}

  /// The least and the most of all valid votes that a selection can have: `votes` or `votes + open`
  /// of `valid + open`.
  ///
  /// @param votes in the stations that the source has
  /// @param valid votes for any selection there
  /// @param open registered voters of the stations it lacks
  public record Bound(int selection, long votes, long valid, long open) {}

  /// What it would take to reverse the order of two selections.
  ///
  /// @param lead votes of the first less those of the second, in the stations that the source has
  /// @param open registered voters of the stations it lacks: no more votes are there
  /// @param shown valid votes there, if other sources have them of all those stations
  public record Reversal(int first, int second, long lead, long open, OptionalLong shown) {
    /// No more valid votes than this are in the stations that are lacking.
    public long remaining() {
      return shown.orElse(open);
    }

    /// By how many votes the second must lead there.
    public long needed() {
      return Math.addExact(lead, 1);
    }

    /// The fewest of the remaining votes that reverse the order when the first has all others.
    public long votesNeeded() {
      return Math.floorDiv(Math.addExact(remaining(), lead), 2) + 1;
    }

    public boolean isPossible() {
      return needed() <= remaining();
    }
  }
}
