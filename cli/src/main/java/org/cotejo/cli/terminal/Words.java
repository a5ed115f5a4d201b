package org.cotejo.cli.terminal;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// What the command says, in the reader's language: English, or Spanish where the environment asks
/// for it.
public final class Words {
  private final Locale locale = locale();
  private final ResourceBundle bundle = bundle("org.cotejo.cli.terminal.words");

  /// The reader's language.
  public static Locale locale() {
    return Locale.getDefault().getLanguage().equals("es") ? Locale.of("es") : Locale.ENGLISH;
  }

  /// The words of this name in the reader's language.
  public static ResourceBundle bundle(String name) {
    return ResourceBundle.getBundle(
        name,
        locale(),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  public String say(String key, Object... arguments) {
    return new MessageFormat(bundle.getString(key), locale).format(arguments);
  }

  /// A count with its thousands grouped.
  public String count(long count) {
    return String.format(locale, "%,d", count);
  }

  /// A language tag that the names of an election may have.
  public String language() {
    return locale.getLanguage();
  }
}
