package org.cotejo.model;

import java.nio.charset.StandardCharsets;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;

/// Who may sign changes after entry 0: the authority says who for a station, an organisation who as
/// its agent. In public, and from this index on, never earlier.
public record Enrolment(KeyId about, Change change) implements Statement {
  static final int MAX_CODE = 24;

  public Enrolment {
    boolean isOther =
        switch (change) {
          case Add(String station, VerificationKey key) -> !key.id().equals(about);
          case AddAgent(VerificationKey key) -> !key.id().equals(about);
          case ReplaceBy r -> false;
          case Revoke r -> false;
        };
    if (isOther) {
      throw new IllegalArgumentException("the subject is not the id of the key added");
    }
  }

  /// What happens to the key the statement is about.
  public sealed interface Change {}

  /// The key may sign for this station.
  public record Add(String station, VerificationKey key) implements Change {
    public Add {
      int length = station.getBytes(StandardCharsets.UTF_8).length;
      if (length < 1 || length > MAX_CODE) {
        throw new IllegalArgumentException("not the code of a station: '" + station + "'");
      }
    }
  }

  /// The key may sign copies for the organisation that says so.
  public record AddAgent(VerificationKey key) implements Change {}

  /// The key is revoked and another one signs for its station, or as its organisation's agent.
  public record ReplaceBy(VerificationKey key) implements Change {}

  /// The key is revoked.
  public record Revoke() implements Change {}

  static Enrolment decode(String subject, byte[] payload) throws MalformedException {
    var read = new Fields();
    var reader = new CborReader(payload);
    reader.intMap(
        3,
        key -> {
          switch (Math.clamp(key, 0, 4)) {
            case 1 -> read.action = reader.unsigned(3);
            case 2 -> read.keys = new VerificationKey[] {KeyCodec.read(reader)};
            case 3 -> {
              read.station = reader.text(MAX_CODE);
              if (read.station.isEmpty()) {
                throw new MalformedException("the station of an enrolment is empty");
              }
            }
            default -> throw new MalformedException("unknown field " + key + " in an enrolment");
          }
        });
    reader.end();
    boolean hasKey = read.keys.length == 1;
    boolean hasStation = !read.station.isEmpty();
    KeyId about = KeyCodec.parseId(subject);
    if (read.action == 0 && hasKey && hasStation) {
      if (!read.keys[0].id().equals(about)) {
        throw new MalformedException("the subject is not the id of the key added");
      }
      return new Enrolment(about, new Add(read.station, read.keys[0]));
    }
    if (read.action == 1 && hasKey && !hasStation) {
      return new Enrolment(about, new ReplaceBy(read.keys[0]));
    }
    if (read.action == 2 && !hasKey && !hasStation) {
      return new Enrolment(about, new Revoke());
    }
    if (read.action == 3 && hasKey && !hasStation) {
      if (!read.keys[0].id().equals(about)) {
        throw new MalformedException("the subject is not the id of the key added");
      }
      return new Enrolment(about, new AddAgent(read.keys[0]));
    }
    throw new MalformedException(
        "an enrolment is add (0, key, station), replace (1, key), revoke (2) or agent (3, key)");
  }

  private static final class Fields {
    long action = -1;
    VerificationKey[] keys = {};
    String station = "";
  }

  @Override
  public Kind kind() {
    return Kind.ENROLMENT;
  }

  @Override
  public String subject() {
    return about.toString();
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter();
    switch (change) {
      case Add(String station, VerificationKey key) -> {
        writer.map(3).unsigned(1).unsigned(0).unsigned(2);
        KeyCodec.write(writer, key);
        writer.unsigned(3).text(station);
      }
      case ReplaceBy(VerificationKey key) -> {
        writer.map(2).unsigned(1).unsigned(1).unsigned(2);
        KeyCodec.write(writer, key);
      }
      case Revoke() -> writer.map(1).unsigned(1).unsigned(2);
      case AddAgent(VerificationKey key) -> {
        writer.map(2).unsigned(1).unsigned(3).unsigned(2);
        KeyCodec.write(writer, key);
      }
    }
    return writer.toByteArray();
  }
}
