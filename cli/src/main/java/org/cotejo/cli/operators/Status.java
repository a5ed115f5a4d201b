package org.cotejo.cli.operators;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How a server stands, as its console tells it. Lanes, reasons and gauges are taken as they come,
/// so that a newer server can be looked at as well.
///
/// @param entries of the log
/// @param started POSIX seconds
/// @param time POSIX seconds of the newest second counted
/// @param lanes by name, in the console's order
/// @param gauges by name
public record Status(
    String election,
    String mode,
    long entries,
    long started,
    long time,
    Map<String, Lane> lanes,
    Map<String, Long> gauges) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FORMAT = "cotejo-status/1";
  private static final String NETWORKS_FORMAT = "cotejo-networks/1";

  /// One way in.
  ///
  /// @param open connections
  /// @param requests in the newest second, like `accepted` and `refused`
  /// @param p50Micros time to the answer of a new record, of the last minute
  /// @param refusedFor of the last minute, by reason
  /// @param networks about how many there were in the minute of `senders`
  /// @param senders those with the most requests refused
  /// @param curve the last seconds, the newest last
  public record Lane(
      long open,
      long requests,
      long accepted,
      long refused,
      long p50Micros,
      long p99Micros,
      Map<String, Long> refusedFor,
      long networks,
      List<Sender> senders,
      List<Second> curve) {}

  /// A network, and about how many of its requests were refused.
  public record Sender(String network, Optional<String> country, long refused) {}

  /// What was counted in a second, or in several that end with it.
  public record Second(long time, long requests, long refused) {}

  /// A network whose connections are closed unread.
  ///
  /// @param left seconds
  public record Refused(String network, long failures, long left, boolean isInKernel) {}

  /// Reads `GET /status`.
  ///
  /// @throws IOException if it is not what a console of this version answers
  public static Status read(String json) throws IOException {
    JsonNode root = tree(json, FORMAT);
    JsonNode telemetry = root.path("telemetry");
    long time = telemetry.path("time").longValue(0);
    Map<String, Lane> lanes = new LinkedHashMap<>();
    for (var lane : telemetry.path("lanes").properties()) {
      JsonNode curve = root.path("history").path("lanes").path(lane.getKey());
      lanes.put(lane.getKey(), lane(lane.getValue(), curve, time));
    }
    return new Status(
        root.path("election").stringValue(""),
        root.path("mode").stringValue(""),
        root.path("entries").longValue(0),
        telemetry.path("started").longValue(0),
        time,
        Collections.unmodifiableMap(lanes),
        counts(telemetry.path("gauges")));
  }

  /// Reads `GET /networks`.
  ///
  /// @throws IOException if it is not what a console of this version answers
  public static List<Refused> readNetworks(String json) throws IOException {
    var networks = new ArrayList<Refused>();
    for (JsonNode network : tree(json, NETWORKS_FORMAT).path("refused")) {
      networks.add(
          new Refused(
              network.path("network").stringValue(""),
              network.path("failures").longValue(0),
              network.path("left").longValue(0),
              network.path("kernel").booleanValue(false)));
    }
    return List.copyOf(networks);
  }

  private static JsonNode tree(String json, String format) throws IOException {
    try {
      JsonNode root = JSON.readTree(json);
      if (root.path("format").stringValue("").equals(format)) {
        return root;
      }
    } catch (JacksonException e) {
      throw new IOException("the console's answer is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IOException("the console's answer is not " + format + "; is it of another version?");
  }

  private static Lane lane(JsonNode lane, JsonNode curve, long time) {
    JsonNode second = lane.path("second");
    JsonNode minute = lane.path("minute");
    JsonNode times = minute.path("acceptedMicros");
    JsonNode crowd = crowd(lane, time);
    return new Lane(
        lane.path("open").longValue(0),
        second.path("requests").longValue(0),
        second.path("accepted").longValue(0),
        sum(counts(second.path("refused"))),
        times.path("p50").longValue(0),
        times.path("p99").longValue(0),
        counts(minute.path("refused")),
        crowd.path("distinct").longValue(0),
        senders(crowd.path("refusedMost")),
        curve(curve));
  }

  /// A minute that has just begun says little; until then the one before tells more.
  private static JsonNode crowd(JsonNode lane, long time) {
    JsonNode running = lane.path("thisMinute");
    JsonNode before = lane.path("lastMinute");
    boolean isYoung = time - running.path("minute").longValue(0) < 10;
    return isYoung && !before.isMissingNode() ? before : running;
  }

  private static Map<String, Long> counts(JsonNode node) {
    Map<String, Long> counts = new LinkedHashMap<>();
    node.properties().forEach(count -> counts.put(count.getKey(), count.getValue().longValue(0)));
    return Collections.unmodifiableMap(counts);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static List<Sender> senders(JsonNode most) {
    var senders = new ArrayList<Sender>();
    for (JsonNode sender : most) {
      JsonNode country = sender.path("country");
      senders.add(
          new Sender(
              sender.path("network").stringValue(""),
              country.isString() ? Optional.of(country.stringValue()) : Optional.empty(),
              sender.path("atMost").longValue(0)));
    }
    return List.copyOf(senders);
  }

  private static List<Second> curve(JsonNode columns) {
    var seconds = new ArrayList<Second>();
    for (int i = 0; i < columns.path("time").size(); i++) {
      seconds.add(
          new Second(
              columns.path("time").path(i).longValue(0),
              columns.path("requests").path(i).longValue(0),
              columns.path("refused").path(i).longValue(0)));
    }
    return List.copyOf(seconds);
  }
}
