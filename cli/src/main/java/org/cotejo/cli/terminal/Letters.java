package org.cotejo.cli.terminal;

import java.nio.charset.Charset;
import java.text.Normalizer;

/// The letters that whoever shows a page has: without a locale there is often nothing but ASCII,
/// and a page of question marks helps nobody.
public enum Letters {
  UNICODE,
  ASCII;

  private static final String DRAWN = "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉·–…≈";
  private static final String TYPED = "__--==##-------.-~~";

  /// What an encoding has.
  public static Letters of(Charset charset) {
    return charset.canEncode() && charset.newEncoder().canEncode(DRAWN) ? UNICODE : ASCII;
  }

  /// As it is, or with the letters there are in place of others, one for one.
  public String write(String text) {
    if (this == UNICODE) {
      return text;
    }
    var written = new StringBuilder();
    for (char letter : Normalizer.normalize(text, Normalizer.Form.NFD).toCharArray()) {
      int drawn = DRAWN.indexOf(letter);
      if (drawn >= 0) {
        written.append(TYPED.charAt(drawn));
      } else if (Character.getType(letter) != Character.NON_SPACING_MARK) {
        written.append(letter);
      }
    }
    return written.toString();
  }
}
