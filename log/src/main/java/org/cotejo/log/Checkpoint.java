package org.cotejo.log;

import java.nio.charset.StandardCharsets;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// What a log commits to when it signs: its name, its size and the root over that many entries
/// (C2SP tlog-checkpoint). The text of a [SignedNote].
///
/// Narrower than the format in two ways: no extension lines, because not every cosignature covers
/// them, and an origin that can be a key name of at most 255 bytes.
///
/// @param origin the log's name: not empty, without spaces, '+' or control characters
/// @param size number of entries, from 0
/// @param root root of the tree of that size; of no entries it is [Merkle#EMPTY_ROOT]
public record Checkpoint(String origin, long size, Hash root) {
  /// Longest origin in UTF-8: what the one-byte length in a subtree cosignature can say.
  public static final int MAX_ORIGIN_BYTES = 255;

  private static final int LINES = 3;

  public Checkpoint {
    if (!isOrigin(origin)) {
      throw new IllegalArgumentException("origin cannot name a log");
    }
    if (size < 0) {
      throw new IllegalArgumentException("a log cannot have " + size + " entries");
    }
    if (size == 0 && !root.equals(Merkle.EMPTY_ROOT)) {
      throw new IllegalArgumentException("the root of no entries is the hash of nothing");
    }
  }

  private static boolean isOrigin(String origin) {
    return NoteText.isName(origin)
        && origin.getBytes(StandardCharsets.UTF_8).length <= MAX_ORIGIN_BYTES;
  }

  /// The three lines, each ended by a newline.
  public String body() {
    return origin + "\n" + size + "\n" + root.base64() + "\n";
  }

  /// Reads what [#body] writes and nothing else.
  public static Checkpoint parse(String body) throws MalformedException {
    String[] lines = body.split("\n", LINES + 1);
    if (lines.length <= LINES) {
      throw new MalformedException("checkpoint has fewer than 3 lines");
    }
    if (!lines[LINES].isEmpty()) {
      throw new MalformedException("checkpoint has an extension line");
    }
    if (!isOrigin(lines[0])) {
      throw new MalformedException("checkpoint has an origin that cannot name a log");
    }
    long size = NoteText.decimal("checkpoint size", lines[1]);
    Hash root = Hash.parseBase64(lines[2]);
    if (size == 0 && !root.equals(Merkle.EMPTY_ROOT)) {
      throw new MalformedException(
          "checkpoint of size 0 has a root that is not the hash of nothing");
    }
    return new Checkpoint(lines[0], size, root);
  }
}
