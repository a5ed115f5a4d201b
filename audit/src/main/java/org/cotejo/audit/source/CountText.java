package org.cotejo.audit.source;

import java.util.Set;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.FiguresCodec;

/// Reads counts as people write them, by the marks that the mapping allows and no others. How often
/// a mark had to be taken away is counted, because that is said.
final class CountText {
  /// The text is not a count.
  static final long WRONG = -2;

  private final Set<String> absent;
  private final char thousands;
  private final char decimal;
  private long grouped;
  private long fractions;

  CountText(Mapping mapping) throws MalformedException {
    this(mapping.words("absent"), mapping.thousands(), mapping.decimal());
  }

  private CountText(Set<String> absent, char thousands, char decimal) {
    this.absent = absent;
    this.thousands = thousands;
    this.decimal = decimal;
  }

  /// Digits alone, as programs write them.
  static CountText plain() {
    return new CountText(Set.of(), Mapping.NONE, Mapping.NONE);
  }

  /// Numbers of programs that may write a whole one with a fraction.
  static CountText whole() {
    return new CountText(Set.of(), Mapping.NONE, '.');
  }

  /// Counts from which thousands points were taken away.
  long grouped() {
    return grouped;
  }

  /// Counts from which a fraction of zero was taken away.
  long fractions() {
    return fractions;
  }

  /// @return the count, [Cells#ABSENT], or [#WRONG]
  long read(String cell) {
    String text = cell.strip();
    if (text.isEmpty() || absent.contains(text)) {
      return Cells.ABSENT;
    }
    if (isDigits(text)) {
      return number(text);
    }
    String whole = withoutFraction(text);
    String digits = withoutGroups(whole);
    if (!isDigits(digits)) {
      return WRONG;
    }
    fractions += whole.equals(text) ? 0 : 1;
    grouped += digits.equals(whole) ? 0 : 1;
    return number(digits);
  }

  private String withoutFraction(String text) {
    int mark = decimal == Mapping.NONE ? -1 : text.lastIndexOf(decimal);
    boolean isZero =
        mark > 0
            && mark < text.length() - 1
            && text.substring(mark + 1).chars().allMatch(c -> c == '0');
    return isZero ? text.substring(0, mark) : text;
  }

  /// Taken away only where groups of three are marked: 1.234 is not 12.34.
  private String withoutGroups(String text) {
    if (thousands == Mapping.NONE) {
      return text;
    }
    String marked = thousands == ' ' ? text.replace('\u00a0', ' ').replace('\u202f', ' ') : text;
    String[] groups = marked.split(Pattern.quote(thousands + ""), -1);
    if (groups[0].isEmpty() || groups[0].length() > 3) {
      return text;
    }
    for (int i = 1; i < groups.length; i++) {
      if (groups[i].length() != 3) {
        return text;
      }
    }
    return String.join("", groups);
  }

  static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static long number(String digits) {
    if (digits.length() > 18) {
      return WRONG;
    }
    long number = Long.parseLong(digits);
    return number > 1000 * FiguresCodec.MAX_COUNT ? WRONG : number;
  }
}
