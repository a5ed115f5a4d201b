package org.cotejo.model;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A colour of a selection, as its package writes it: `#` and six lower-case hex digits. Whoever
/// shows it sees to it that it can be told from the background.
///
/// @param rgb red, green and blue, eight bits each
public record Colour(int rgb) {
  private static final int MAX = 0xffffff;
  private static final int HEX = 16;
  private static final Pattern FORM = Pattern.compile("#[0-9a-f]{6}");

  public Colour {
    if (rgb < 0 || rgb > MAX) {
      throw new IllegalArgumentException("a colour has 24 bits");
    }
  }

  /// Empty if the text is no colour.
  static Optional<Colour> parse(String text) {
    return FORM.matcher(text).matches()
        ? Optional.of(new Colour(Integer.parseInt(text, 1, text.length(), HEX)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }
}
