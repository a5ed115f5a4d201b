package org.cotejo.server.telemetry;

import java.io.ByteArrayOutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes a snapshot as JSON: members in a fixed order, integers and text only.
final class SnapshotJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonGenerator json;

  private SnapshotJson(JsonGenerator json) {
    this.json = json;
  }

  static byte[] of(Snapshot snapshot) {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new SnapshotJson(json).write(snapshot);
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }

  private void write(Snapshot snapshot) {
    json.writeStartObject();
    json.writeStringProperty("format", "cotejo-telemetry/1");
    json.writeNumberProperty("started", snapshot.started());
    json.writeNumberProperty("time", snapshot.time());
    json.writeObjectPropertyStart("lanes");
    snapshot
        .lanes()
        .forEach((lane, view) -> {
          json.writeObjectPropertyStart(lane.label());
          write(view);
          json.writeEndObject();
        });
    json.writeEndObject();
    json.writeObjectPropertyStart("gauges");
    snapshot.gauges().forEach(json::writeNumberProperty);
    json.writeEndObject();
    json.writeEndObject();
  }

  private void write(Snapshot.LaneView view) {
    json.writeNumberProperty("open", view.open());
    write("second", view.second());
    write("minute", view.minute());
    write("total", view.total());
    write("thisMinute", view.thisMinute());
    view.lastMinute().ifPresent(crowd -> write("lastMinute", crowd));
  }

  private void write(String name, Snapshot.Span span) {
    Counts counts = span.counts();
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("connections", counts.connections());
    json.writeNumberProperty("closed", counts.closed());
    json.writeNumberProperty("requests", counts.requests());
    json.writeNumberProperty("bytes", counts.bytes());
    json.writeNumberProperty("accepted", counts.accepted());
    json.writeNumberProperty("duplicates", counts.duplicates());
    json.writeObjectPropertyStart("refused");
    counts
        .refused()
        .forEach((reason, count) -> json.writeNumberProperty(reason.label(), count.longValue()));
    json.writeEndObject();
    write("acceptedMicros", span.accepted());
    write("duplicateMicros", span.duplicates());
    json.writeEndObject();
  }

  private void write(String name, Latency latency) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("p50", latency.p50());
    json.writeNumberProperty("p90", latency.p90());
    json.writeNumberProperty("p99", latency.p99());
    json.writeNumberProperty("max", latency.max());
    json.writeEndObject();
  }

  private void write(String name, Snapshot.Crowd crowd) {
    json.writeObjectPropertyStart(name);
    json.writeNumberProperty("minute", crowd.minute());
    json.writeNumberProperty("distinct", crowd.distinct());
    write("busiest", crowd.busiest());
    write("refusedMost", crowd.refusedMost());
    json.writeEndObject();
  }

  private void write(String name, List<Snapshot.Sender> senders) {
    json.writeArrayPropertyStart(name);
    for (Snapshot.Sender sender : senders) {
      json.writeStartObject();
      json.writeStringProperty("network", sender.network());
      json.writeNumberProperty("atLeast", sender.atLeast());
      json.writeNumberProperty("atMost", sender.atMost());
      sender.country().ifPresent(country -> json.writeStringProperty("country", country));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
