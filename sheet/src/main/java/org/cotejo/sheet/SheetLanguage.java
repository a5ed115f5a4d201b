package org.cotejo.sheet;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.SortedMap;

/// What a sheet says, in one of the languages it can be printed in.
public enum SheetLanguage {
  ENGLISH("en", NumberWords.ENGLISH),
  SPANISH("es", NumberWords.SPANISH);

  private final String tag;
  private final NumberWords numbers;

  SheetLanguage(String tag, NumberWords numbers) {
    this.tag = tag;
    this.numbers = numbers;
  }

  /// Its language tag, as the names of an election have it.
  public String tag() {
    return tag;
  }

  /// What stands on a sheet under this key.
  public String say(String key, Object... arguments) {
    return new MessageFormat(bundle().getString(key), Locale.of(tag)).format(arguments);
  }

  /// What a channel is called; its code if it is none of the usual ones.
  public String channel(String code) {
    ResourceBundle bundle = bundle();
    String key = "channel." + code;
    return bundle.containsKey(key) ? bundle.getString(key) : code;
  }

  String inWords(long count) {
    return numbers.of(count);
  }

  /// The name in this language; in English or else any other if there is none.
  String of(SortedMap<String, String> names) {
    String own = names.get(tag);
    String english = names.get(ENGLISH.tag);
    return own != null ? own : english != null ? english : names.sequencedValues().getFirst();
  }

  private ResourceBundle bundle() {
    return ResourceBundle.getBundle(
        "org.cotejo.sheet.sheet",
        Locale.of(tag),
        ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
  }
}
