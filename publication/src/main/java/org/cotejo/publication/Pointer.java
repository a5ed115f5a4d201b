package org.cotejo.publication;

import java.io.ByteArrayOutputStream;
import org.cotejo.count.Fold;
import org.cotejo.model.BulletinStatement;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// A bulletin in readable form: what its statement says and where in the log it stands. The newest
/// one is also at `latest.json`, the small file that readers poll.
final class Pointer {
  private static final JsonFactory JSON = new JsonFactory();

  private Pointer() {}

  static byte[] json(Fold fold, long entry, BulletinStatement bulletin) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("election", fold.election().code());
      json.writeStringProperty("mode", fold.election().mode().label());
      json.writeNumberProperty("bulletin", bulletin.number());
      json.writeNumberProperty("entry", entry);
      json.writeNumberProperty("logSize", bulletin.logSize());
      json.writeStringProperty("root", bulletin.root().base64());
      json.writeNumberProperty("asOf", bulletin.asOf());
      json.writeNumberProperty("rules", bulletin.rules());
      json.writeStringProperty("index", "totals/" + bulletin.index().hex() + ".json");
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }
}
