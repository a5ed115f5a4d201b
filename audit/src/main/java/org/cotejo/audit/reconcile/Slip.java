package org.cotejo.audit.reconcile;

import java.util.List;
import java.util.Optional;

/// The slip of a pen or key that turns some figures into others, if one slip does. It is the
/// likeliest explanation, not a finding about anybody.
public enum Slip {
  TRANSPOSED_DIGITS("transposed-digits"),
  ONE_DIGIT("one-digit"),
  DIGIT_LEFT_OUT("digit-left-out"),
  DIGIT_ADDED("digit-added"),
  EXCHANGED_FIGURES("exchanged-figures"),
  SHIFTED_COLUMN("shifted-column");

  private final String label;

  Slip(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /// A figure in which two sources differ.
  ///
  /// @param cell its place
  public record Pair(int cell, long first, long second) {}

  /// @param pairs all that differ, in the order of their places
  /// @param first all figures of the first source
  static Optional<Slip> of(List<Pair> pairs, long[] first, long[] second) {
    if (pairs.size() == 1) {
      return of(pairs.getFirst());
    }
    if (pairs.size() == 2
        && pairs.get(0).first() == pairs.get(1).second()
        && pairs.get(0).second() == pairs.get(1).first()) {
      return Optional.of(EXCHANGED_FIGURES);
    }
    return isShifted(pairs, first, second) || isShifted(pairs, second, first)
        ? Optional.of(SHIFTED_COLUMN)
        : Optional.empty();
  }

  /// Whether the second has, over the whole run that differs, what the first has one place before.
  private static boolean isShifted(List<Pair> pairs, long[] first, long[] second) {
    int from = pairs.getFirst().cell();
    int to = pairs.getLast().cell();
    if (pairs.size() < 3) {
      return false;
    }
    for (int cell = from + 1; cell <= to; cell++) {
      if (second[cell] != first[cell - 1]) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Slip> of(Pair pair) {
    String one = Long.toString(pair.first());
    String other = Long.toString(pair.second());
    if (one.length() == other.length()) {
      int at = 0;
      while (one.charAt(at) == other.charAt(at)) {
        at++;
      }
      if (one.substring(at + 1).equals(other.substring(at + 1))) {
        return Optional.of(ONE_DIGIT);
      }
      boolean swapped =
          one.charAt(at) == other.charAt(at + 1)
              && one.charAt(at + 1) == other.charAt(at)
              && one.substring(at + 2).equals(other.substring(at + 2));
      return swapped ? Optional.of(TRANSPOSED_DIGITS) : Optional.empty();
    }
    if (isOneLess(other, one)) {
      return Optional.of(DIGIT_LEFT_OUT);
    }
    return isOneLess(one, other) ? Optional.of(DIGIT_ADDED) : Optional.empty();
  }

  private static boolean isOneLess(String shorter, String longer) {
    if (shorter.length() + 1 != longer.length()) {
      return false;
    }
    for (int i = 0; i < longer.length(); i++) {
      if ((longer.substring(0, i) + longer.substring(i + 1)).equals(shorter)) {
        return true;
      }
    }
    return false;
  }
}
