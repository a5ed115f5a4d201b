package org.cotejo.cli.operators;

import java.util.List;
import org.cotejo.cli.terminal.Words;

/// Numbers in the room there is for them, and small drawings of numbers.
final class Figures {
  private static final String STEPS = "▁▂▃▄▅▆▇█";
  private static final String ENDS = "▏▎▍▌▋▊▉█";
  private static final char NONE = '·';
  private static final long[] UNITS = {1_000, 1_000_000, 1_000_000_000, 1_000_000_000_000L};
  private static final String NAMES = "kMGT";

  private final Words words;

  Figures(Words words) {
    this.words = words;
  }

  /// A count to the last digit, or where it does not fit, in thousands or more.
  String count(long count, int width) {
    String exact = words.count(count);
    if (exact.length() <= width) {
      return exact;
    }
    int unit = 0;
    while (unit < UNITS.length - 1 && count / UNITS[unit] >= 1_000) {
      unit++;
    }
    String whole = words.count(count / UNITS[unit]) + NAMES.charAt(unit);
    long tenths = count / (UNITS[unit] / 10);
    String finer = words.tenths(tenths) + NAMES.charAt(unit);
    return finer.length() <= width ? finer : whole;
  }

  /// Microseconds as milliseconds; what was never measured is a dash.
  String millis(long micros) {
    return micros == 0 ? "–" : words.tenths((micros + 50) / 100);
  }

  /// Seconds as 3:59 or 3:12:07.
  static String clock(long seconds) {
    return seconds < 3_600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60);
  }

  /// One character for each value, from a dot for nothing to a full block for the most; a blank for
  /// what is below 0, which is not known.
  static String curve(List<Long> values, long most) {
    var curve = new StringBuilder();
    for (long value : values) {
      if (value <= 0) {
        curve.append(value < 0 ? ' ' : NONE);
      } else {
        curve.append(STEPS.charAt((int) ((Math.min(value, most) * STEPS.length() - 1) / most)));
      }
    }
    return curve.toString();
  }

  /// A bar as long as its share of the most, in eighths of a character, and never nothing.
  static String bar(long value, long most, int width) {
    if (value <= 0 || most <= 0) {
      return "";
    }
    long eighths = Math.max(1, Math.multiplyExact(Math.min(value, most), 8L * width) / most);
    String whole = "█".repeat((int) (eighths / 8));
    return eighths % 8 == 0 ? whole : whole + ENDS.charAt((int) (eighths % 8) - 1);
  }
}
