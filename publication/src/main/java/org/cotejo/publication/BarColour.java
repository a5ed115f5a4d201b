package org.cotejo.publication;

import org.cotejo.model.Colour;

/// The colour in which a selection's bars are drawn: the one of its package, made darker or lighter
/// until it stands out from a light page and from a dark one by at least 3 to 1, as [WCAG
/// 1.4.11](https://www.w3.org/TR/WCAG22/#non-text-contrast) asks for. One colour for both, since a
/// page cannot know which it is shown as. Text never has it.
final class BarColour {
  private static final int LEVELS = 256;

  /// Relative luminance within which a colour is 3 to 1 from the papers of `style.css`, in
  /// ten-thousandths of a millionth.
  private static final long DARKEST = 1_500_000_000L;

  private static final long LIGHTEST = 2_700_000_000L;

  /// Linear light of each level of a channel, in millionths; whole numbers, so that every machine
  /// decides alike.
  private static final long[] LINEAR = linear();

  private BarColour() {}

  private static long[] linear() {
    var linear = new long[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      double c = level / 255.0;
      double light = c <= 0.04045 ? c / 12.92 : StrictMath.pow((c + 0.055) / 1.055, 2.4);
      linear[level] = StrictMath.round(1e6 * light);
    }
    return linear;
  }

  static Colour of(Colour own) {
    Colour shown = own;
    for (int part = 1; part < LEVELS && luminance(shown) > LIGHTEST; part++) {
      shown = mixed(own, 0, part);
    }
    for (int part = 1; part < LEVELS && luminance(shown) < DARKEST; part++) {
      shown = mixed(own, 255, part);
    }
    return shown;
  }

  static long luminance(Colour colour) {
    int rgb = colour.rgb();
    return 2126 * LINEAR[rgb >> 16] + 7152 * LINEAR[rgb >> 8 & 255] + 722 * LINEAR[rgb & 255];
  }

  /// With `part` of 255 parts of black (0) or white (255).
  private static Colour mixed(Colour own, int other, int part) {
    int rgb = own.rgb();
    return new Colour(
        mixed(rgb >> 16, other, part) << 16
            | mixed(rgb >> 8 & 255, other, part) << 8
            | mixed(rgb & 255, other, part));
  }

  private static int mixed(int level, int other, int part) {
    return (level * (255 - part) + other * part) / 255;
  }
}
