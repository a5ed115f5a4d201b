package org.cotejo.audit.docket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.cotejo.audit.reconcile.MarginBound;
import org.cotejo.audit.reconcile.MarginBound.Effect;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;

/// What a set of stations can do to each lead in a contest, all other stations being as they are
/// counted now: exactly, in that some values of these stations reach each bound and none go beyond
/// it. Pairs are those of [MarginBound#pairs].
///
/// @param pairs empty where fewer than two selections have a place
public record VotesAtStake(List<Pair> pairs) {

  /// One lead.
  ///
  /// @param first the selection that is ahead, by its place in the contest; of equals, the one
  ///   earlier on the ballot
  /// @param lead its votes less those of `second`
  /// @param ifAnnulled the most the lead shrinks if the values of some of the stations do not count
  /// @param ifReplaced the most it shrinks if any values count there that the stations' voters
  ///   allow
  /// @param unbounded stations for which nobody has a number of voters
  public record Pair(
      int first, int second, long lead, long ifAnnulled, long ifReplaced, long unbounded) {

    /// Of annulments alone.
    public Effect ofAnnulment() {
      return MarginBound.isLost(lead, ifAnnulled) ? Effect.CAN_CHANGE : Effect.CANNOT_CHANGE;
    }

    /// Of any values.
    public Effect ofReplacement() {
      if (MarginBound.isLost(lead, ifReplaced)) {
        return Effect.CAN_CHANGE;
      }
      return unbounded > 0 ? Effect.UNKNOWN : Effect.CANNOT_CHANGE;
    }
  }

  public VotesAtStake {
    pairs = List.copyOf(pairs);
  }

  /// Whether all of these stations, with whatever values, leave the order as it is.
  public Effect effect() {
    if (pairs.stream().anyMatch(pair -> pair.ofReplacement() == Effect.CAN_CHANGE)) {
      return Effect.CAN_CHANGE;
    }
    return pairs.isEmpty() || pairs.stream().anyMatch(pair -> pair.unbounded() > 0)
        ? Effect.UNKNOWN
        : Effect.CANNOT_CHANGE;
  }

  /// @param stations indexes of stations that hold the contest, each once
  static VotesAtStake of(Fold fold, int contest, List<Integer> stations) {
    ContestCount count = fold.contest(contest);
    long[] row = count.total().totals();
    List<Selection> selections = count.contest().selections();
    long[] votes =
        IntStream.range(0, selections.size())
            .mapToLong(s -> count.layout().votes(row, s))
            .toArray();
    List<int[]> pairs = MarginBound.pairs(selections, votes);
    var annulled = new long[pairs.size()];
    var replaced = new long[pairs.size()];
    long unbounded = 0;
    for (int station : stations) {
      long[] own = votes(count, station);
      long most = mostVotes(fold, count, station);
      unbounded += most == 0 ? 1 : 0;
      var isOnBallot = new boolean[votes.length];
      for (int s : count.ballot(station)) {
        isOnBallot[s] = true;
      }
      for (int p = 0; p < pairs.size(); p++) {
        int second = pairs.get(p)[1];
        long ahead = own[pairs.get(p)[0]] - own[second];
        long gain = isOnBallot[second] ? most : 0;
        annulled[p] = Math.addExact(annulled[p], Math.max(0, ahead));
        replaced[p] = Math.addExact(replaced[p], Math.addExact(ahead, gain));
      }
    }
    var all = new ArrayList<Pair>();
    for (int p = 0; p < pairs.size(); p++) {
      int first = pairs.get(p)[0];
      int second = pairs.get(p)[1];
      long lead = votes[first] - votes[second];
      all.add(new Pair(first, second, lead, annulled[p], replaced[p], unbounded));
    }
    return new VotesAtStake(all);
  }

  /// Votes counted at a station, by selection; zeros where nothing counts.
  private static long[] votes(ContestCount count, int station) {
    var votes = new long[count.contest().selections().size()];
    Optional<TallyFigures> figures = count.station(station).figures();
    if (figures.isPresent()) {
      long[] row = count.layout().row(figures.get(), count.ballot(station));
      for (int s = 0; s < votes.length; s++) {
        votes[s] = count.layout().votes(row, s);
      }
    }
    return votes;
  }

  /// Nobody knows of more votes there than this: voters of the package, voters or ballots on the
  /// sheet, or the votes counted.
  private static long mostVotes(Fold fold, ContestCount count, int station) {
    long most = fold.election().stations().get(station).registeredVoters();
    Optional<TallyFigures> figures = count.station(station).figures();
    if (figures.isPresent()) {
      TallyFigures sheet = figures.get();
      most = Math.max(most, sheet.registeredVoters() + sheet.votersAdded().orElse(0));
      long cast = 0;
      long votes = 0;
      for (ChannelCount channel : sheet.channels()) {
        cast = Math.addExact(cast, channel.ballotsCast());
        for (int i = 0; i < channel.selections(); i++) {
          votes = Math.addExact(votes, channel.vote(i));
        }
      }
      most = Math.max(most, Math.max(cast, votes));
    }
    return most;
  }
}
