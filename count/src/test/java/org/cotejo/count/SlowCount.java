package org.cotejo.count;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.TallyFigures;

/// The counting rules worked out the slow way: the whole history of one station and contest is read
/// from the start for every question, and sums are made anew each time.
///
/// A value is in force from the first valid or adopted record on; a decision that names it replaces
/// it. What had been logged validly before the newest decision is judged; a valid record after it
/// that differs from the value in force and from all that is judged disputes it.
final class SlowCount {
  /// What was logged about one station and contest, with its place in the log.
  sealed interface Event {
    long entry();
  }

  record Valid(long entry, TallyFigures figures, boolean late) implements Event {}

  record Held(long entry, TallyFigures figures, boolean late) implements Event {}

  record Early(long entry) implements Event {}

  record Replace(long entry, long target, TallyFigures figures) implements Event {}

  record Annul(long entry, long target) implements Event {}

  record Adopt(long entry, long target) implements Event {}

  /// The value in force after some of the history.
  ///
  /// @param entry whose value it is
  /// @param figures empty when it is an annulment
  /// @param decidedAt entry of the decision that gave it; -1 if a record did
  record Force(long entry, Optional<TallyFigures> figures, long decidedAt, boolean late) {}

  private final List<Event> history = new ArrayList<>();

  void add(Event event) {
    history.add(event);
  }

  /// Entries of the held records.
  List<Long> held() {
    return history.stream().filter(event -> event instanceof Held).map(Event::entry).toList();
  }

  private List<Event> until(long entry) {
    return history.stream().filter(event -> event.entry() < entry).toList();
  }

  Optional<Force> force() {
    return force(history);
  }

  private static Optional<Force> force(List<Event> history) {
    if (history.isEmpty()) {
      return Optional.empty();
    }
    Optional<Force> before = force(history.subList(0, history.size() - 1));
    return switch (history.getLast()) {
      case Valid(long entry, TallyFigures figures, boolean late) ->
          before.or(() -> Optional.of(new Force(entry, Optional.of(figures), -1, late)));
      case Held h -> before;
      case Early e -> before;
      case Replace(long entry, long target, TallyFigures figures) ->
          before.map(
              f -> f.entry() == target ? new Force(entry, Optional.of(figures), entry, false) : f);
      case Annul(long entry, long target) ->
          before.map(
              f -> f.entry() == target ? new Force(entry, Optional.empty(), entry, false) : f);
      case Adopt(long entry, long target) ->
          before.or(() ->
              history.stream()
                  .filter(event -> event instanceof Held && event.entry() == target)
                  .map(event -> (Held) event)
                  .map(h -> new Force(target, Optional.of(h.figures()), -1, h.late()))
                  .findFirst());
    };
  }

  /// Values that were in force or validly logged before this entry.
  private Set<TallyFigures> judgedBefore(long entry) {
    Set<TallyFigures> judged = new HashSet<>();
    for (Event event : until(entry)) {
      force(until(event.entry() + 1)).flatMap(Force::figures).ifPresent(judged::add);
      if (event instanceof Valid(long e, TallyFigures figures, boolean late)) {
        judged.add(figures);
      }
    }
    return judged;
  }

  StationState state() {
    Optional<Force> force = force();
    if (force.isEmpty()) {
      return history.stream().anyMatch(event -> event instanceof Held)
          ? StationState.HELD
          : StationState.NOT_RECEIVED;
    }
    Optional<TallyFigures> value = force.get().figures();
    if (value.isEmpty()) {
      return StationState.ANNULLED;
    }
    long decidedAt = force.get().decidedAt();
    Set<TallyFigures> judged = decidedAt < 0 ? Set.of() : judgedBefore(decidedAt);
    boolean disputed =
        history.stream()
            .filter(event -> event.entry() > decidedAt)
            .anyMatch(event ->
                event instanceof Valid(long e, TallyFigures figures, boolean late)
                    && !figures.equals(value.get())
                    && !judged.contains(figures));
    return disputed
        ? StationState.CONFLICT
        : decidedAt < 0 ? StationState.COUNTED : StationState.CORRECTED;
  }

  boolean isLate() {
    return force().map(Force::late).orElse(false);
  }

  /// Findings of the order of entries, as `entry code`; a held record's is left to its caller.
  List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (Event event : history) {
      Optional<Force> before = force(until(event.entry()));
      Optional<Force> after = force(until(event.entry() + 1));
      boolean hasEffect = !before.equals(after);
      String code =
          switch (event) {
            case Valid(long entry, TallyFigures figures, boolean late) ->
                before.isPresent() && !judgedBefore(entry).contains(figures) ? "F301" : "";
            case Held h -> "";
            case Early e -> "F304";
            case Replace r -> hasEffect ? "" : "F305";
            case Annul a -> hasEffect ? "" : "F305";
            case Adopt a -> hasEffect ? "" : "F305";
          };
      if (!code.isEmpty()) {
        findings.add(event.entry() + " " + code);
      }
    }
    return findings;
  }

  /// Adds figures into a row of totals: six of the sheet, then block by block of each channel.
  ///
  /// @param onBallot for each selection of the contest, its place on this ballot or -1
  static void addTo(long[] row, TallyFigures figures, int[] onBallot) {
    long[] sheet = {
      figures.registeredVoters(),
      figures.votersAdded().orElse(0),
      figures.votersAdmitted(),
      figures.ballotsReceived().orElse(0),
      figures.ballotsUnused().orElse(0),
      figures.ballotsSpoiled().orElse(0)
    };
    for (ChannelCount count : figures.channels()) {
      long[] block = new long[4 + onBallot.length];
      block[0] = count.ballotsCast();
      block[1] = count.blankVotes();
      block[2] = count.invalidVotes();
      block[3] = count.validVotes();
      for (int selection = 0; selection < onBallot.length; selection++) {
        block[4 + selection] = onBallot[selection] < 0 ? 0 : count.vote(onBallot[selection]);
      }
      for (int i = 0; i < block.length; i++) {
        row[6 + count.channel() * block.length + i] += block[i];
      }
    }
    for (int i = 0; i < sheet.length; i++) {
      row[i] += sheet[i];
    }
  }

  static int[] places(String allSelections, String ballot) {
    List<String> onBallot = List.of(ballot.split(" ", -1));
    return Arrays.stream(allSelections.split(" ", -1)).mapToInt(onBallot::indexOf).toArray();
  }
}
