package org.cotejo.model;

import org.cotejo.cose.Algorithm;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;

/// The authority changes which keys sign the log's checkpoints, from this index on. A key is
/// replaced by adding the new one, signing with both for a while, and retiring the old one.
public record LogKeyChange(KeyId about, Change change) implements Statement {
  public LogKeyChange {
    if (change instanceof Add(VerificationKey key) && !key.id().equals(about)) {
      throw new IllegalArgumentException("the subject is not the id of the key added");
    }
  }

  /// What happens to the key the statement is about.
  public sealed interface Change {}

  /// The key signs checkpoints too.
  public record Add(VerificationKey key) implements Change {
    public Add {
      if (key.algorithm() != Algorithm.ED25519) {
        throw new IllegalArgumentException("checkpoints are signed with Ed25519");
      }
    }
  }

  /// The key signs no more.
  public record Retire() implements Change {}

  static LogKeyChange decode(String subject, byte[] payload) throws MalformedException {
    var read = new Fields();
    var reader = new CborReader(payload);
    reader.intMap(
        2,
        key -> {
          switch (Math.clamp(key, 0, 3)) {
            case 1 -> read.action = reader.unsigned(1);
            case 2 -> read.keys = new VerificationKey[] {KeyCodec.read(reader)};
            default ->
                throw new MalformedException("unknown field " + key + " in a log key statement");
          }
        });
    reader.end();
    KeyId about = KeyCodec.parseId(subject);
    boolean hasKey = read.keys.length == 1;
    if (read.action == 0 && hasKey) {
      try {
        return new LogKeyChange(about, new Add(read.keys[0]));
      } catch (IllegalArgumentException e) {
        throw new MalformedException(String.valueOf(e.getMessage()));
      }
    }
    if (read.action == 1 && !hasKey) {
      return new LogKeyChange(about, new Retire());
    }
    throw new MalformedException("a log key statement is add (0, key) or retire (1)");
  }

  private static final class Fields {
    long action = -1;
    VerificationKey[] keys = {};
  }

  @Override
  public Kind kind() {
    return Kind.LOG_KEY;
  }

  @Override
  public String subject() {
    return about.toString();
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter();
    switch (change) {
      case Add(VerificationKey key) -> {
        writer.map(2).unsigned(1).unsigned(0).unsigned(2);
        KeyCodec.write(writer, key);
      }
      case Retire() -> writer.map(1).unsigned(1).unsigned(1);
    }
    return writer.toByteArray();
  }
}
