package org.cotejo.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// An exhibit that an organisation files, by its hash; the file itself is kept elsewhere.
///
/// @param about leaf hash of the statement it is about: a challenge it answers, a record, a claim;
///   of a disclosure, the evidence with the commitment
/// @param custody how the exhibit came to be where it is, as its filer states it; may be empty
public record Evidence(Hash about, Exhibit exhibit, List<Custody> custody) implements Statement {
  private static final List<Exhibit.MediaType> TYPES = List.of(Exhibit.MediaType.values());

  public Evidence {
    custody = List.copyOf(custody);
    if (custody.size() > Custody.MAX_STEPS) {
      throw new IllegalArgumentException("more steps of custody than " + Custody.MAX_STEPS);
    }
  }

  static Evidence decode(String subject, byte[] payload) throws MalformedException {
    var read = new Fields();
    var reader = new CborReader(payload);
    reader.intMap(6, key -> read.field(key, reader));
    reader.end();
    Hash about = Hash.parseHex(subject);
    try {
      return new Evidence(about, read.exhibit(), read.custody);
    } catch (IllegalArgumentException e) {
      throw new MalformedException(String.valueOf(e.getMessage()));
    }
  }

  private static final class Fields {
    OptionalInt form = OptionalInt.empty();
    Optional<Hash> digest = Optional.empty();
    OptionalLong bytes = OptionalLong.empty();
    Optional<Exhibit.MediaType> type = Optional.empty();
    Optional<Exhibit.Salt> salt = Optional.empty();
    List<Custody> custody = List.of();

    void field(long key, CborReader reader) throws MalformedException {
      switch (Math.clamp(key, 0, 7)) {
        case 1 -> form = OptionalInt.of((int) reader.unsigned(2));
        case 2 -> digest = Optional.of(Hash.of(reader.bytesOf(Hash.BYTES)));
        case 3 -> bytes = OptionalLong.of(reader.unsigned(Exhibit.File.MAX_BYTES));
        case 4 -> type = Optional.of(TYPES.get((int) reader.unsigned(TYPES.size() - 1L)));
        case 5 -> salt = Optional.of(Exhibit.Salt.of(reader.bytesOf(Exhibit.Salt.BYTES)));
        case 6 -> {
          custody = Custody.readAll(reader);
          if (custody.isEmpty()) {
            throw new MalformedException("custody is left out where nothing is said of it");
          }
        }
        default -> throw new MalformedException("unknown field " + key + " in evidence");
      }
    }

    Exhibit exhibit() throws MalformedException {
      boolean isFile = bytes.isPresent() && type.isPresent();
      if (form.isPresent() && digest.isPresent()) {
        int asked = form.getAsInt();
        if (asked == 1 && bytes.isEmpty() && type.isEmpty() && salt.isEmpty()) {
          return new Exhibit.Committed(digest.get());
        }
        if (asked != 1 && isFile && salt.isPresent() == (asked == 2)) {
          var file = new Exhibit.File(digest.get(), bytes.getAsLong(), type.orElseThrow());
          return asked == 0 ? file : new Exhibit.Disclosed(file, salt.orElseThrow());
        }
      }
      throw new MalformedException(
          "evidence is a file (0, digest, size, type), a commitment (1, digest) or a disclosure (2,"
              + " digest, size, type, salt)");
    }
  }

  @Override
  public Kind kind() {
    return Kind.EVIDENCE;
  }

  @Override
  public String subject() {
    return about.hex();
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter();
    int more = custody.isEmpty() ? 0 : 1;
    switch (exhibit) {
      case Exhibit.File file -> write(writer.map(4 + more), 0, file);
      case Exhibit.Committed(Hash commitment) ->
          writer.map(2 + more).unsigned(1).unsigned(1).unsigned(2).bytes(commitment.bytes());
      case Exhibit.Disclosed(Exhibit.File file, Exhibit.Salt salt) -> {
        write(writer.map(5 + more), 2, file);
        writer.unsigned(5).bytes(salt.bytes());
      }
    }
    if (more > 0) {
      Custody.writeAll(writer.unsigned(6), custody);
    }
    return writer.toByteArray();
  }

  private static void write(CborWriter writer, int form, Exhibit.File file) {
    writer.unsigned(1).unsigned(form).unsigned(2).bytes(file.sha256().bytes());
    writer.unsigned(3).unsigned(file.bytes()).unsigned(4).unsigned(TYPES.indexOf(file.type()));
  }
}
