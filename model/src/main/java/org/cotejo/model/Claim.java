package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// What an organisation says the figures of a contest in an area are, and how many stations it says
/// they cover. It changes no count; of how many stations there are, the package tells.
///
/// @param stations how many stations the claim covers, as the organisation says
/// @param votes votes for each selection of the contest, in the order of the package; empty if the
///   claim has no figures
/// @param stated POSIX seconds, when the figures were said, as the organisation says
/// @param source SHA-256 of the file in which they were published
/// @param text digest of the [SealedText] about it
public record Claim(
    AreaSubject about,
    long stations,
    List<Long> votes,
    OptionalLong stated,
    Optional<Hash> source,
    Optional<Hash> text)
    implements Statement {
  public Claim {
    votes = List.copyOf(votes);
    if (stations < 0 || stations > FiguresCodec.MAX_COUNT) {
      throw new IllegalArgumentException("not a number of stations: " + stations);
    }
    if (votes.size() > FiguresCodec.MAX_SELECTIONS
        || votes.stream().anyMatch(vote -> vote < 0 || vote > FiguresCodec.MAX_COUNT)) {
      throw new IllegalArgumentException("not votes for up to 1000 selections");
    }
    if (stated.isPresent()
        && (stated.getAsLong() < 0 || stated.getAsLong() > TimeMark.MAX_SECONDS)) {
      throw new IllegalArgumentException("not a time: " + stated.getAsLong());
    }
    if (votes.isEmpty() && source.isEmpty() && text.isEmpty()) {
      throw new IllegalArgumentException("a claim has votes (2), a source (4) or a text (5)");
    }
  }

  static Claim decode(String subject, byte[] payload) throws MalformedException {
    var read = new Fields();
    var reader = new CborReader(payload);
    reader.intMap(5, key -> read.field(key, reader));
    reader.end();
    if (read.stations.isEmpty()) {
      throw new MalformedException("a claim says how many stations it covers (1)");
    }
    try {
      return new Claim(
          AreaSubject.parse(subject),
          read.stations.getAsLong(),
          read.votes,
          read.stated,
          read.source,
          read.text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private static final class Fields {
    OptionalLong stations = OptionalLong.empty();
    final List<Long> votes = new ArrayList<>();
    OptionalLong stated = OptionalLong.empty();
    Optional<Hash> source = Optional.empty();
    Optional<Hash> text = Optional.empty();

    void field(long key, CborReader reader) throws MalformedException {
      switch (Math.clamp(key, 0, 6)) {
        case 1 -> stations = OptionalLong.of(reader.unsigned(FiguresCodec.MAX_COUNT));
        case 2 -> readVotes(reader);
        case 3 -> stated = OptionalLong.of(reader.unsigned(TimeMark.MAX_SECONDS));
        case 4 -> source = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
        case 5 -> text = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
        default -> throw new MalformedException("unknown field " + key + " in a claim");
      }
    }

    private void readVotes(CborReader reader) throws MalformedException {
      int count = reader.array(FiguresCodec.MAX_SELECTIONS);
      if (count == 0) {
        throw new MalformedException("votes are left out where there are none");
      }
      for (int i = 0; i < count; i++) {
        votes.add(reader.unsigned(FiguresCodec.MAX_COUNT));
      }
    }
  }

  @Override
  public Kind kind() {
    return Kind.CLAIM;
  }

  @Override
  public String subject() {
    return about.toString();
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter();
    int fields =
        1
            + (votes.isEmpty() ? 0 : 1)
            + (stated.isPresent() ? 1 : 0)
            + (source.isPresent() ? 1 : 0)
            + (text.isPresent() ? 1 : 0);
    writer.map(fields).unsigned(1).unsigned(stations);
    if (!votes.isEmpty()) {
      writer.unsigned(2).array(votes.size());
      votes.forEach(writer::unsigned);
    }
    stated.ifPresent(seconds -> writer.unsigned(3).unsigned(seconds));
    source.ifPresent(digest -> writer.unsigned(4).bytes(digest.bytes()));
    text.ifPresent(digest -> writer.unsigned(5).bytes(digest.bytes()));
    return writer.toByteArray();
  }
}
