package org.cotejo.log;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;

/// The path grammar of C2SP tlog-tiles, written and read in one place so that each file has exactly
/// one name.
final class TilePath {
  private static final int MAX_LENGTH = 64;
  private static final Pattern PATH =
      Pattern.compile(
          "tile/(entries|[0-9]{1,2})/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

  private TilePath() {}

  /// Whether some log of at most 2^63 - 1 entries has this tile.
  static boolean exists(int level, long n, int width) {
    if (level < 0 || level >= Tile.LEVELS || n < 0 || width < 1 || width > LogFile.FULL) {
      return false;
    }
    long mostHashes = Long.MAX_VALUE >> (8 * level);
    return n <= mostHashes / LogFile.FULL && width <= mostHashes - n * LogFile.FULL;
  }

  static String of(String row, long n, int width) {
    StringBuilder groups = new StringBuilder(threeDigits(n % 1000));
    for (long rest = n / 1000; rest > 0; rest /= 1000) {
      groups.insert(0, "x" + threeDigits(rest % 1000) + "/");
    }
    String partial = width == LogFile.FULL ? "" : ".p/" + width;
    return "tile/" + row + "/" + groups + partial;
  }

  private static String threeDigits(long group) {
    return Long.toString(1000 + group).substring(1);
  }

  static LogFile parse(String path) throws MalformedException {
    Matcher matcher = PATH.matcher(path);
    if (path.length() > MAX_LENGTH || !matcher.matches()) {
      throw new MalformedException("path is not that of a tile or an entry bundle");
    }
    String row = Objects.requireNonNull(matcher.group(1));
    String digits = Objects.requireNonNull(matcher.group(2)).replaceAll("[x/]", "");
    String partial = matcher.group(3);
    // 21 digits can be written; what does not fit a long is no tile of any log.
    if (digits.length() > 18) {
      throw new MalformedException("path names a tile that no log can have");
    }
    long n = Long.parseLong(digits);
    int width = partial == null ? LogFile.FULL : Integer.parseInt(partial);
    boolean entries = row.equals("entries");
    int level = entries ? 0 : Integer.parseInt(row);
    if (!exists(level, n, width)) {
      throw new MalformedException("path names a tile that no log can have");
    }
    LogFile file = entries ? new EntryBundle(n, width) : new Tile(level, n, width);
    // One comparison refuses every second spelling: leading zeros, an empty group, `.p/256`.
    if (!file.path().equals(path)) {
      throw new MalformedException("path is not in its canonical form");
    }
    return file;
  }
}
