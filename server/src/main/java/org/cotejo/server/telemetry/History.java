package org.cotejo.server.telemetry;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The last seconds of every lane, oldest first, at most an hour of them: for a curve.
public record History(Map<Lane, List<Second>> lanes) {
  private static final JsonFactory JSON = new JsonFactory();

  /// As one line of JSON, see "Telemetry" in docs/formats.md.
  public byte[] json() {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("format", "cotejo-telemetry-history/1");
      json.writeObjectPropertyStart("lanes");
      lanes.forEach((lane, seconds) -> {
        json.writeObjectPropertyStart(lane.label());
        column(json, "time", seconds, Second::time);
        column(json, "open", seconds, Second::open);
        column(json, "requests", seconds, second -> second.counted().requests());
        column(json, "refused", seconds, second -> second.counted().allRefused());
        column(json, "accepted", seconds, second -> second.counted().accepted());
        column(json, "p99", seconds, second -> second.accepted().p99());
        json.writeEndObject();
      });
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  private static void column(
      JsonGenerator json, String name, List<Second> seconds, ToLongFunction<Second> value) {
    json.writeArrayPropertyStart(name);
    seconds.forEach(second -> json.writeNumber(value.applyAsLong(second)));
    json.writeEndArray();
  }
}
