package org.cotejo.model;

import java.util.List;
import java.util.OptionalLong;

/// What one station reported for one contest: the box figures of its sheet and the counts of each
/// channel. As written, also when they contradict each other.
///
/// @param votersAdded voters added to the roll on polling day
/// @param ballotsReceived paper ballots delivered to the station
/// @param ballotsSpoiled paper ballots spoiled or destroyed
/// @param channels in the order of the election's channels; a channel that was not used is absent
public record TallyFigures(
    long registeredVoters,
    OptionalLong votersAdded,
    long votersAdmitted,
    OptionalLong ballotsReceived,
    OptionalLong ballotsUnused,
    OptionalLong ballotsSpoiled,
    List<ChannelCount> channels) {
  public TallyFigures {
    channels = List.copyOf(channels);
    ChannelCount.check(registeredVoters);
    ChannelCount.check(votersAdded.orElse(0));
    ChannelCount.check(votersAdmitted);
    ChannelCount.check(ballotsReceived.orElse(0));
    ChannelCount.check(ballotsUnused.orElse(0));
    ChannelCount.check(ballotsSpoiled.orElse(0));
    if (channels.isEmpty() || channels.size() > FiguresCodec.MAX_CHANNELS) {
      throw new IllegalArgumentException("a record has 1 to 4 channels");
    }
    for (int i = 1; i < channels.size(); i++) {
      if (channels.get(i - 1).channel() >= channels.get(i).channel()) {
        throw new IllegalArgumentException("channels are not in ascending order");
      }
    }
  }
}
