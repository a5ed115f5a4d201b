package org.cotejo.sheet;

/// Counts in words, for people to read beside the digits: a digit that was changed on paper no
/// longer agrees with its words. Every count that a record can have, exactly.
public enum NumberWords {
  ENGLISH {
    private static final String[] SMALL = {
      "zero",
      "one",
      "two",
      "three",
      "four",
      "five",
      "six",
      "seven",
      "eight",
      "nine",
      "ten",
      "eleven",
      "twelve",
      "thirteen",
      "fourteen",
      "fifteen",
      "sixteen",
      "seventeen",
      "eighteen",
      "nineteen"
    };
    private static final String[] TENS = {
      "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"
    };

    @Override
    String nonZero(int count) {
      return joined(
          group(count / MILLION, " million"),
          group(count / THOUSAND % THOUSAND, " thousand"),
          group(count % THOUSAND, ""));
    }

    private static String group(int below1000, String unit) {
      if (below1000 == 0) {
        return "";
      }
      String hundreds = below1000 < 100 ? "" : SMALL[below1000 / 100] + " hundred";
      return joined(hundreds, below100(below1000 % 100), "") + unit;
    }

    private static String below100(int count) {
      if (count < SMALL.length) {
        return count == 0 ? "" : SMALL[count];
      }
      return TENS[count / 10] + (count % 10 == 0 ? "" : "-" + SMALL[count % 10]);
    }

    @Override
    String zero() {
      return SMALL[0];
    }
  },

  /// Masculine, as for votes; "un" and "veintiún" before thousands and millions.
  SPANISH {
    private static final String[] SMALL = {
      "cero",
      "uno",
      "dos",
      "tres",
      "cuatro",
      "cinco",
      "seis",
      "siete",
      "ocho",
      "nueve",
      "diez",
      "once",
      "doce",
      "trece",
      "catorce",
      "quince",
      "dieciséis",
      "diecisiete",
      "dieciocho",
      "diecinueve",
      "veinte",
      "veintiuno",
      "veintidós",
      "veintitrés",
      "veinticuatro",
      "veinticinco",
      "veintiséis",
      "veintisiete",
      "veintiocho",
      "veintinueve"
    };
    private static final String[] TENS = {
      "", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"
    };
    private static final String[] HUNDREDS = {
      "",
      "ciento",
      "doscientos",
      "trescientos",
      "cuatrocientos",
      "quinientos",
      "seiscientos",
      "setecientos",
      "ochocientos",
      "novecientos"
    };

    @Override
    String nonZero(int count) {
      int millions = count / MILLION;
      int thousands = count / THOUSAND % THOUSAND;
      return joined(
          millions == 0 ? "" : millions == 1 ? "un millón" : shortened(millions) + " millones",
          thousands == 0 ? "" : thousands == 1 ? "mil" : shortened(thousands) + " mil",
          below1000(count % THOUSAND));
    }

    // Before a noun the final "uno" loses its last letter.
    private static String shortened(int below1000) {
      String words = below1000(below1000);
      return words.endsWith("veintiuno")
          ? words.substring(0, words.length() - 3) + "ún"
          : words.endsWith("uno") ? words.substring(0, words.length() - 1) : words;
    }

    private static String below1000(int count) {
      return count == 100 ? "cien" : joined(HUNDREDS[count / 100], below100(count % 100), "");
    }

    private static String below100(int count) {
      if (count < SMALL.length) {
        return count == 0 ? "" : SMALL[count];
      }
      return TENS[count / 10] + (count % 10 == 0 ? "" : " y " + SMALL[count % 10]);
    }

    @Override
    String zero() {
      return SMALL[0];
    }
  };

  private static final int THOUSAND = 1000;
  private static final int MILLION = 1_000_000;

  /// The largest count there are words for.
  public static final int MAX = 999_999_999;

  /// @throws IllegalArgumentException if it is no count
  public String of(long count) {
    if (count < 0 || count > MAX) {
      throw new IllegalArgumentException("not a count: " + count);
    }
    return count == 0 ? zero() : nonZero((int) count);
  }

  abstract String zero();

  abstract String nonZero(int count);

  private static String joined(String first, String second, String third) {
    var words = new StringBuilder(first);
    for (String next : new String[] {second, third}) {
      words.append(words.isEmpty() || next.isEmpty() ? "" : " ").append(next);
    }
    return words.toString();
  }
}
