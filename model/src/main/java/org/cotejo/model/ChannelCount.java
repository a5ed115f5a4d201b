package org.cotejo.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What was counted in one channel: paper, a voting machine, the post. Each figure is 0 to
/// 999,999,999; whether they agree with each other is for [ArithmeticRule] to say.
public final class ChannelCount {
  private final int channel;
  private final long ballotsCast;
  private final long blankVotes;
  private final long invalidVotes;
  private final long validVotes;
  private final long[] votes;

  /// @param channel index in the election's channels, 0 to 3
  /// @param votes in ballot order, exactly the selections on the station's ballot; 1 to 1,000
  /// @throws IllegalArgumentException if one is out of range
  public ChannelCount(
      int channel,
      long ballotsCast,
      long blankVotes,
      long invalidVotes,
      long validVotes,
      long[] votes) {
    if (channel < 0 || channel >= FiguresCodec.MAX_CHANNELS) {
      throw new IllegalArgumentException("no channel " + channel);
    }
    this.channel = channel;
    this.ballotsCast = check(ballotsCast);
    this.blankVotes = check(blankVotes);
    this.invalidVotes = check(invalidVotes);
    this.validVotes = check(validVotes);
    this.votes = votes.clone();
    if (votes.length == 0 || votes.length > FiguresCodec.MAX_SELECTIONS) {
      throw new IllegalArgumentException("a channel counts 1 to 1,000 selections");
    }
    for (long vote : votes) {
      check(vote);
    }
  }

  static long check(long count) {
    if (count < 0 || count > FiguresCodec.MAX_COUNT) {
      throw new IllegalArgumentException("not a count: " + count);
    }
    return count;
  }

  public int channel() {
    return channel;
  }

  public long ballotsCast() {
    return ballotsCast;
  }

  public long blankVotes() {
    return blankVotes;
  }

  public long invalidVotes() {
    return invalidVotes;
  }

  public long validVotes() {
    return validVotes;
  }

  /// Number of selections on the ballot.
  public int selections() {
    return votes.length;
  }

  /// Votes of the selection at this position of the ballot, from 0.
  public long vote(int position) {
    return votes[position];
  }

  /// Votes in ballot order; a fresh copy.
  public long[] votes() {
    return votes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChannelCount that
        && channel == that.channel
        && ballotsCast == that.ballotsCast
        && blankVotes == that.blankVotes
        && invalidVotes == that.invalidVotes
        && validVotes == that.validVotes
        && Arrays.equals(votes, that.votes);
  }

  @Override
  public int hashCode() {
    return 31 * channel + Arrays.hashCode(votes);
  }

  @Override
  public String toString() {
    return "channel %d: cast %d, blank %d, invalid %d, valid %d, votes %s"
        .formatted(
            channel, ballotsCast, blankVotes, invalidVotes, validVotes, Arrays.toString(votes));
  }
}
