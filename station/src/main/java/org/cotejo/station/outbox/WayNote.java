package org.cotejo.station.outbox;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a way has done so far.
///
/// @param way name of the endpoint
/// @param tries since the outbox was begun
/// @param failures in a row; 0 if the last try got an answer that is of use
/// @param last what the last try came to, one line; empty before the first
public record WayNote(String way, long tries, int failures, String last) {
  private static final Pattern LINE = Pattern.compile("([^ ]+) ([0-9]{1,18}) ([0-9]{1,9}) ?(.*)");

  static WayNote of(String way) {
    return new WayNote(way, 0, 0, "");
  }

  static Optional<WayNote> parse(String line) {
    Matcher parts = LINE.matcher(line);
    return parts.matches()
        ? Optional.of(
            new WayNote(
                parts.group(1),
                Long.parseLong(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                parts.group(4)))
        : Optional.empty();
  }

  WayNote after(boolean failed, String word) {
    return new WayNote(
        way, tries + 1, failed ? failures + 1 : 0, word.replaceAll("\\p{Cntrl}+", " "));
  }

  String line() {
    return way + " " + tries + " " + failures + " " + last;
  }
}
