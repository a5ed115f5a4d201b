package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.CborReader;
import org.cotejo.cose.CborWriter;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// What payloads have in lists: in ascending order, each once, so that one list has one encoding.
final class Ascending {
  private Ascending() {}

  /// @param what the list is of, for people
  static <T extends Comparable<T>> void check(List<T> items, int most, String what) {
    if (items.size() > most) {
      throw new IllegalArgumentException("more %s than %d".formatted(what, most));
    }
    for (int i = 1; i < items.size(); i++) {
      if (items.get(i - 1).compareTo(items.get(i)) >= 0) {
        throw new IllegalArgumentException(what + " are not in ascending order");
      }
    }
  }

  static void write(CborWriter writer, List<Hash> hashes) {
    writer.array(hashes.size());
    hashes.forEach(hash -> writer.bytes(hash.bytes()));
  }

  static List<Hash> readHashes(CborReader reader, int most) throws MalformedException {
    int count = reader.array(most);
    var hashes = new ArrayList<Hash>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(Hash.of(reader.bytesOf(Hash.BYTES)));
    }
    return hashes;
  }
}
