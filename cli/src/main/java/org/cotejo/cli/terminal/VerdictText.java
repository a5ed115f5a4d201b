package org.cotejo.cli.terminal;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.audit.Progress;
import org.cotejo.audit.Summary;
import org.cotejo.audit.Verdict;
import org.cotejo.audit.Witnessed;
import org.cotejo.count.AreaCount;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Layout;
import org.cotejo.count.StationState;
import org.cotejo.model.Mode;
import org.cotejo.model.Selection;

/// Tells a verdict so that somebody who has to write about it tonight can.
public final class VerdictText {
  private static final int MOST_SELECTIONS = 30;

  private final Words words;
  private final Screen screen;

  public VerdictText(Words words, Screen screen) {
    this.words = words;
    this.screen = screen;
  }

  /// Shows below the lines how far a verification is.
  public Progress progress() {
    return (step, done, total) -> screen.progress(words.say("progress." + step), done, total);
  }

  /// @return the exit code
  public int tell(String source, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Holds(Summary summary) -> {
        holds(source, summary);
        yield ExitCode.DONE;
      }
      case Verdict.DoesNotHold(String place, String reason) -> {
        screen.line(words.say("doesNotHold", source));
        screen.line("  " + place + ": " + reason);
        screen.line(words.say("doesNotHold.means"));
        yield ExitCode.DOES_NOT_HOLD;
      }
      case Verdict.CouldNotCheck(String reason) -> {
        screen.line(words.say("couldNotCheck", source));
        screen.line("  " + reason);
        yield ExitCode.NOT_DONE;
      }
    };
  }

  private void holds(String source, Summary summary) {
    screen.line(words.say("holds", source));
    screen.line("");
    String name =
        summary
            .electionPackage()
            .names()
            .getOrDefault(words.language(), summary.electionPackage().code());
    screen.line("  " + name);
    if (summary.electionPackage().mode() != Mode.REAL) {
      screen.line("  " + words.say("mode." + summary.electionPackage().mode().label()));
    }
    screen.line(
        "  "
            + words.say(
                "checked", words.count(summary.signatures()), words.count(summary.files())));
    screen.line("  " + words.say("bulletins", words.count(summary.bulletins())));
    screen.line("  " + words.say("newest", words.count(summary.size()), age(summary.age())));
    summary.witnessed().ifPresent(witnessed -> screen.line("  " + witnessed(witnessed)));
    totals(summary);
  }

  private String witnessed(Witnessed witnessed) {
    String who =
        words.say(
            "witnessed",
            words.count(witnessed.cosigned()),
            words.count(witnessed.witnesses()),
            witnessed.quorum());
    return witnessed
        .newest()
        .map(newest -> who + " " + words.say("witnessed.newest", newest.toString()))
        .orElse(who);
  }

  /// How long ago something was.
  public String age(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    return seconds < 120
        ? words.say("age.seconds", seconds)
        : seconds < 7200
            ? words.say("age.minutes", seconds / 60)
            : seconds < 172_800
                ? words.say("age.hours", seconds / 3600)
                : words.say("age.days", seconds / 86_400);
  }

  private void totals(Summary summary) {
    for (int contest = 0; contest < summary.electionPackage().contests().size(); contest++) {
      ContestCount count = summary.fold().contest(contest);
      AreaCount total = count.total();
      screen.line("");
      screen.line("  " + count.contest().nameLatin());
      screen.line(
          "  "
              + words.say(
                  "coverage",
                  words.count(total.stationsInTotals()),
                  words.count(total.stations()),
                  words.count(total.registeredInTotals()),
                  words.count(total.registered())));
      for (StationState state :
          List.of(
              StationState.NOT_RECEIVED,
              StationState.CONFLICT,
              StationState.HELD,
              StationState.CORRECTED,
              StationState.ANNULLED)) {
        if (total.stations(state) > 0) {
          screen.line("  " + words.say("state." + state, words.count(total.stations(state))));
        }
      }
      votes(count, total);
    }
    screen.line("");
    int findings = summary.fold().findings().size();
    screen.line("  " + words.say("findings", words.count(findings)));
  }

  private void votes(ContestCount count, AreaCount total) {
    Layout layout = count.layout();
    long[] row = total.totals();
    List<Selection> selections = count.contest().selections();
    List<Integer> order =
        IntStream.range(0, selections.size())
            .boxed()
            .sorted(Comparator.<Integer>comparingLong(s -> -layout.votes(row, s)))
            .limit(MOST_SELECTIONS)
            .toList();
    for (int s : order) {
      Selection selection = selections.get(s);
      screen.line(
          "  %12s  %-4s %s"
              .formatted(
                  words.count(layout.votes(row, s)), selection.code(), selection.nameLatin()));
    }
  }
}
