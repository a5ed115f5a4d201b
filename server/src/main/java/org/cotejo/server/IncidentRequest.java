package org.cotejo.server;

import java.util.Optional;
import java.util.Set;
import org.cotejo.cose.MalformedException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an operator asks to be told the log: which window, seen from where, and perhaps a text to
/// be sealed beside it.
///
/// @param from POSIX seconds, the first second
/// @param to POSIX seconds, the last second
record IncidentRequest(String vantage, long from, long to, Optional<String> text) {
  private static final Set<String> FIELDS = Set.of("vantage", "from", "to", "text");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /// Reads `{"vantage": "…", "from": …, "to": …, "text": "…"}`, the last one only if there is a
  /// text.
  ///
  /// @throws MalformedException if it is anything else; says what
  static IncidentRequest read(byte[] json) throws MalformedException {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      throw new MalformedException("not JSON: " + e.getOriginalMessage());
    }
    if (!root.isObject()) {
      throw new MalformedException("not a JSON object");
    }
    for (String field : root.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw new MalformedException("unknown field '" + field + "'");
      }
    }
    JsonNode text = root.path("text");
    if (!text.isMissingNode() && !text.isString()) {
      throw new MalformedException("'text' is text");
    }
    JsonNode vantage = root.path("vantage");
    if (!vantage.isString()) {
      throw new MalformedException("'vantage' is missing, or no text");
    }
    return new IncidentRequest(
        vantage.stringValue(),
        second(root, "from"),
        second(root, "to"),
        text.isString() ? Optional.of(text.stringValue()) : Optional.empty());
  }

  private static long second(JsonNode root, String field) throws MalformedException {
    JsonNode node = root.path(field);
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new MalformedException("'" + field + "' is missing, or no whole number of seconds");
    }
    return node.longValue();
  }
}
