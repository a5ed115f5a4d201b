package org.cotejo.audit.report;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of a report in one language. Numbers are grouped by our own line, so that no JDK's
/// locale data decides about the bytes of a report.
public final class ReportWords {
  private static final Pattern RULE = Pattern.compile("R10[1-6]");

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

  /// Rules of a sheet that figures break, each with what it lays beside what.
  String rules(String broken) {
    return RULE.matcher(broken)
        .replaceAll(
            rule -> Matcher.quoteReplacement(rule.group() + " " + say("rule." + rule.group())));
  }

  /// What a source says of itself or of one of its rows.
  String defect(String detail) {
    int space = detail.indexOf(' ');
    String code = space < 0 ? detail : detail.substring(0, space);
    return say("defect." + code, space < 0 ? "" : detail.substring(space + 1));
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
