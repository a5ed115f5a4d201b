package org.cotejo.cli.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.text.DecimalFormatSymbols;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// What the command says, in the reader's language: English, or Spanish where the environment asks
/// for it.
public final class Words {
  private static final String NAME = "org.cotejo.cli.terminal.words";

  private final Locale locale;
  private final ResourceBundle bundle;

  public Words() {
    this(locale());
  }

  /// Words in a language that there are words in.
  public Words(Locale locale) {
    this.locale = locale;
    this.bundle = bundle(NAME, locale);
  }

  /// The reader's language.
  public static Locale locale() {
    return Locale.getDefault().getLanguage().equals("es") ? Locale.of("es") : Locale.ENGLISH;
  }

  /// The words of this name in the reader's language.
  public static ResourceBundle bundle(String name) {
    return bundle(name, locale());
  }

  private static ResourceBundle bundle(String name, Locale locale) {
    return ResourceBundle.getBundle(
        name,
        locale,
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }

  /// What went wrong with a file or a connection, without the names that programmers give it.
  public static String reason(Exception problem) {
    return switch (problem) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileAlreadyExistsException there ->
          there.getFile() + ": exists already and is not overwritten";
      case NotDirectoryException file -> file.getFile() + ": no such directory";
      case IOException told -> String.valueOf(told.getMessage());
      default -> problem.toString();
    };
  }

  public String say(String key, Object... arguments) {
    return new MessageFormat(bundle.getString(key), locale).format(arguments);
  }

  /// A count with its thousands grouped.
  public String count(long count) {
    return String.format(locale, "%,d", count);
  }

  /// A number given in tenths, with one decimal.
  public String tenths(long tenths) {
    char point = DecimalFormatSymbols.getInstance(locale).getDecimalSeparator();
    return count(tenths / 10) + point + tenths % 10;
  }

  /// Whether there are words for this.
  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  /// A language tag that the names of an election may have.
  public String language() {
    return locale.getLanguage();
  }
}
