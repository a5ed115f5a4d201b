package org.cotejo.audit.docket;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// When something is due, and whether it came. Counted from time-marks alone: a term begins with
/// the first mark after the statement that starts it.
///
/// @param due the first instant that is too late; empty while no mark follows what starts the term
public record Deadline(Terms.Event event, Optional<Instant> due, Status status) {
  /// Where it stands, as far as marks can tell.
  public enum Status {
    /// It arrived before the end of the term.
    IN_TIME("in-time"),
    /// It arrived after the end of the term.
    LATE("late"),
    /// It arrived between the marks around the end of the term.
    NOT_DECIDED("not-decided"),
    /// It has not arrived, and the newest mark is before the end of the term.
    RUNNING("running"),
    /// It has not arrived, and the newest mark is after the end of the term.
    PASSED("passed"),
    /// The term has not begun: there is no mark after what starts it.
    NOT_BEGUN("not-begun");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /// The deadlines of one case.
  public static List<Deadline> of(Case about, DocketLog log, Terms terms, Calendar calendar) {
    var all = new ArrayList<Deadline>();
    Optional<Arrival> filed = Optional.of(about.filing().arrival());
    if (log.recordsClosed().isPresent()) {
      Arrival closed = log.arrival(log.recordsClosed().getAsLong());
      add(all, Terms.Event.CHALLENGE, closed, filed, log, terms, calendar);
    }
    for (Request request : about.requests()) {
      Optional<Arrival> answer =
          request.answers().stream().map(exhibit -> exhibit.filing().arrival()).findFirst();
      add(all, Terms.Event.ANSWER, request.filing().arrival(), answer, log, terms, calendar);
    }
    Optional<Arrival> ruling =
        about.rulings().stream().map(decided -> decided.filing().arrival()).findFirst();
    add(all, Terms.Event.RULING, about.filing().arrival(), ruling, log, terms, calendar);
    return all;
  }

  private static void add(
      List<Deadline> into,
      Terms.Event event,
      Arrival from,
      Optional<Arrival> what,
      DocketLog log,
      Terms terms,
      Calendar calendar) {
    Terms.Term term = terms.all().get(event);
    if (term == null) {
      return;
    }
    if (from.before().isEmpty()) {
      into.add(new Deadline(event, Optional.empty(), Status.NOT_BEGUN));
      return;
    }
    Instant due =
        calendar.end(
            Instant.ofEpochSecond(from.before().getAsLong()), term.days(), term.business());
    into.add(new Deadline(event, Optional.of(due), status(due, what, log.newest())));
  }

  static Status status(Instant due, Optional<Arrival> what, OptionalLong newest) {
    long end = due.getEpochSecond();
    if (what.isEmpty()) {
      return newest.isPresent() && newest.getAsLong() >= end ? Status.PASSED : Status.RUNNING;
    }
    Arrival arrival = what.get();
    if (arrival.before().isPresent() && arrival.before().getAsLong() < end) {
      return Status.IN_TIME;
    }
    return arrival.after().isPresent() && arrival.after().getAsLong() >= end
        ? Status.LATE
        : Status.NOT_DECIDED;
  }
}
