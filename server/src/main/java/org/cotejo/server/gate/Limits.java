package org.cotejo.server.gate;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.cotejo.cose.MalformedException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A value for every [Limit], each within its range.
public final class Limits {
  /// What holds as long as nobody says otherwise.
  public static final Limits STANDARD = new Limits(Map.of());

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final Map<Limit, Integer> values = new EnumMap<>(Limit.class);

  private Limits(Map<Limit, Integer> set) {
    for (Limit limit : Limit.values()) {
      values.put(limit, set.getOrDefault(limit, limit.standard()));
    }
  }

  public int of(Limit limit) {
    return Objects.requireNonNull(values.get(limit));
  }

  /// These limits with another value for one of them.
  ///
  /// @throws IllegalArgumentException if it is out of range
  public Limits with(Limit limit, int value) {
    if (value < limit.least() || value > limit.most()) {
      throw new IllegalArgumentException(outOfRange(limit));
    }
    var set = new EnumMap<>(values);
    set.put(limit, value);
    return new Limits(set);
  }

  /// Reads a JSON object that names some of the limits; the others keep their standard value.
  ///
  /// @throws MalformedException if it is anything else; names line and remedy
  public static Limits parse(byte[] json) throws MalformedException {
    var set = new EnumMap<Limit, Integer>(Limit.class);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      require(parser, parser.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        Limit limit = Limit.of(name).orElse(null);
        require(parser, limit != null, "there is no limit '" + name + "'");
        if (limit != null) {
          boolean isNumber =
              parser.nextToken() == JsonToken.VALUE_NUMBER_INT
                  && parser.getNumberType() == JsonParser.NumberType.INT;
          require(parser, isNumber, outOfRange(limit));
          int value = parser.getIntValue();
          require(parser, value >= limit.least() && value <= limit.most(), outOfRange(limit));
          set.put(limit, value);
        }
      }
      require(parser, parser.nextToken() == null, "something follows the JSON object");
    } catch (JacksonException e) {
      throw new MalformedException(
          "line %d: not JSON: %s".formatted(line(e), e.getOriginalMessage()));
    }
    return new Limits(set);
  }

  private static int line(JacksonException e) {
    return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
  }

  private static void require(JsonParser parser, boolean holds, String problem)
      throws MalformedException {
    if (!holds) {
      throw new MalformedException(
          "line %d: %s".formatted(parser.currentTokenLocation().getLineNr(), problem));
    }
  }

  private static String outOfRange(Limit limit) {
    return "'%s' is a whole number from %d to %d"
        .formatted(limit.label(), limit.least(), limit.most());
  }

  /// All limits as the JSON object that [#parse] reads, one a line.
  public String json() {
    return Arrays.stream(Limit.values())
        .map(limit -> "  \"%s\": %d".formatted(limit.label(), of(limit)))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }
}
