package org.cotejo.station.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.ValidVotesBase;

/// Figures for a rehearsal, the same for the same seed: within the voters on a station's roll, and
/// in agreement with each other. Everything is counted in the first channel.
public final class InventedFigures {
  private final ElectionPackage election;
  private final long seed;

  public InventedFigures(ElectionPackage election, long seed) {
    this.election = election;
    this.seed = seed;
  }

  /// @param contest its index
  /// @param station its index
  /// @return empty if the contest is not held there
  public Optional<TallyFigures> of(int contest, int station) {
    Contest held = election.contests().get(contest);
    int[] ballot = election.ballot(contest, station);
    if (ballot.length == 0) {
      return Optional.empty();
    }
    var random =
        new SplittableRandom(seed + contest * 0xD1B54A32D192ED03L + station * 0xDABA0B6EB09322E3L);
    long registered = election.stations().get(station).registeredVoters();
    long cast = registered * random.nextInt(300, 800) / 1000;
    long blank = cast * random.nextInt(20) / 1000;
    long invalid = cast * random.nextInt(20) / 1000;
    long left = cast - blank - invalid;
    var votes = new long[ballot.length];
    for (int position = 0; position < votes.length - 1; position++) {
      votes[position] = left * random.nextInt(600) / 1000;
      left -= votes[position];
    }
    votes[votes.length - 1] = left;
    long valid = Arrays.stream(votes).sum() - apart(held, ballot, votes);
    return Optional.of(
        new TallyFigures(
            registered,
            OptionalLong.empty(),
            cast,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            List.of(new ChannelCount(0, cast, blank, invalid, valid, votes))));
  }

  /// Votes that are cast for a line of the ballot and are not valid ones.
  private static long apart(Contest contest, int[] ballot, long[] votes) {
    if (contest.validVotesBase() == ValidVotesBase.ALL_SELECTIONS) {
      return 0;
    }
    for (int position = 0; position < ballot.length; position++) {
      if (contest.selections().get(ballot[position]).type() == Selection.Type.NONE_OF_THESE) {
        return votes[position];
      }
    }
    return 0;
  }
}
