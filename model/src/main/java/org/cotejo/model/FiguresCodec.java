package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.MalformedException;

/// Reads and writes the figures of a tally as CBOR, the same way in a record and in a correction:
///
/// `figures = {1: registered, ?2: added, 3: admitted, ?4: received, ?5: unused, ?6: spoiled, 7:
/// [1*4 [channel, cast, blank, invalid, valid, [+ votes]]]}`
public final class FiguresCodec {
  /// No count on one sheet is larger; sums over a million stations stay far below a `long`.
  public static final long MAX_COUNT = 999_999_999;

  static final int MAX_CHANNELS = 4;
  static final int MAX_SELECTIONS = 1_000;

  private FiguresCodec() {}

  /// @return the deterministic CBOR of `figures`, the payload of a tally record
  public static byte[] encode(TallyFigures figures) {
    var writer = new CborWriter();
    write(writer, figures);
    return writer.toByteArray();
  }

  /// @throws MalformedException if the bytes are anything but the one encoding of some figures
  public static TallyFigures decode(byte[] payload) throws MalformedException {
    var reader = new CborReader(payload);
    TallyFigures figures = read(reader);
    reader.end();
    return figures;
  }

  static void write(CborWriter writer, TallyFigures figures) {
    int fields =
        3
            + present(figures.votersAdded())
            + present(figures.ballotsReceived())
            + present(figures.ballotsUnused())
            + present(figures.ballotsSpoiled());
    writer.map(fields).unsigned(1).unsigned(figures.registeredVoters());
    optional(writer, 2, figures.votersAdded());
    writer.unsigned(3).unsigned(figures.votersAdmitted());
    optional(writer, 4, figures.ballotsReceived());
    optional(writer, 5, figures.ballotsUnused());
    optional(writer, 6, figures.ballotsSpoiled());
    writer.unsigned(7).array(figures.channels().size());
    for (ChannelCount count : figures.channels()) {
      writer
          .array(6)
          .unsigned(count.channel())
          .unsigned(count.ballotsCast())
          .unsigned(count.blankVotes())
          .unsigned(count.invalidVotes())
          .unsigned(count.validVotes());
      long[] votes = count.votes();
      writer.array(votes.length);
      for (long vote : votes) {
        writer.unsigned(vote);
      }
    }
  }

  private static int present(OptionalLong figure) {
    return figure.isPresent() ? 1 : 0;
  }

  private static void optional(CborWriter writer, int key, OptionalLong figure) {
    if (figure.isPresent()) {
      writer.unsigned(key).unsigned(figure.getAsLong());
    }
  }

  static TallyFigures read(CborReader reader) throws MalformedException {
    var box = new long[] {-1, -1, -1, -1, -1, -1};
    var channels = new ArrayList<ChannelCount>(2);
    reader.intMap(
        7,
        key -> {
          if (key >= 1 && key <= 6) {
            box[(int) key - 1] = reader.unsigned(MAX_COUNT);
          } else if (key == 7) {
            readChannels(reader, channels);
          } else {
            throw new MalformedException("unknown field " + key + " in the figures");
          }
        });
    if (box[0] < 0 || box[2] < 0 || channels.isEmpty()) {
      throw new MalformedException(
          "the figures lack registered voters (1), voters admitted (3) or channels (7)");
    }
    return new TallyFigures(
        box[0],
        figure(box[1]),
        box[2],
        figure(box[3]),
        figure(box[4]),
        figure(box[5]),
        List.copyOf(channels));
  }

  private static OptionalLong figure(long value) {
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static void readChannels(CborReader reader, List<ChannelCount> into)
      throws MalformedException {
    int count = reader.array(MAX_CHANNELS);
    long last = -1;
    for (int i = 0; i < count; i++) {
      reader.arrayOf(6);
      long channel = reader.unsigned(MAX_CHANNELS - 1);
      if (channel <= last) {
        throw new MalformedException("the channels of a record are not in ascending order");
      }
      last = channel;
      long cast = reader.unsigned(MAX_COUNT);
      long blank = reader.unsigned(MAX_COUNT);
      long invalid = reader.unsigned(MAX_COUNT);
      long valid = reader.unsigned(MAX_COUNT);
      var votes = new long[reader.array(MAX_SELECTIONS)];
      for (int j = 0; j < votes.length; j++) {
        votes[j] = reader.unsigned(MAX_COUNT);
      }
      if (votes.length == 0) {
        throw new MalformedException("a channel counts no selection");
      }
      into.add(new ChannelCount((int) channel, cast, blank, invalid, valid, votes));
    }
  }
}
