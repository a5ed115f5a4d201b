package org.cotejo.audit.report;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The words of a report in one language. Numbers are grouped by our own line, so that no JDK's
/// locale data decides about the bytes of a report.
public final class ReportWords {
  private final String language;
  private final ResourceBundle bundle;

  /// The words of a reconciliation.
  ///
  /// @param language `es` for Spanish; English otherwise
  public ReportWords(String language) {
    this(language, "report");
  }

  private ReportWords(String language, String bundle) {
    this.language = language.equals("es") ? "es" : "en";
    this.bundle =
        ResourceBundle.getBundle(
            "org.cotejo.audit.report." + bundle,
            Locale.of(this.language),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /// The words of checks.
  public static ReportWords ofChecks(String language) {
    return new ReportWords(language, "checks");
  }

  String language() {
    return language;
  }

  public String say(String key, Object... arguments) {
    return new MessageFormat(bundle.getString(key), Locale.ROOT).format(arguments);
  }

  /// A number with its thousands grouped.
  public String count(long number) {
    String digits = Long.toString(Math.absExact(number));
    var grouped = new StringBuilder(number < 0 ? "−" : "");
    for (int i = 0; i < digits.length(); i++) {
      if (i > 0 && (digits.length() - i) % 3 == 0) {
        grouped.append(language.equals("es") ? '\u202f' : ',');
      }
      grouped.append(digits.charAt(i));
    }
    return grouped.toString();
  }
}
