package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with a package, one line each, and ends the reading when there is enough.
final class PackageErrors {
  static final int MAX = 20;
  private static final int MAX_QUOTED = 40;
  private static final int MAX_LINE = 400;

  private final List<String> errors = new ArrayList<>();

  /// Ends the reading.
  static final class EnoughException extends Exception {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super("enough errors", null, false, false);
    }
  }

  void add(String file, long line, String problem) throws EnoughException {
    add(file + ":" + line + ": " + problem);
  }

  void add(String error) throws EnoughException {
    errors.add(line(error));
    if (errors.size() >= MAX) {
      throw new EnoughException();
    }
  }

  boolean isEmpty() {
    return errors.isEmpty();
  }

  List<String> list() {
    return errors;
  }

  /// A value as an error shows it: in quotes, cut, control characters visible.
  static String quote(String value) {
    return "'" + shown(value, MAX_QUOTED) + "'";
  }

  /// A whole line as it may be shown: a quoted value is cut shorter, but not every line has quotes.
  static String line(String text) {
    return shown(text, MAX_LINE);
  }

  /// Errors go to terminals, which obey control characters; some reorder what stands beside them.
  private static String shown(String text, int max) {
    int end = Math.min(text.length(), max);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    var shown = new StringBuilder(end);
    text.substring(0, end)
        .codePoints()
        .forEach(c -> shown.appendCodePoint(isHarmless(c) ? c : '\u2400'));
    return end < text.length() ? shown.append('…').toString() : shown.toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
