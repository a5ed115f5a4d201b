package org.cotejo.audit.openness;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A file that somebody offers: its place, what the server says of it, and how it begins.
public final class OfferedFile {
  private static final Set<String> OPEN =
      Set.of("csv", "tsv", "json", "jsonl", "ndjson", "geojson", "xml", "parquet", "ods");
  private static final Set<String> CLOSED =
      Set.of("xls", "xlsx", "xlsb", "mdb", "accdb", "sav", "dta", "sas7bdat");
  private static final Set<String> FOR_EYES =
      Set.of("pdf", "png", "jpg", "jpeg", "tif", "tiff", "gif", "webp", "doc", "docx");
  private static final Set<String> PAGES = Set.of("html", "htm");

  private static final int MAX_START = 1 << 20;
  private static final int MAX_INDEX = 1 << 24;

  private final String path;
  private final long size;
  private final Map<String, String> headers;
  private final byte[] start;

  /// What a kind of file is good for.
  public enum Kind {
    /// Programs read it, and its format belongs to nobody.
    OPEN,
    /// Programs read it, with somebody's software.
    CLOSED,
    /// People look at it.
    FOR_EYES,
    PAGE,
    OTHER
  }

  /// @param path relative to what was asked for
  /// @param size bytes, or -1 if it is not known
  /// @param headers of the answer; names in any case
  /// @param start the first bytes, or all
  OfferedFile(String path, long size, Map<String, String> headers, byte[] start) {
    this.path = path;
    this.size = size;
    this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    this.headers.putAll(headers);
    this.start = start;
  }

  /// Bytes that are read of a file, at most: enough to tell what it is. The index of our own totals
  /// is read whole.
  static int mostOf(String path) {
    return path.matches("totals/[0-9a-f]{64}\\.json") ? MAX_INDEX : MAX_START;
  }

  public String path() {
    return path;
  }

  /// Bytes, or -1 if it is not known.
  public long size() {
    return size;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  byte[] start() {
    return start.clone();
  }

  boolean isWhole() {
    return size == start.length;
  }

  /// Name without the directories.
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// What follows the last dot of the name, or what the server says.
  String type() {
    int dot = name().lastIndexOf('.');
    String type = dot < 0 ? "" : name().substring(dot + 1).toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && type.length() <= 8) {
      return type;
    }
    String media = header("Content-Type").orElse("").replaceFirst(";.*", "").strip();
    return switch (media) {
      case "text/html" -> "html";
      case "text/csv" -> "csv";
      case "application/json" -> "json";
      case "application/pdf" -> "pdf";
      case "application/xml", "text/xml" -> "xml";
      default -> "";
    };
  }

  Kind kind() {
    String type = type();
    return OPEN.contains(type)
        ? Kind.OPEN
        : CLOSED.contains(type)
            ? Kind.CLOSED
            : FOR_EYES.contains(type)
                ? Kind.FOR_EYES
                : PAGES.contains(type) ? Kind.PAGE : Kind.OTHER;
  }

  /// The start as text; empty if it is not UTF-8.
  Optional<String> text() {
    // A character may have been cut at the end.
    int most = isWhole() ? 0 : Math.min(3, start.length);
    Optional<String> text = text(0);
    for (int cut = 1; text.isEmpty() && cut <= most; cut++) {
      text = text(cut);
    }
    return text;
  }

  private Optional<String> text(int cut) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(start, 0, start.length - cut))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
