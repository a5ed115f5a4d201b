package org.cotejo.audit.evidence.bag;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;

/// The path of a file in a bag, below the bag itself. A path that exists leads nowhere else, on no
/// system that a bag may be unpacked on.
///
/// @param text parts joined by `/`, as on the disk
public record BagPath(String text) implements Comparable<BagPath> {
  private static final int MAX_BYTES = 1024;
  private static final int MAX_PART_BYTES = 255;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern ESCAPE = Pattern.compile("%(.{0,2})", Pattern.DOTALL);

  public BagPath {
    String wrong = fault(text);
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(wrong);
    }
  }

  /// @throws MalformedException if it is not a path below a bag
  public static BagPath of(String text) throws MalformedException {
    String wrong = fault(text);
    if (!wrong.isEmpty()) {
      throw new MalformedException(wrong);
    }
    return new BagPath(text);
  }

  /// A path as it stands in a manifest: line ends and the percent sign are escaped there, nothing
  /// else is (RFC 8493 §2.1.3).
  public static BagPath decode(String escaped) throws MalformedException {
    var unknown = new StringBuilder();
    String text =
        ESCAPE
            .matcher(escaped)
            .replaceAll(escape ->
                switch (escape.group(1).toUpperCase(Locale.ROOT)) {
                  case "25" -> "%";
                  case "0D" -> "\r";
                  case "0A" -> "\n";
                  case String other -> {
                    unknown.append('%').append(other);
                    yield "";
                  }
                });
    if (!unknown.isEmpty()) {
      throw new MalformedException("only %25, %0D and %0A are escapes in a manifest");
    }
    return of(text);
  }

  /// The path as it stands in a manifest.
  public String encode() {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /// A path below this one.
  public BagPath resolve(String below) throws MalformedException {
    return of(text + "/" + below);
  }

  private static String fault(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return "a path has at most %d bytes".formatted(MAX_BYTES);
    }
    if (text.startsWith("~") || DRIVE.matcher(text).matches()) {
      return "a path begins with neither ~ nor a drive";
    }
    for (String part : text.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return "a path has no empty part, no . and no .. and is not absolute";
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > MAX_PART_BYTES) {
        return "a name has at most %d bytes".formatted(MAX_PART_BYTES);
      }
    }
    return text.chars().anyMatch(BagPath::isRefused)
        ? "a path has no backslash and no control character but line ends"
        : "";
  }

  private static boolean isRefused(int character) {
    return character == '\\'
        || character == 0x7f
        || (character < ' ' && character != '\r' && character != '\n');
  }

  @Override
  public int compareTo(BagPath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return encode();
  }
}
