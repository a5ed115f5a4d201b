package org.cotejo.station.entry;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.ArithmeticRule;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.TallyFigures;
import org.cotejo.station.entry.Outcome.Code;
import org.cotejo.station.entry.Outcome.Done;
import org.cotejo.station.entry.Outcome.Refused;

/// Where the entry of one count stands, and what follows from what people do. A value; the same
/// events give the same entry.
public final class Entry {
  private final Stage stage;
  private final Rules rules;
  private final Optional<Event.Enter> first;

  /// The first entry, with every field that differed as it was settled.
  private final Form form;

  private final SortedSet<Field> open;
  private final List<Arithmetic.Breach> breaches;
  private final Optional<Hash> signed;

  /// The arithmetic rules, for this station and contest.
  @FunctionalInterface
  public interface Rules {
    /// What is broken, by code.
    List<Arithmetic.Breach> check(TallyFigures figures);
  }

  private Entry(
      Stage stage,
      Rules rules,
      Optional<Event.Enter> first,
      Form form,
      SortedSet<Field> open,
      List<Arithmetic.Breach> breaches,
      Optional<Hash> signed) {
    this.stage = stage;
    this.rules = rules;
    this.first = first;
    this.form = form;
    this.open = Collections.unmodifiableSortedSet(open);
    this.breaches = List.copyOf(breaches);
    this.signed = signed;
  }

  /// An entry that nobody has begun.
  public static Entry empty(Rules rules) {
    return new Entry(
        Stage.EMPTY,
        rules,
        Optional.empty(),
        new Form(Collections.emptySortedMap()),
        Collections.emptySortedSet(),
        List.of(),
        Optional.empty());
  }

  public Stage stage() {
    return stage;
  }

  /// Why this person cannot make the next entry, before anything is typed.
  public Optional<Code> refusal(String clerk, Event.Source source) {
    if (stage.after(Event.Kind.ENTER).isEmpty()) {
      return Optional.of(Code.E101);
    }
    if (first.map(Event.Enter::clerk).equals(Optional.of(clerk))) {
      return Optional.of(Code.E102);
    }
    boolean isSecondExport =
        source == Event.Source.EXPORT
            && first.map(Event.Enter::source).equals(Optional.of(Event.Source.EXPORT));
    return isSecondExport ? Optional.of(Code.E103) : Optional.empty();
  }

  /// The fields that are still to be looked up on the paper.
  public SortedSet<Field> open() {
    return open;
  }

  /// The rules that the agreed figures break.
  public List<Arithmetic.Breach> breaches() {
    return breaches;
  }

  /// The leaf hash of the signed statement.
  public Optional<Hash> signed() {
    return signed;
  }

  /// The agreed figures; empty until there are any, so that a first entry is shown to nobody.
  public Optional<TallyFigures> figures() {
    return switch (stage) {
      case EMPTY, ENTERED_ONCE, DIFFERING -> Optional.empty();
      case HELD, READY, SIGNED -> Optional.of(agreed());
    };
  }

  private TallyFigures agreed() {
    try {
      return form.figures();
    } catch (MalformedException e) {
      throw new IllegalStateException("what is agreed is whole", e);
    }
  }

  /// What comes of an event.
  public Outcome after(Event event) {
    if (stage.after(event.kind()).isEmpty()) {
      return new Refused(
          Code.E101, "this is not the time to %s: %s".formatted(event.kind().word(), stage));
    }
    Outcome outcome =
        switch (event) {
          case Event.Enter enter -> enter(enter);
          case Event.Settle settle -> settle(settle);
          case Event.Confirm confirm -> confirm(confirm);
          case Event.Clear _ -> new Done(empty(rules));
          case Event.Sign(Hash leaf) ->
              new Done(
                  new Entry(Stage.SIGNED, rules, first, form, open, breaches, Optional.of(leaf)));
        };
    if (outcome instanceof Done(Entry next) && !stage.after(event.kind()).contains(next.stage)) {
      throw new IllegalStateException(
          "there is no step from %s to %s by %s".formatted(stage, next.stage, event.kind()));
    }
    return outcome;
  }

  private Outcome enter(Event.Enter enter) {
    Form entered = Form.of(enter.figures());
    if (first.isEmpty()) {
      return new Done(
          new Entry(
              Stage.ENTERED_ONCE,
              rules,
              Optional.of(enter),
              entered,
              Collections.emptySortedSet(),
              List.of(),
              Optional.empty()));
    }
    Event.Enter before = first.get();
    if (before.clerk().equals(enter.clerk())) {
      return new Refused(Code.E102, enter.clerk() + " made the first entry; another person does");
    }
    if (before.source() == Event.Source.EXPORT && enter.source() == Event.Source.EXPORT) {
      return new Refused(Code.E103, "the first entry is a machine's; the second is made by hand");
    }
    if (!ballots(before.figures()).equals(ballots(enter.figures()))) {
      return new Refused(Code.E107, "the two entries are of ballots of different lengths");
    }
    return next(form, entered.differingFrom(form));
  }

  private static Set<Integer> ballots(TallyFigures figures) {
    return figures.channels().stream()
        .map(ChannelCount::selections)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Outcome settle(Event.Settle settle) {
    if (!open.contains(settle.field())) {
      return new Refused(
          Code.E104, "%s is not one of the fields that differ".formatted(settle.field()));
    }
    var left = new TreeSet<>(open);
    left.remove(settle.field());
    return next(form.with(settle.field(), settle.value()), left);
  }

  /// Two entries, of which these fields are still open.
  private Outcome next(Form settled, SortedSet<Field> left) {
    if (!left.isEmpty()) {
      return new Done(
          new Entry(Stage.DIFFERING, rules, first, settled, left, List.of(), Optional.empty()));
    }
    TallyFigures figures;
    try {
      figures = settled.figures();
    } catch (MalformedException e) {
      return new Refused(Code.E105, e.getMessage() + "; look it up again, or clear the entry");
    }
    if (!first
        .map(Event.Enter::figures)
        .map(Entry::ballots)
        .equals(Optional.of(ballots(figures)))) {
      return new Refused(Code.E105, "the last votes of a ballot are empty; look them up again");
    }
    List<Arithmetic.Breach> broken = rules.check(figures);
    return new Done(
        new Entry(
            broken.isEmpty() ? Stage.READY : Stage.HELD,
            rules,
            first,
            settled,
            Collections.emptySortedSet(),
            broken,
            Optional.empty()));
  }

  private Outcome confirm(Event.Confirm confirm) {
    Set<ArithmeticRule> broken =
        breaches.stream().map(Arithmetic.Breach::rule).collect(Collectors.toUnmodifiableSet());
    return broken.equals(confirm.broken())
        ? new Done(new Entry(Stage.READY, rules, first, form, open, breaches, Optional.empty()))
        : new Refused(
            Code.E106,
            "the rules that are broken are "
                + broken.stream().sorted().map(Enum::name).collect(Collectors.joining(" ")));
  }
}
