package org.cotejo.model;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads `election.json`.
final class ElectionJson {
  private static final String FILE = "election.json";
  private static final Set<String> FIELDS =
      Set.of("code", "name", "date", "mode", "channels", "licence");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})?");
  private static final int MAX_NAME = 200;
  private static final int DATE_LENGTH = 10;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final PackageErrors errors;

  ElectionJson(PackageErrors errors) {
    this.errors = errors;
  }

  Optional<ElectionPackage.Header> read(String text) throws PackageErrors.EnoughException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      // What follows is where the library read it from.
      String problem = e.getOriginalMessage().replaceFirst(" \\(start marker at .*", "");
      errors.add(FILE, line, "not JSON: " + problem);
      return Optional.empty();
    }
    if (!root.isObject()) {
      errors.add(FILE + ": not a JSON object");
      return Optional.empty();
    }
    for (String field : root.propertyNames()) {
      if (!FIELDS.contains(field)) {
        errors.add(FILE + ": unknown field " + PackageErrors.quote(field));
      }
    }
    String code = code(root.path("code").stringValue(""), "code");
    SortedMap<String, String> names = names(root.path("name"));
    Optional<LocalDate> date = date(root.path("date").stringValue(""));
    Optional<Mode> mode = mode(root.path("mode").stringValue(""));
    List<String> channels = channels(root.path("channels"));
    Optional<String> licence = licence(root.path("licence"));
    if (!errors.isEmpty() || date.isEmpty() || mode.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ElectionPackage.Header(code, names, date.get(), mode.get(), channels, licence));
  }

  private String code(String value, String field) throws PackageErrors.EnoughException {
    if (!PackageTable.CODE.matcher(value).matches()) {
      errors.add(
          "%s: %s is not a code (1 to 24 of A-Z a-z 0-9 . _ -, a letter or digit first): %s"
              .formatted(FILE, field, PackageErrors.quote(value)));
    }
    return value;
  }

  private SortedMap<String, String> names(JsonNode node) throws PackageErrors.EnoughException {
    SortedMap<String, String> names = new TreeMap<>();
    for (var name : node.properties()) {
      String value = name.getValue().stringValue("");
      boolean sound =
          LANGUAGE.matcher(name.getKey()).matches()
              && !value.isBlank()
              && value.length() <= MAX_NAME
              && value.codePoints().allMatch(ElectionJson::isOfText);
      if (sound) {
        names.put(name.getKey(), value);
      } else {
        errors.add(
            "%s: name %s is not a language tag with a name of 1 to 200 characters"
                .formatted(FILE, PackageErrors.quote(name.getKey())));
      }
    }
    if (names.isEmpty()) {
      errors.add(FILE + ": name must give the election's name by language, as {\"en\": \"…\"}");
    }
    return names;
  }

  /// Neither a control character nor half of one: JSON can escape a lone surrogate, which no text
  /// file can hold.
  private static boolean isOfText(int character) {
    return !Character.isISOControl(character)
        && Character.getType(character) != Character.SURROGATE;
  }

  private Optional<LocalDate> date(String value) throws PackageErrors.EnoughException {
    try {
      if (value.length() == DATE_LENGTH) {
        return Optional.of(LocalDate.parse(value));
      }
    } catch (DateTimeException e) {
      // Told below, with the dates of other lengths that the parser would take.
    }
    errors.add(FILE + ": date is not YYYY-MM-DD: " + PackageErrors.quote(value));
    return Optional.empty();
  }

  private Optional<Mode> mode(String value) throws PackageErrors.EnoughException {
    try {
      return Optional.of(Mode.of(value));
    } catch (MalformedException e) {
      errors.add(
          "%s: mode is not one of real, rehearsal, re-enactment: %s"
              .formatted(FILE, PackageErrors.quote(value)));
      return Optional.empty();
    }
  }

  private Optional<String> licence(JsonNode node) throws PackageErrors.EnoughException {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    String value = node.stringValue("");
    if (!ElectionPackage.LICENCE.matcher(value).matches()) {
      errors.add(
          "%s: licence is not an identifier as SPDX lists them, such as CC0-1.0: %s"
              .formatted(FILE, PackageErrors.quote(value)));
    }
    return Optional.of(value);
  }

  private List<String> channels(JsonNode node) throws PackageErrors.EnoughException {
    var channels = new ArrayList<String>();
    for (JsonNode channel : node) {
      channels.add(code(channel.stringValue(""), "channel"));
    }
    boolean distinct = channels.stream().distinct().count() == channels.size();
    if (!node.isArray()
        || channels.isEmpty()
        || channels.size() > FiguresCodec.MAX_CHANNELS
        || !distinct) {
      errors.add(FILE + ": channels must be 1 to 4 different codes, as [\"paper\"]");
    }
    return channels;
  }
}
