package org.cotejo.model.bulgaria;

import static java.util.regex.Pattern.UNICODE_CHARACTER_CLASS;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Bulgarian in Latin script by the Transliteration Act of 2009: article 4 for the letters, article
/// 5 for a final «ия», article 6 for the country, which keeps its established name.
final class Transliteration {
  private static final String CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъьюя";
  private static final String[] LATIN = {
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t",
    "u", "f", "h", "ts", "ch", "sh", "sht", "a", "y", "yu", "ya"
  };
  private static final Map<Character, String> LETTERS = new HashMap<>();

  static {
    for (int i = 0; i < LATIN.length; i++) {
      LETTERS.put(CYRILLIC.charAt(i), LATIN[i]);
    }
  }

  private static final Pattern COUNTRY = Pattern.compile("\\bБългария\\b", UNICODE_CHARACTER_CLASS);
  private static final Pattern COUNTRY_IN_CAPITALS =
      Pattern.compile("\\bБЪЛГАРИЯ\\b", UNICODE_CHARACTER_CLASS);

  private Transliteration() {}

  static String latin(String source) {
    String bulgarian = COUNTRY.matcher(source).replaceAll("Bulgaria");
    bulgarian = COUNTRY_IN_CAPITALS.matcher(bulgarian).replaceAll("BULGARIA");
    var out = new StringBuilder();
    for (int i = 0; i < bulgarian.length(); i++) {
      char c = bulgarian.charAt(i);
      char lower = Character.toLowerCase(c);
      String letter = LETTERS.get(lower);
      if (letter == null) {
        out.append(c);
      } else if (lower == 'я' && endsWord(bulgarian, i) && i > 0 && follows(bulgarian, i)) {
        out.append(c == lower ? "a" : "A");
      } else if (c == lower) {
        out.append(letter);
      } else {
        boolean shouting =
            i + 1 < bulgarian.length() && Character.isUpperCase(bulgarian.charAt(i + 1));
        boolean last = i > 0 && Character.isUpperCase(bulgarian.charAt(i - 1));
        out.append(
            shouting || last
                ? letter.toUpperCase(Locale.ROOT)
                : Character.toUpperCase(letter.charAt(0)) + letter.substring(1));
      }
    }
    return out.toString();
  }

  private static boolean follows(String text, int at) {
    return Character.toLowerCase(text.charAt(at - 1)) == 'и';
  }

  private static boolean endsWord(String text, int at) {
    return at + 1 == text.length() || !Character.isLetter(text.charAt(at + 1));
  }
}
