package org.cotejo.model;

import org.cotejo.cose.MalformedException;

/// Decimal numbers in subjects: one spelling each, so that equal subjects are equal strings.
final class Decimal {
  private Decimal() {}

  static long parse(String text, long max) throws MalformedException {
    boolean canonical =
        !text.isEmpty()
            && text.length() <= 18
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
            && (text.length() == 1 || text.charAt(0) != '0');
    long value = canonical ? Long.parseLong(text) : -1;
    if (value < 0 || value > max) {
      throw new MalformedException("the subject is not a number up to " + max + ": '" + text + "'");
    }
    return value;
  }
}
