package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.jspecify.annotations.Nullable;

/// What an organisation asks a court for about a contest in an area, and what it rests on. It
/// changes no count; only a ruling does.
///
/// @param stations codes of the stations it is about, in ascending order; empty if it is about all
///   stations of the area
/// @param target leaf hash of the statement it is about
/// @param restsOn leaf hashes of the claims and evidence it rests on, in ascending order
/// @param text digest of the [SealedText] with its grounds
public record Challenge(
    AreaSubject about,
    Relief relief,
    List<String> stations,
    Optional<Hash> target,
    List<Hash> restsOn,
    Optional<Hash> text)
    implements Statement {
  /// Stations that one challenge can name; more need another one, or the area they are in.
  public static final int MAX_STATIONS = 500;

  /// Statements that one challenge can rest on.
  public static final int MAX_RESTS_ON = 16;

  private static final int MAX_CODE = 24;
  private static final List<Relief> RELIEFS = List.of(Relief.values());

  /// What is asked for. The number in the payload is the place here.
  public enum Relief {
    /// Count again.
    RECOUNT("recount"),
    /// Let no value of these stations count.
    ANNUL("annul"),
    /// Let another value count.
    REPLACE("replace"),
    /// Show evidence.
    PRODUCE("produce");

    private final String label;

    Relief(String label) {
      this.label = label;
    }

    /// The stable word for it in files and on the command line.
    public String label() {
      return label;
    }
  }

  public Challenge {
    stations = List.copyOf(stations);
    restsOn = List.copyOf(restsOn);
    stations.forEach(Wording::checkCode);
    Ascending.check(stations, MAX_STATIONS, "stations");
    Ascending.check(restsOn, MAX_RESTS_ON, "statements it rests on");
  }

  static Challenge decode(String subject, byte[] payload) throws MalformedException {
    var read = new Fields();
    var reader = new CborReader(payload);
    reader.intMap(5, key -> read.field(key, reader));
    reader.end();
    if (read.relief == null) {
      throw new MalformedException("a challenge says what it asks for (1)");
    }
    try {
      return new Challenge(
          AreaSubject.parse(subject),
          read.relief,
          read.stations,
          read.target,
          read.restsOn,
          read.text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private static final class Fields {
    @Nullable Relief relief;
    final List<String> stations = new ArrayList<>();
    Optional<Hash> target = Optional.empty();
    List<Hash> restsOn = List.of();
    Optional<Hash> text = Optional.empty();

    void field(long key, CborReader reader) throws MalformedException {
      switch (Math.clamp(key, 0, 6)) {
        case 1 -> relief = RELIEFS.get((int) reader.unsigned(RELIEFS.size() - 1L));
        case 2 -> {
          int count = notEmpty(reader.array(MAX_STATIONS));
          for (int i = 0; i < count; i++) {
            stations.add(reader.text(MAX_CODE));
          }
        }
        case 3 -> target = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
        case 4 -> {
          restsOn = Ascending.readHashes(reader, MAX_RESTS_ON);
          notEmpty(restsOn.size());
        }
        case 5 -> text = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
        default -> throw new MalformedException("unknown field " + key + " in a challenge");
      }
    }

    private static int notEmpty(int items) throws MalformedException {
      if (items == 0) {
        throw new MalformedException("a list is left out where there is nothing in it");
      }
      return items;
    }
  }

  @Override
  public Kind kind() {
    return Kind.CHALLENGE;
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
            + (stations.isEmpty() ? 0 : 1)
            + (target.isPresent() ? 1 : 0)
            + (restsOn.isEmpty() ? 0 : 1)
            + (text.isPresent() ? 1 : 0);
    writer.map(fields).unsigned(1).unsigned(RELIEFS.indexOf(relief));
    if (!stations.isEmpty()) {
      writer.unsigned(2).array(stations.size());
      stations.forEach(writer::text);
    }
    target.ifPresent(hash -> writer.unsigned(3).bytes(hash.bytes()));
    if (!restsOn.isEmpty()) {
      Ascending.write(writer.unsigned(4), restsOn);
    }
    text.ifPresent(digest -> writer.unsigned(5).bytes(digest.bytes()));
    return writer.toByteArray();
  }
}
