package org.cotejo.cli.desk;

import org.cotejo.cli.terminal.Words;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.ArithmeticRule;
import org.cotejo.model.Selection;
import org.cotejo.sheet.SheetLanguage;
import org.cotejo.station.entry.BlankSheet;
import org.cotejo.station.entry.Field;

/// What fields and rules are called, as on the printed sheet.
final class SheetWords {
  private final BlankSheet sheet;
  private final SheetLanguage language;

  SheetWords(BlankSheet sheet, Words words) {
    this.sheet = sheet;
    this.language =
        words.language().equals(SheetLanguage.SPANISH.tag())
            ? SheetLanguage.SPANISH
            : SheetLanguage.ENGLISH;
  }

  /// The name of a field within its part of the sheet.
  String field(Field field) {
    if (field.selection() < 0) {
      return language.say(field.name());
    }
    Selection selection = sheet.ballot().get(field.selection());
    return selection.code() + "  " + selection.nameLatin();
  }

  /// The part of the sheet that a field is in.
  String part(Field field) {
    return field.channel() < 0 ? language.say("figures") : channel(field.channel());
  }

  private String channel(int channel) {
    return language.say("votes", language.channel(sheet.channels().get(channel)));
  }

  private String rule(ArithmeticRule rule) {
    boolean hasTwoForms = rule == ArithmeticRule.R103 || rule == ArithmeticRule.R104;
    return language.say(hasTwoForms && sheet.isNoneOfTheseApart() ? rule + ".apart" : rule.name());
  }

  /// Code, rule, and the two figures that disagree.
  String breach(Arithmetic.Breach breach) {
    boolean isOfOne = breach.channel() >= 0 && sheet.channels().size() > 1;
    String figures =
        isOfOne
            ? language.say(
                "broken.channel",
                Long.toString(breach.found()),
                Long.toString(breach.expected()),
                channel(breach.channel()))
            : language.say(
                "broken", Long.toString(breach.found()), Long.toString(breach.expected()));
    return "%s  %s – %s".formatted(breach.rule(), rule(breach.rule()), figures);
  }
}
