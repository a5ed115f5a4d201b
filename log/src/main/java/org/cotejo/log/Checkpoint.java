package org.cotejo.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// What a log commits to when it signs: its name, its size and the root over that many entries
/// (C2SP tlog-checkpoint). The text of a [SignedNote].
///
/// Extension lines are kept because a cosigner signs them too; they mean nothing here, nobody can
/// audit them, and our logs have none.
///
/// @param origin the log's name: not empty, without control characters. The format recommends one
///   without spaces and '+' and forbids to rely on it
/// @param size number of entries, from 0
/// @param root root of the tree of that size; of no entries it is [Merkle#EMPTY_ROOT]
/// @param extensions the lines below the root, none of them empty
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
  private static final int LINES = 3;

  public Checkpoint {
    extensions = List.copyOf(extensions);
    if (!isLine(origin)) {
      throw new IllegalArgumentException("origin cannot name a log");
    }
    if (size < 0) {
      throw new IllegalArgumentException("a log cannot have " + size + " entries");
    }
    if (size == 0 && !root.equals(Merkle.EMPTY_ROOT)) {
      throw new IllegalArgumentException("the root of no entries is the hash of nothing");
    }
    if (!extensions.stream().allMatch(Checkpoint::isLine)) {
      throw new IllegalArgumentException("an extension is a line that is not empty");
    }
  }

  /// A checkpoint without extension lines.
  public Checkpoint(String origin, long size, Hash root) {
    this(origin, size, root, List.of());
  }

  private static boolean isLine(String line) {
    return !line.isEmpty()
        && line.chars().noneMatch(character -> character < NoteText.FIRST_PRINTABLE)
        && StandardCharsets.UTF_8.newEncoder().canEncode(line);
  }

  /// The lines, each ended by a newline.
  public String body() {
    StringBuilder body = new StringBuilder(origin).append('\n').append(size).append('\n');
    body.append(root.base64()).append('\n');
    extensions.forEach(line -> body.append(line).append('\n'));
    return body.toString();
  }

  /// Reads what [#body] writes and nothing else.
  public static Checkpoint parse(String body) throws MalformedException {
    List<String> lines = List.of(body.split("\n", -1));
    if (lines.size() <= LINES) {
      throw new MalformedException("checkpoint has fewer than 3 lines");
    }
    if (!lines.getLast().isEmpty()) {
      throw new MalformedException("checkpoint does not end with a newline");
    }
    if (!isLine(lines.getFirst())) {
      throw new MalformedException("checkpoint has an origin that cannot name a log");
    }
    long size = NoteText.decimal("checkpoint size", lines.get(1));
    Hash root = Hash.parseBase64(lines.get(2));
    if (size == 0 && !root.equals(Merkle.EMPTY_ROOT)) {
      throw new MalformedException(
          "checkpoint of size 0 has a root that is not the hash of nothing");
    }
    List<String> extensions = lines.subList(LINES, lines.size() - 1);
    if (!extensions.stream().allMatch(Checkpoint::isLine)) {
      throw new MalformedException("checkpoint has an extension line that cannot be one");
    }
    return new Checkpoint(lines.getFirst(), size, root, extensions);
  }
}
