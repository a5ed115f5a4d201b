package org.cotejo.server.telemetry;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The counters as an ExportMetricsServiceRequest of
/// [OTLP](https://opentelemetry.io/docs/specs/otlp/) in its JSON encoding: 64-bit integers are
/// strings, enumerations numbers, sums cumulative since counting began.
final class OtlpMetrics {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int CUMULATIVE = 2;
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;

  private final JsonGenerator json;
  private final String start;
  private final String now;

  private OtlpMetrics(JsonGenerator json, long started, Instant now) {
    this.json = json;
    this.start = started + "000000000";
    this.now = "%d%09d".formatted(now.getEpochSecond(), now.getNano());
  }

  static byte[] of(Telemetry telemetry) {
    Map<Lane, Totals> lanes = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      lanes.put(lane, telemetry.lane(lane).totals());
    }
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new OtlpMetrics(json, telemetry.started(), telemetry.now()).request(telemetry, lanes);
    }
    return bytes.toByteArray();
  }

  private void request(Telemetry telemetry, Map<Lane, Totals> lanes) {
    json.writeStartObject();
    json.writeArrayPropertyStart("resourceMetrics");
    json.writeStartObject();
    json.writeObjectPropertyStart("resource");
    attributes("service.name", "cotejo");
    json.writeEndObject();
    json.writeArrayPropertyStart("scopeMetrics");
    json.writeStartObject();
    json.writeObjectPropertyStart("scope");
    json.writeStringProperty("name", "org.cotejo.server.telemetry");
    json.writeEndObject();
    json.writeArrayPropertyStart("metrics");
    metrics(telemetry, lanes);
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
  }

  private void metrics(Telemetry telemetry, Map<Lane, Totals> lanes) {
    sum("cotejo.connections", "{connection}", lanes, Counts::connections);
    sum("cotejo.requests", "{request}", lanes, Counts::requests);
    sum("cotejo.received", "By", lanes, Counts::bytes);
    startSum("cotejo.refusals", "{request}");
    lanes.forEach((lane, totals) -> {
      for (Reason reason : Reason.values()) {
        point(totals.counts().refused(reason), "lane", lane.label(), "reason", reason.label());
      }
    });
    end();
    startHistogram("cotejo.answer.duration", "s");
    lanes.forEach((lane, totals) -> {
      point(totals.accepted(), "lane", lane.label(), "answer", "accepted");
      point(totals.duplicates(), "lane", lane.label(), "answer", "duplicate");
    });
    end();
    startGauge("cotejo.connections.open", "{connection}");
    lanes.forEach((lane, totals) -> point(totals.counts().open(), "lane", lane.label()));
    end();
    startGauge("cotejo.networks", "{network}");
    telemetry
        .snapshot()
        .lanes()
        .forEach((lane, view) -> point(view.thisMinute().distinct(), "lane", lane.label()));
    end();
    // One metric for all, since what they measure is known to whoever named them.
    startGauge("cotejo.gauge", "1");
    telemetry.gauges().forEach((name, value) -> point(value, "name", name));
    end();
  }

  private void sum(
      String name, String unit, Map<Lane, Totals> lanes, ToLongFunction<Counts> value) {
    startSum(name, unit);
    lanes.forEach(
        (lane, totals) -> point(value.applyAsLong(totals.counts()), "lane", lane.label()));
    end();
  }

  private void startSum(String name, String unit) {
    start(name, unit, "sum");
    json.writeNumberProperty("aggregationTemporality", CUMULATIVE);
    json.writeBooleanProperty("isMonotonic", true);
    json.writeArrayPropertyStart("dataPoints");
  }

  private void startHistogram(String name, String unit) {
    start(name, unit, "histogram");
    json.writeNumberProperty("aggregationTemporality", CUMULATIVE);
    json.writeArrayPropertyStart("dataPoints");
  }

  private void startGauge(String name, String unit) {
    start(name, unit, "gauge");
    json.writeArrayPropertyStart("dataPoints");
  }

  private void start(String name, String unit, String kind) {
    json.writeStartObject();
    json.writeStringProperty("name", name);
    json.writeStringProperty("unit", unit);
    json.writeObjectPropertyStart(kind);
  }

  private void end() {
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void point(long value, String... attributes) {
    startPoint(attributes);
    json.writeStringProperty("asInt", Long.toString(value));
    json.writeEndObject();
  }

  private void point(Distribution distribution, String... attributes) {
    startPoint(attributes);
    json.writeStringProperty("count", Long.toString(distribution.answers()));
    json.writeNumberProperty("sum", distribution.sumNanos() / NANOS);
    json.writeArrayPropertyStart("bucketCounts");
    for (long count : distribution.coarse()) {
      json.writeString(Long.toString(count));
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("explicitBounds");
    for (long bound : Distribution.BOUNDS_MICROS) {
      json.writeNumber(bound / MICROS);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void startPoint(String... attributes) {
    json.writeStartObject();
    attributes(attributes);
    json.writeStringProperty("startTimeUnixNano", start);
    json.writeStringProperty("timeUnixNano", now);
  }

  private void attributes(String... keysAndValues) {
    json.writeArrayPropertyStart("attributes");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      json.writeStartObject();
      json.writeStringProperty("key", keysAndValues[i]);
      json.writeObjectPropertyStart("value");
      json.writeStringProperty("stringValue", keysAndValues[i + 1]);
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
