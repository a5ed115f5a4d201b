package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;

/// Keys inside payloads: `key = [alg, bstr]`, with the one algorithm the key is enrolled with.
final class KeyCodec {
  private static final int MAX_KEY_BYTES = 33;

  private KeyCodec() {}

  static void write(CborWriter writer, VerificationKey key) {
    writer.array(2).integer(key.algorithm().id()).bytes(key.encoded());
  }

  static VerificationKey read(CborReader reader) throws MalformedException {
    reader.arrayOf(2);
    Algorithm algorithm = Algorithm.of(reader.integer());
    return VerificationKey.of(algorithm, reader.bytes(MAX_KEY_BYTES));
  }

  static void writeAll(CborWriter writer, List<VerificationKey> keys) {
    writer.array(keys.size());
    keys.forEach(key -> write(writer, key));
  }

  static List<VerificationKey> readAll(CborReader reader, int max) throws MalformedException {
    int count = reader.array(max);
    var keys = new ArrayList<VerificationKey>(count);
    for (int i = 0; i < count; i++) {
      keys.add(read(reader));
    }
    return keys;
  }

  /// A key id as a subject writes it: 16 lower-case hex digits.
  static KeyId parseId(String text) throws MalformedException {
    boolean hex =
        text.length() == 16
            && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (!hex) {
      throw new MalformedException("the subject is not a key id: '" + text + "'");
    }
    return new KeyId(Long.parseUnsignedLong(text, 16));
  }
}
