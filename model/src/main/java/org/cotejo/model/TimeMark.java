package org.cotejo.model;

import java.util.Optional;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// The operator's clock, logged: a statement arrived between the marks around it. The last mark
/// before a published checkpoint also binds the manifest of everything published with it.
///
/// @param seconds POSIX time, seconds; also the subject, so that marks never collide
/// @param manifest SHA-256 of the published `manifest.csv`
public record TimeMark(long seconds, Optional<Hash> manifest) implements Statement {
  static final long MAX_SECONDS = 253_402_300_799L; // 9999-12-31T23:59:59Z

  public TimeMark {
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException("seconds out of range: " + seconds);
    }
  }

  static TimeMark decode(String subject, byte[] payload) throws MalformedException {
    var manifest = new byte[1][0];
    var reader = new CborReader(payload);
    reader.intMap(
        1,
        key -> {
          if (key != 1) {
            throw new MalformedException("unknown field " + key + " in a time-mark");
          }
          manifest[0] = reader.bytesOf(Hash.BYTES);
        });
    reader.end();
    return new TimeMark(
        Decimal.parse(subject, MAX_SECONDS),
        manifest[0].length == 0 ? Optional.empty() : Optional.of(Hash.of(manifest[0])));
  }

  @Override
  public Kind kind() {
    return Kind.TIME_MARK;
  }

  @Override
  public String subject() {
    return Long.toString(seconds);
  }

  @Override
  public byte[] payload() {
    var writer = new CborWriter();
    manifest.ifPresentOrElse(
        digest -> writer.map(1).unsigned(1).bytes(digest.bytes()), () -> writer.map(0));
    return writer.toByteArray();
  }
}
