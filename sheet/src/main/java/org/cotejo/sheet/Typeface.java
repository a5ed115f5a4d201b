package org.cotejo.sheet;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.io.IOException;
import java.io.InputStream;
import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;

/// The font of a sheet, DejaVu Sans Condensed: what it can show, how wide text is, and the outlines
/// of text that a PDF cannot be trusted to set. Scripts whose letters change with their neighbours
/// or run from right to left are shaped by the JDK and drawn as outlines; all others are text.
final class Typeface {
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  /// Letters that stand side by side from left to right, one character each.
  private static final Set<UnicodeScript> PLAIN =
      EnumSet.of(
          UnicodeScript.LATIN,
          UnicodeScript.CYRILLIC,
          UnicodeScript.GREEK,
          UnicodeScript.ARMENIAN,
          UnicodeScript.GEORGIAN,
          UnicodeScript.COMMON);

  private final Font regular;
  private final Font bold;

  /// The files of one font. The PDF and the outlines are made of the same.
  enum File {
    REGULAR("DejaVuSansCondensed.ttf"),
    BOLD("DejaVuSansCondensed-Bold.ttf");

    private final String name;

    File(String name) {
      this.name = name;
    }

    /// @throws IOException if the program is incomplete
    InputStream open() throws IOException {
      InputStream in = Typeface.class.getResourceAsStream("fonts/" + name);
      if (in == null) {
        throw new IOException("the font " + name + " is missing from the program; install it anew");
      }
      return in;
    }

    private Font load() throws IOException {
      try (InputStream in = open()) {
        return Font.createFont(Font.TRUETYPE_FONT, in);
      } catch (FontFormatException e) {
        throw new IOException("the font " + name + " of the program cannot be read", e);
      }
    }
  }

  Typeface() throws IOException {
    regular = File.REGULAR.load();
    bold = File.BOLD.load();
  }

  /// Text as it is set: composed characters, and nothing that turns the order of its neighbours.
  static String settable(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC)
        .replaceAll("[\\u202A-\\u202E\\u2066-\\u2069\\p{Cc}]", "");
  }

  /// Whether every character of the text is in the font.
  boolean canShow(String text) {
    return regular.canDisplayUpTo(settable(text)) < 0;
  }

  /// Whether the text may be set character by character.
  static boolean isPlain(String settable) {
    return settable
        .codePoints()
        .allMatch(
            c -> PLAIN.contains(UnicodeScript.of(c)) && Character.getType(c) != Character.FORMAT);
  }

  float width(String settable, Style style) {
    return settable.isEmpty() ? 0 : layout(settable, style).getAdvance();
  }

  /// Outlines of the text in its visual order, from its baseline, y downwards.
  Shape outline(String settable, Style style) {
    return layout(settable, style).getOutline(null);
  }

  private TextLayout layout(String settable, Style style) {
    Font font = style.bold() ? bold : regular;
    return new TextLayout(settable, font.deriveFont(style.size()), EXACT);
  }
}
