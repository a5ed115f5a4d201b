package org.cotejo.server;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.cotejo.server.gate.Networks;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Refused networks as JSON: members in a fixed order, times in whole seconds.
final class NetworksJson {
  private static final JsonFactory JSON = new JsonFactory();

  private NetworksJson() {}

  static byte[] of(List<Networks.Standing> networks) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("format", "cotejo-networks/1");
      json.writeArrayPropertyStart("refused");
      networks.forEach(network -> write(json, network));
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  private static void write(JsonGenerator json, Networks.Standing network) {
    json.writeStartObject();
    json.writeStringProperty("network", network.network().toString());
    json.writeNumberProperty("failures", network.failures());
    json.writeNumberProperty("since", network.since().toSeconds());
    json.writeNumberProperty("left", network.left().toSeconds());
    json.writeBooleanProperty("here", network.isHere());
    json.writeBooleanProperty("kernel", network.isInKernel());
    json.writeEndObject();
  }
}
