package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import org.cotejo.model.Mode;
import org.cotejo.server.telemetry.History;
import org.cotejo.server.telemetry.Snapshot;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// How a server stands, in one answer, so that who looks at it every second asks once.
///
/// @param election its code
/// @param entries of the log, durable ones
/// @param history of the last minute
record ConsoleStatus(
    String election, Mode mode, long entries, Snapshot telemetry, History history) {
  /// Seconds of history that are handed out.
  static final int HISTORY_SECONDS = 60;

  private static final JsonFactory JSON = new JsonFactory();

  byte[] json() {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("format", "cotejo-status/1");
      json.writeStringProperty("election", election);
      json.writeStringProperty("mode", mode.label());
      json.writeNumberProperty("entries", entries);
      json.writeName("telemetry");
      json.writeRawValue(new String(telemetry.json(), UTF_8).strip());
      json.writeName("history");
      json.writeRawValue(new String(history.json(), UTF_8).strip());
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }
}
