package org.cotejo.audit.openness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// A file that somebody offers: its place, what the server says of it, and how it begins.
public final class OfferedFile {
  private static final Set<String> OPEN =
      Set.of("csv", "tsv", "json", "jsonl", "ndjson", "geojson", "xml", "parquet", "ods");
  private static final Set<String> CLOSED =
      Set.of("xls", "xlsx", "xlsb", "mdb", "accdb", "sav", "dta", "sas7bdat");
  private static final Set<String> FOR_EYES =
      Set.of("pdf", "png", "jpg", "jpeg", "tif", "tiff", "gif", "webp", "doc", "docx");
  private static final Set<String> PAGES = Set.of("html", "htm");

  private static final Pattern PAGE_START =
      Pattern.compile("^(\u00ef\u00bb\u00bf)?\\s*(<!doctype html|<html)", Pattern.CASE_INSENSITIVE);

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

  /// A file of which these bytes were read. What is packed with gzip, as large tables often are
  /// kept and sent, is looked at unpacked.
  ///
  /// @param size bytes before unpacking, or -1 if it is not known
  static OfferedFile of(String path, long size, Map<String, String> headers, byte[] read) {
    if (read.length < 2 || read[0] != 0x1f || read[1] != (byte) 0x8b) {
      return new OfferedFile(path, size, headers, read);
    }
    int most = mostOf(path);
    byte[] start = unpacked(read, most);
    boolean isWhole = size == read.length && start.length < most;
    return new OfferedFile(path, isWhole ? start.length : -1, headers, start);
  }

  /// As much as comes out of a beginning.
  private static byte[] unpacked(byte[] read, int most) {
    var start = new ByteArrayOutputStream();
    var piece = new byte[1 << 13];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(read))) {
      while (start.size() < most) {
        int length = in.read(piece, 0, Math.min(piece.length, most - start.size()));
        if (length < 0) {
          break;
        }
        start.write(piece, 0, length);
      }
    } catch (IOException e) {
      // Its end was not read, or it is damaged: what came before is what can be said.
      return start.toByteArray();
    }
    return start.toByteArray();
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

  /// What follows the last dot of the name, or what the server says; but a page is a page, whatever
  /// it is called: many servers answer with one where they have no such file.
  String type() {
    if (PAGE_START.matcher(new String(start, 0, Math.min(start.length, 256), ISO_8859_1)).find()) {
      return "html";
    }
    String name = name().toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    int dot = name.lastIndexOf('.');
    String type = dot < 0 ? "" : name.substring(dot + 1);
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
