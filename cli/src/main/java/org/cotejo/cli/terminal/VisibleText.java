package org.cotejo.cli.terminal;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes what can be seen, and moves no cursor. Tables, file names and answers of others end up in
/// what is told, and a terminal would obey the control characters in them: a line that says that
/// something differs could be taken back. Such characters are written as U+FFFD. What this program
/// itself says to a terminal is let through: colours, and the emptying of a line that is begun.
public final class VisibleText extends FilterWriter {
  private static final char STANDS_FOR = '\uFFFD';

  /// Bold, faint, underlined or coloured letters, and what ends them. Not: hidden ones.
  private static final Pattern COLOURS =
      Pattern.compile("\033\\[(?:[0-4]|2[1-4]|3[1-79])?(?:;(?:[0-4]|2[1-4]|3[1-79]))*m");

  public VisibleText(Writer out) {
    super(out);
  }

  @Override
  public void write(int character) throws IOException {
    write(Character.toString((char) character), 0, 1);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    String written = text.substring(offset, offset + length);
    out.write(isPlain(written) ? written : visible(written));
  }

  private static boolean isPlain(String text) {
    return text.chars().noneMatch(VisibleText::isControl);
  }

  private static boolean isControl(int character) {
    return Character.isISOControl(character) && character != '\n' && character != '\t';
  }

  private static String visible(String text) {
    var visible = new StringBuilder();
    Matcher colours = COLOURS.matcher(text);
    int at = 0;
    if (text.startsWith(Screen.EMPTY_LINE)) {
      visible.append(Screen.EMPTY_LINE);
      at = Screen.EMPTY_LINE.length();
    }
    while (at < text.length()) {
      if (colours.region(at, text.length()).lookingAt()) {
        visible.append(text, at, colours.end());
        at = colours.end();
      } else {
        char next = text.charAt(at++);
        visible.append(isControl(next) ? STANDS_FOR : next);
      }
    }
    return visible.toString();
  }
}
