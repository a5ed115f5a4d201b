package org.cotejo.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.cotejo.cli.desk.EntryForm;
import org.cotejo.cli.desk.EntryReport;
import org.cotejo.cli.desk.FormPage;
import org.cotejo.cli.desk.FormScreen;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ArithmeticRule;
import org.cotejo.model.TallyFigures;
import org.cotejo.station.Desk;
import org.cotejo.station.entry.BlankSheet;
import org.cotejo.station.entry.Draft;
import org.cotejo.station.entry.Entry;
import org.cotejo.station.entry.Event;
import org.cotejo.station.entry.Field;
import org.cotejo.station.entry.Outcome;
import org.cotejo.station.entry.Stage;

/// One person at the terminal, who is asked for whatever the entry of a count needs next.
final class EntryDialogue {
  private final Desk desk;
  private final BlankSheet sheet;
  private final Words words = new Words();
  private final EntryReport report;
  private final FormScreen screen;
  private final String clerk;
  private final PrintWriter out;

  EntryDialogue(Desk desk, BlankSheet sheet, String clerk, PrintWriter out) {
    this.desk = desk;
    this.sheet = sheet;
    this.report = new EntryReport(sheet, words);
    this.screen = new FormScreen(sheet, words);
    this.clerk = clerk;
    this.out = out;
  }

  /// Asks for whatever comes next, until this person can do no more.
  int ask() throws IOException {
    Entry entry = desk.entry(sheet);
    int code =
        switch (entry.stage()) {
          case EMPTY, ENTERED_ONCE -> enter(entry);
          case DIFFERING -> settle(entry);
          case HELD -> confirm(entry);
          case READY, SIGNED -> ExitCode.DONE;
        };
    // What was agreed may break a rule, and what differs is settled, by whoever sits here.
    Entry now = desk.entry(sheet);
    if (code != ExitCode.DONE
        || now.stage() == entry.stage()
        || now.stage() == Stage.ENTERED_ONCE) {
      if (code == ExitCode.DONE) {
        report.tell(now).forEach(out::println);
      }
      out.flush();
      return code;
    }
    return ask();
  }

  private int enter(Entry entry) throws IOException {
    Optional<Outcome.Code> refusal = entry.refusal(clerk, Event.Source.HAND);
    if (refusal.isPresent()) {
      return refused(refusal.get(), entry, "");
    }
    String who = words.say(entry.stage() == Stage.EMPTY ? "form.first" : "form.second", clerk);
    Optional<EntryForm> form =
        screen.fill(EntryForm.of(Draft.of(sheet)), heading(who, words.say("form.how")));
    return take(
        form, entry, kept -> List.of(new Event.Enter(clerk, Event.Source.HAND, whole(kept))));
  }

  private TallyFigures whole(Draft draft) {
    try {
      return draft.figures();
    } catch (MalformedException e) {
      throw new IllegalStateException("what is kept is complete", e);
    }
  }

  private int settle(Entry entry) throws IOException {
    List<Field> open = List.copyOf(entry.open());
    String who = words.say("form.settle", clerk);
    Optional<EntryForm> form =
        screen.fill(
            EntryForm.of(Draft.of(sheet), open), heading(who, words.say("form.settle.how")));
    return take(
        form,
        entry,
        kept ->
            open.stream()
                .<Event>map(field -> new Event.Settle(clerk, field, kept.answer(field)))
                .toList());
  }

  private FormPage.Heading heading(String who, String how) {
    String mode = "mode." + desk.election().mode().label();
    return new FormPage.Heading(
        sheet.contest().nameLatin() + " · " + sheet.about().station(),
        who,
        words.has(mode) ? Optional.of(words.say(mode)) : Optional.empty(),
        how);
  }

  private int take(Optional<EntryForm> form, Entry entry, Function<Draft, List<Event>> events)
      throws IOException {
    if (form.isEmpty()) {
      report.tell(entry).forEach(out::println);
      out.flush();
      throw new IOException("no terminal to ask on; see `cotejo station enter --help`");
    }
    if (form.get().state() == EntryForm.State.LEFT) {
      out.println(words.say("form.left"));
      return ExitCode.NOT_DONE;
    }
    for (Event event : events.apply(form.get().draft())) {
      if (keep(event) instanceof Outcome.Refused(Outcome.Code code, String detail)) {
        return refused(code, desk.entry(sheet), detail);
      }
    }
    return ExitCode.DONE;
  }

  /// What somebody has typed is not thrown away because the disk is full, or another command has
  /// the entries open at this moment.
  private Outcome keep(Event event) throws IOException {
    while (true) {
      try {
        return desk.apply(sheet, event);
      } catch (IOException e) {
        String answer = line(words.say("form.notKept", Words.reason(e)));
        if (answer.equals("q")) {
          throw e;
        }
      }
    }
  }

  private int confirm(Entry entry) throws IOException {
    report.tell(entry).forEach(out::println);
    out.flush();
    String typed = line(words.say("form.confirm")).toUpperCase(Locale.ROOT);
    if (typed.isEmpty()) {
      return ExitCode.DOES_NOT_HOLD;
    }
    var codes = new TreeSet<ArithmeticRule>();
    for (String code : typed.split("[ ,]+", -1)) {
      Arrays.stream(ArithmeticRule.values())
          .filter(rule -> rule.name().equals(code))
          .forEach(codes::add);
    }
    return desk.apply(sheet, new Event.Confirm(clerk, codes))
            instanceof Outcome.Refused(Outcome.Code code, String detail)
        ? refused(code, entry, detail)
        : ExitCode.DONE;
  }

  private String line(String prompt) throws IOException {
    Console console =
        Screen.console()
            .orElseThrow(
                () -> new IOException("no terminal to ask on; see `cotejo station enter --help`"));
    // Not as the console's own prompt: its letters may be fewer than those of the output.
    out.print(prompt);
    out.flush();
    String typed = console.readLine();
    return typed == null ? "q" : typed.strip();
  }

  private int refused(Outcome.Code code, Entry entry, String detail) {
    out.println(report.refused(code, entry, detail));
    return ExitCode.DOES_NOT_HOLD;
  }
}
