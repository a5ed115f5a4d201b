package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with a package, one line each, and ends the reading when there is enough.
final class PackageErrors {
  static final int MAX = 20;
  private static final int MAX_QUOTED = 40;

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
    errors.add(error);
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
    String shown = value.length() > MAX_QUOTED ? value.substring(0, MAX_QUOTED) + "…" : value;
    var clean = new StringBuilder("'");
    shown
        .codePoints()
        .forEach(c -> clean.appendCodePoint(Character.isISOControl(c) ? '\u2400' : c));
    return clean.append('\'').toString();
  }
}
