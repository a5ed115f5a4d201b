package org.cotejo.audit.docket;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cotejo.cose.MalformedException;

/// The days on which a court is open, and the zone its days are in.
///
/// @param closed weekdays on which it is closed
/// @param days dates that are open (true) or closed whatever weekday they are
public record Calendar(ZoneId zone, Set<DayOfWeek> closed, Map<LocalDate, Boolean> days) {
  /// The longest file.
  public static final int MAX_BYTES = 1 << 16;

  private static final int MAX_DAYS = 4_000;

  public Calendar {
    closed = Set.copyOf(closed);
    days = Map.copyOf(days);
    if (closed.size() == DayOfWeek.values().length) {
      throw new IllegalArgumentException("a calendar on which every day of the week is closed");
    }
  }

  /// Reads `what,value`, then rows `zone,<zone>`, `closed,<weekday or date>`, `open,<date>`.
  ///
  /// @throws MalformedException naming the line
  public static Calendar parse(String text) throws MalformedException {
    List<String[]> rows = rows(text, "what,value");
    Optional<ZoneId> zone = Optional.empty();
    Set<DayOfWeek> weekdays = EnumSet.noneOf(DayOfWeek.class);
    Map<LocalDate, Boolean> days = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      String what = rows.get(i)[0];
      String value = rows.get(i)[1];
      try {
        if (what.equals("zone") && zone.isEmpty()) {
          zone = Optional.of(ZoneId.of(value));
          continue;
        }
        if (what.equals("closed") && value.matches("[a-z]+")) {
          if (weekdays.add(DayOfWeek.valueOf(value.toUpperCase(Locale.ROOT)))) {
            continue;
          }
        } else if (what.equals("open") || what.equals("closed")) {
          if (days.put(LocalDate.parse(value), what.equals("open")) == null) {
            continue;
          }
        }
      } catch (DateTimeException | IllegalArgumentException e) {
        // Told below, with the rows that are something else.
      }
      throw new MalformedException(
          "line %d: not zone, closed or open with its value, once: '%s,%s'"
              .formatted(i + 2, what, value));
    }
    if (zone.isEmpty()) {
      throw new MalformedException("no zone; add a row such as zone,America/Santo_Domingo");
    }
    if (weekdays.size() == DayOfWeek.values().length) {
      throw new MalformedException("every day of the week is closed");
    }
    return new Calendar(zone.get(), weekdays, days);
  }

  /// The rows below the header, each of as many fields.
  static List<String[]> rows(String text, String header) throws MalformedException {
    List<String> lines = text.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals(header)) {
      throw new MalformedException("line 1: the header is not " + header);
    }
    if (lines.size() > MAX_DAYS) {
      throw new MalformedException("more than %d lines".formatted(MAX_DAYS));
    }
    int fields = header.split(",", -1).length;
    var rows = new ArrayList<String[]>();
    for (int i = 1; i < lines.size(); i++) {
      String[] row = lines.get(i).split(",", -1);
      if (row.length != fields) {
        throw new MalformedException(
            "line %d: %d fields instead of %d".formatted(i + 1, row.length, fields));
      }
      rows.add(row);
    }
    return rows;
  }

  /// Whether the court is open on a day.
  public boolean isOpen(LocalDate day) {
    return days.getOrDefault(day, !closed.contains(day.getDayOfWeek()));
  }

  /// The end of the last day of a term: the first instant that is too late. The day on which it
  /// begins does not count, however early on it.
  ///
  /// @param number of days, 0 to 1000; with 0 the term ends with the day itself
  /// @param business whether days on which the court is closed are left out
  public Instant end(Instant from, int number, boolean business) {
    LocalDate day = from.atZone(zone).toLocalDate();
    for (int left = number; left > 0; ) {
      day = day.plusDays(1);
      left -= !business || isOpen(day) ? 1 : 0;
    }
    return day.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
