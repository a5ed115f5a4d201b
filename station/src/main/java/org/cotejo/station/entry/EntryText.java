package org.cotejo.station.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ArithmeticRule;

/// The lines in which an entry is kept: one for each event, in the order in which they took place.
final class EntryText {
  private static final String EMPTY_FIELD = "-";

  private EntryText() {}

  static String line(Event event) {
    return switch (event) {
      case Event.Enter enter ->
          "enter %s %s %s"
              .formatted(
                  enter.clerk(),
                  enter.source().name().toLowerCase(Locale.ROOT),
                  Form.of(enter.figures()).values().entrySet().stream()
                      .map(field -> field.getKey() + "=" + field.getValue())
                      .collect(Collectors.joining(" ")));
      case Event.Settle settle ->
          "settle %s %s %s"
              .formatted(
                  settle.clerk(),
                  settle.field(),
                  settle.value().isPresent() ? settle.value().getAsLong() : EMPTY_FIELD);
      case Event.Confirm confirm ->
          "confirm %s %s"
              .formatted(
                  confirm.clerk(),
                  confirm.broken().stream().map(Enum::name).collect(Collectors.joining(" ")));
      case Event.Clear clear -> "clear " + clear.clerk();
      case Event.Sign(Hash leaf) -> "sign " + leaf.hex();
    };
  }

  /// Reads what [#line] writes and nothing else.
  static Event parse(String line) throws MalformedException {
    List<String> words = List.of(line.split(" ", -1));
    try {
      Event event =
          switch (words.getFirst()) {
            case "enter" -> enter(words);
            case "settle" ->
                new Event.Settle(words.get(1), Field.parse(words.get(2)), value(words.get(3)));
            case "confirm" ->
                new Event.Confirm(
                    words.get(1),
                    words.stream()
                        .skip(2)
                        .map(ArithmeticRule::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new)));
            case "clear" -> new Event.Clear(words.get(1));
            case "sign" -> new Event.Sign(Hash.parseHex(words.get(1)));
            default -> throw new MalformedException("no event: '" + line + "'");
          };
      if (line(event).equals(line)) {
        return event;
      }
      throw new MalformedException("no event: '" + line + "'");
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new MalformedException("no event: '" + line + "'");
    }
  }

  private static Event enter(List<String> words) throws MalformedException {
    var values = new TreeMap<Field, Long>();
    for (String word : words.subList(3, words.size())) {
      int equals = word.indexOf('=');
      values.put(Field.parse(word.substring(0, equals)), count(word.substring(equals + 1)));
    }
    Event.Source source =
        Arrays.stream(Event.Source.values())
            .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(words.get(2)))
            .findFirst()
            .orElseThrow(() -> new MalformedException("no source: '" + words.get(2) + "'"));
    return new Event.Enter(words.get(1), source, new Form(values).figures());
  }

  private static OptionalLong value(String word) {
    return word.equals(EMPTY_FIELD) ? OptionalLong.empty() : OptionalLong.of(count(word));
  }

  private static long count(String word) {
    if (!word.matches("0|[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException("not a count: '" + word + "'");
    }
    return Long.parseLong(word);
  }
}
