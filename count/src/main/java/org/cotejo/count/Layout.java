package org.cotejo.count;

import java.util.List;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Contest;
import org.cotejo.model.TallyFigures;

/// Where each figure of a contest stands in a row of totals: six box figures of the sheet, then for
/// each channel its four box figures and the votes of every selection of the contest.
///
/// @param channels number of channels of the election
/// @param selections number of selections of the contest, on any ballot
public record Layout(int channels, int selections) {
  /// The figures of the sheet as a whole, in this order.
  public static final List<String> SHEET =
      List.of(
          "registeredVoters",
          "votersAdded",
          "votersAdmitted",
          "ballotsReceived",
          "ballotsUnused",
          "ballotsSpoiled");

  /// The figures of one channel before its votes, in this order.
  public static final List<String> CHANNEL =
      List.of("ballotsCast", "blankVotes", "invalidVotes", "validVotes");

  /// @param channels how many of them a row has
  public static Layout of(Contest contest, int channels) {
    return new Layout(channels, contest.selections().size());
  }

  /// Figures in a row.
  public int width() {
    return SHEET.size() + channels * block();
  }

  private int block() {
    return CHANNEL.size() + selections;
  }

  /// Position of a channel's figure `figure` of [#CHANNEL].
  public int box(int channel, int figure) {
    return SHEET.size() + channel * block() + figure;
  }

  /// Position of a channel's votes for `selection`.
  public int votes(int channel, int selection) {
    return box(channel, CHANNEL.size() + selection);
  }

  /// The same figure over all channels.
  ///
  /// @param offset position within a channel's block: a figure of [#CHANNEL], or past them a vote
  public long sum(long[] row, int offset) {
    long sum = 0;
    for (int channel = 0; channel < channels; channel++) {
      sum = Math.addExact(sum, row[box(channel, offset)]);
    }
    return sum;
  }

  /// The votes of a selection over all channels.
  public long votes(long[] row, int selection) {
    return sum(row, CHANNEL.size() + selection);
  }

  /// One station's figures as a row; a figure its sheet does not have is zero.
  ///
  /// @param ballot positions in the contest of the selections on this station's ballot
  public long[] row(TallyFigures figures, int[] ballot) {
    var row = new long[width()];
    row[0] = figures.registeredVoters();
    row[1] = figures.votersAdded().orElse(0);
    row[2] = figures.votersAdmitted();
    row[3] = figures.ballotsReceived().orElse(0);
    row[4] = figures.ballotsUnused().orElse(0);
    row[5] = figures.ballotsSpoiled().orElse(0);
    for (ChannelCount count : figures.channels()) {
      row[box(count.channel(), 0)] = count.ballotsCast();
      row[box(count.channel(), 1)] = count.blankVotes();
      row[box(count.channel(), 2)] = count.invalidVotes();
      row[box(count.channel(), 3)] = count.validVotes();
      for (int i = 0; i < ballot.length; i++) {
        row[votes(count.channel(), ballot[i])] = count.vote(i);
      }
    }
    return row;
  }
}
