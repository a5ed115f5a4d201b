package org.cotejo.publication;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;

/// The words of the pages in one language. Numbers and dates are written by our own few lines,
/// since a JDK's locale data may change between versions and pages must be the same bytes.
final class Words {
  static final List<String> LANGUAGES = List.of("en", "es");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final String language;
  private final ResourceBundle bundle;

  /// Texts without figures: the pages of a large election say the same few a million times.
  private final Map<String, String> fixed = new ConcurrentHashMap<>();

  Words(String language) {
    this.language = language;
    this.bundle =
        ResourceBundle.getBundle(
            "org.cotejo.publication.pages",
            Locale.of(language),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  String language() {
    return language;
  }

  String say(String key) {
    return fixed.computeIfAbsent(key, this::format);
  }

  String say(String key, Object... figures) {
    return format(key, figures);
  }

  private String format(String key, Object... arguments) {
    return new MessageFormat(bundle.getString(key), Locale.ROOT).format(arguments);
  }

  /// A count with its thousands grouped: comma in English, narrow space in Spanish.
  String count(long count) {
    String digits = Long.toString(count);
    var grouped = new StringBuilder();
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        grouped.append(language.equals("es") ? '\u202f' : ',');
      }
      grouped.append(digits.charAt(i));
    }
    return grouped.toString();
  }

  /// A share in percent with two decimals, half up: a view, never stored.
  String share(long part, long whole) {
    if (whole == 0) {
      return "–";
    }
    long hundredths = (Math.multiplyExact(part, 20_000) + whole) / (2 * whole);
    char point = language.equals("es") ? ',' : '.';
    return hundredths / 100 + "" + point + hundredths / 10 % 10 + hundredths % 10 + " %";
  }

  String time(long seconds) {
    return TIME.format(Instant.ofEpochSecond(seconds));
  }
}
