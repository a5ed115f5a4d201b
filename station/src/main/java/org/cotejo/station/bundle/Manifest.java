package org.cotejo.station.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// The first file of a bundle: path, size and SHA-256 of all others, in the order in which they
/// stand. Elections come first, then statements in the order in which they are to be delivered,
/// then receipts.
record Manifest(List<Row> rows) {
  static final String PATH = "manifest.csv";

  /// Most files beside the manifest.
  static final int MAX_ROWS = 200_000;

  /// Most elections in one bundle: every receipt may have to be tried with each.
  static final int MAX_ELECTIONS = 16;

  /// Longest row with its line feed: 75 of path, 7 of size, 64 of digest and two commas, and room.
  private static final int MAX_ROW = 160;

  static final int MAX_BYTES = MAX_ROW * (MAX_ROWS + 1);

  private static final String HEADER = "path,size,sha256";
  private static final Pattern ROW =
      Pattern.compile("([a-z]{8,10}/[0-9a-f]{64}),(0|[1-9][0-9]{0,6}),([0-9a-f]{64})");

  Manifest {
    rows = List.copyOf(rows);
  }

  /// One file.
  record Row(String path, int size, Hash digest) {
    static Row of(Part part) {
      byte[] bytes = part.bytes();
      return new Row(part.path(), bytes.length, Hash.sha256(bytes));
    }

    String line() {
      return path + "," + size + "," + digest.hex() + "\n";
    }
  }

  byte[] bytes() {
    return rows.stream()
        .map(Row::line)
        .collect(Collectors.joining("", HEADER + "\n", ""))
        .getBytes(US_ASCII);
  }

  /// Reads what [#bytes] writes and nothing else.
  static Manifest parse(byte[] bytes) throws MalformedException {
    List<String> lines = List.of(new String(bytes, US_ASCII).split("\n", -1));
    if (!lines.getFirst().equals(HEADER) || !lines.getLast().isEmpty()) {
      throw new MalformedException("manifest does not begin with " + HEADER + " or end in a line");
    }
    if (lines.size() - 2 > MAX_ROWS) {
      throw new MalformedException("manifest lists more than %,d files".formatted(MAX_ROWS));
    }
    var rows = new ArrayList<Row>();
    Set<String> paths = new HashSet<>();
    Part.Kind before = Part.Kind.ELECTION;
    for (String line : lines.subList(1, lines.size() - 1)) {
      Matcher parts = ROW.matcher(line);
      Optional<Part.Kind> kind = parts.matches() ? Part.Kind.of(parts.group(1)) : Optional.empty();
      if (kind.isEmpty()) {
        throw new MalformedException("manifest has a line that is none: '" + shown(line) + "'");
      }
      int size = Integer.parseInt(parts.group(2));
      if (size > kind.get().maxBytes()) {
        throw new MalformedException("manifest has a file larger than any: '" + line + "'");
      }
      if (kind.get().compareTo(before) < 0 || !paths.add(parts.group(1))) {
        throw new MalformedException(
            "manifest has a file twice or out of its order: '" + line + "'");
      }
      before = kind.get();
      if (kind.get() == Part.Kind.ELECTION && rows.size() == MAX_ELECTIONS) {
        throw new MalformedException(
            "manifest lists more than %d elections".formatted(MAX_ELECTIONS));
      }
      rows.add(new Row(parts.group(1), size, Hash.parseHex(parts.group(3))));
    }
    return new Manifest(rows);
  }

  private static String shown(String line) {
    return line.length() > MAX_ROW ? line.substring(0, MAX_ROW) + "…" : line;
  }
}
