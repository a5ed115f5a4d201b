package org.cotejo.cli.desk;

import java.util.List;
import java.util.OptionalLong;
import org.cotejo.cli.terminal.Key;
import org.cotejo.model.Arithmetic;
import org.cotejo.station.entry.Draft;
import org.cotejo.station.entry.Field;

/// A sheet that is being filled in, key by key. A value: the same keys give the same form, and
/// nothing is kept before [State#KEPT].
public final class EntryForm {
  private static final int MAX_DIGITS = 9;

  private final Draft draft;

  /// The fields that are asked for; empty for all.
  private final List<Field> only;

  /// Place of the field that is being typed in; behind the last one it is asked whether to keep
  /// all.
  private final int at;

  private final String typed;

  /// Whether nothing was typed since this field was reached: the first digit replaces what is
  /// there.
  private final boolean isFresh;

  private final Note note;
  private final State state;

  /// How far it is.
  public enum State {
    OPEN,
    KEPT,
    LEFT
  }

  /// What somebody did that did nothing.
  enum Note {
    NONE,
    DIGITS_ONLY,
    TOO_LONG,
    NEEDED
  }

  private EntryForm(
      Draft draft,
      List<Field> only,
      int at,
      String typed,
      boolean isFresh,
      Note note,
      State state) {
    this.draft = draft;
    this.only = only;
    this.at = at;
    this.typed = typed;
    this.isFresh = isFresh;
    this.note = note;
    this.state = state;
  }

  /// The whole sheet.
  public static EntryForm of(Draft draft) {
    return new EntryForm(draft, List.of(), 0, "", true, Note.NONE, State.OPEN);
  }

  /// These fields of the sheet, which may all be empty.
  public static EntryForm of(Draft draft, List<Field> only) {
    return new EntryForm(draft, List.copyOf(only), 0, "", true, Note.NONE, State.OPEN);
  }

  public State state() {
    return state;
  }

  /// What was filled in.
  public Draft draft() {
    return draft;
  }

  List<Field> fields() {
    return only.isEmpty() ? draft.fields() : only;
  }

  int at() {
    return at;
  }

  String typed() {
    return typed;
  }

  Note note() {
    return note;
  }

  boolean isWhole() {
    return only.isEmpty();
  }

  /// The rules that what is there breaks, whatever is still to come.
  List<Arithmetic.Breach> breaches() {
    return isWhole() ? draft.breaches() : List.of();
  }

  /// After one more key.
  public EntryForm press(Key key) {
    boolean isAtEnd = at == fields().size();
    return switch (key) {
      case Key.Digit(int digit) -> isAtEnd ? this : digit(digit);
      case Key.Named named ->
          switch (named) {
            case ERASE -> isAtEnd ? this : erased();
            case ENTER -> isAtEnd ? keep() : next();
            case NEXT -> isAtEnd ? this : next();
            case BACK -> back(isAtEnd);
            case LEAVE -> new EntryForm(draft, only, at, typed, isFresh, Note.NONE, State.LEFT);
            case OTHER -> noted(Note.DIGITS_ONLY);
          };
    };
  }

  private EntryForm noted(Note what) {
    return new EntryForm(draft, only, at, typed, isFresh, what, state);
  }

  private EntryForm digit(int digit) {
    String before = isFresh || typed.equals("0") ? "" : typed;
    if (before.length() == MAX_DIGITS) {
      return noted(Note.TOO_LONG);
    }
    return new EntryForm(draft, only, at, before + digit, false, Note.NONE, state);
  }

  private EntryForm erased() {
    String left = typed.isEmpty() ? "" : typed.substring(0, typed.length() - 1);
    return new EntryForm(draft, only, at, left, false, Note.NONE, state);
  }

  private EntryForm next() {
    Field field = fields().get(at);
    return typed.isEmpty() && isWhole() && draft.isRequired(field)
        ? noted(Note.NEEDED)
        : moved(answered(field), at + 1);
  }

  private EntryForm back(boolean isAtEnd) {
    if (isAtEnd) {
      return moved(draft, Math.max(0, at - 1));
    }
    Field field = fields().get(at);
    // What is half typed is not lost; what was wiped out and is needed stays as it was.
    return moved(typed.isEmpty() ? draft : answered(field), Math.max(0, at - 1));
  }

  private Draft answered(Field field) {
    return draft.with(
        field, typed.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(typed)));
  }

  private EntryForm moved(Draft next, int to) {
    var form = new EntryForm(next, only, to, "", true, Note.NONE, state);
    List<Field> fields = form.fields();
    if (to >= fields.size()) {
      return form;
    }
    OptionalLong there = next.answer(fields.get(to));
    String digits = there.isPresent() ? Long.toString(there.getAsLong()) : "";
    return new EntryForm(next, only, to, digits, true, Note.NONE, state);
  }

  private EntryForm keep() {
    if (isWhole() && draft.missing().isPresent()) {
      int missing = fields().indexOf(draft.missing().get());
      return moved(draft, missing).noted(Note.NEEDED);
    }
    return new EntryForm(draft, only, at, typed, isFresh, Note.NONE, State.KEPT);
  }
}
