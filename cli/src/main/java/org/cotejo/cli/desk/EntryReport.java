package org.cotejo.cli.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cotejo.cli.terminal.Words;
import org.cotejo.model.Arithmetic;
import org.cotejo.station.entry.BlankSheet;
import org.cotejo.station.entry.Entry;
import org.cotejo.station.entry.Field;
import org.cotejo.station.entry.Outcome;

/// Says where an entry stands and what comes next. Never a figure that somebody typed, before two
/// have agreed.
public final class EntryReport {
  private final BlankSheet sheet;
  private final Words words;
  private final SheetWords names;

  public EntryReport(BlankSheet sheet, Words words) {
    this.sheet = sheet;
    this.words = words;
    this.names = new SheetWords(sheet, words);
  }

  /// Lines for people.
  public List<String> tell(Entry entry) {
    var lines = new ArrayList<String>();
    String about = sheet.about().toString();
    lines.add(words.say("entry." + entry.stage(), about, entry.open().size()));
    switch (entry.stage()) {
      case DIFFERING -> {
        int width =
            entry.open().stream().mapToInt(field -> field.toString().length()).max().orElse(0);
        for (Field field : entry.open()) {
          lines.add(
              "  " + field + " ".repeat(width - field.toString().length()) + "  " + place(field));
        }
        lines.add(words.say("entry.next.settle"));
      }
      case HELD -> {
        for (Arithmetic.Breach breach : entry.breaches()) {
          lines.add("  " + names.breach(breach));
        }
        lines.add(words.say("entry.next.confirm", codes(entry)));
      }
      case READY -> lines.add(words.say("entry.next.close", sheet.about().contest()));
      case EMPTY, ENTERED_ONCE, SIGNED -> {
        return lines;
      }
    }
    return lines;
  }

  private String place(Field field) {
    return names.part(field) + " · " + names.field(field);
  }

  /// The rules that are broken, as they are confirmed.
  public static String codes(Entry entry) {
    return entry.breaches().stream()
        .map(breach -> breach.rule().name())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /// Why something did not take place.
  public String refused(Outcome.Code code, Entry entry, String detail) {
    return switch (code) {
      case E101 -> words.say("entry.E101", words.say("stage." + entry.stage()));
      case E102, E103, E107 -> words.say("entry." + code);
      case E104, E105 -> words.say("entry." + code, detail);
      case E106 -> words.say("entry.E106", codes(entry));
    };
  }
}
