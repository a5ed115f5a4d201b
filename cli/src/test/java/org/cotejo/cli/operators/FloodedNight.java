package org.cotejo.cli.operators;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a console says of a night on which much is refused.
public final class FloodedNight {
  public static final long TIME = 1_795_898_467;
  private static final JsonMapper JSON = new JsonMapper();

  private FloodedNight() {}

  public static String status() {
    return status(TIME);
  }

  public static String status(long time) {
    ObjectNode root =
        JSON.createObjectNode()
            .put("format", "cotejo-status/1")
            .put("election", "village-2026")
            .put("mode", "rehearsal")
            .put("entries", 48_213);
    ObjectNode telemetry =
        root.putObject("telemetry").put("started", TIME - 11_526).put("time", time);
    ObjectNode lanes = telemetry.putObject("lanes");
    ObjectNode history = root.putObject("history").putObject("lanes");
    Map<String, Long> refusals = new TreeMap<>();
    List<String> reasons =
        List.of(
            "bad-ticket",
            "no-ticket",
            "rate",
            "timeout",
            "bad-request",
            "bad-signature",
            "evicted");
    for (int i = 0; i < reasons.size(); i++) {
      refusals.put(reasons.get(i), 4_105_112L / (1L << (3 * i)));
    }
    lane(lanes, "stations", 1204, new long[] {212, 198, 14}, Map.of("rate", 840L), 3_120, 11_800);
    lane(lanes, "open", 1988, new long[] {81_930, 2, 81_928}, refusals, 4_030, 40_200);
    lane(lanes, "operators", 1, new long[] {1, 0, 0}, Map.of(), 0, 0);
    senders((ObjectNode) lanes.get("open"));
    curve(history.putObject("stations"), time, 200, 12, 3);
    curve(history.putObject("open"), time, 82_000, 81_990, 30_000);
    telemetry
        .putObject("gauges")
        .put("connections_held", 340)
        .put("connections_open", 1988)
        .put("queue_first", 3)
        .put("queue_last", 1024)
        .put("telemetry_lost_seconds", 0);
    return root.toString();
  }

  private static void lane(
      ObjectNode lanes,
      String name,
      long open,
      long[] second,
      Map<String, Long> refusedFor,
      long p50,
      long p99) {
    ObjectNode lane = lanes.putObject(name).put("open", open);
    lane.putObject("second")
        .put("requests", second[0])
        .put("accepted", second[1])
        .putObject("refused")
        .put("rate", second[2]);
    ObjectNode minute = lane.putObject("minute");
    ObjectNode refused = minute.putObject("refused");
    refusedFor.forEach(refused::put);
    minute.putObject("acceptedMicros").put("p50", p50).put("p99", p99);
    lane.putObject("thisMinute")
        .put("minute", TIME - 40)
        .put("distinct", 256)
        .putArray("refusedMost");
  }

  private static void senders(ObjectNode lane) {
    ArrayNode most = (ArrayNode) lane.get("thisMinute").get("refusedMost");
    for (int i = 0; i < 12; i++) {
      ObjectNode sender =
          most.addObject()
              .put(
                  "network",
                  i == 2 ? "2001:db8:1234:5600::/56" : "203.0.%d.0/24".formatted(113 + i))
              .put("atLeast", 1)
              .put("atMost", 1_204_331L >> i);
      if (i % 3 != 1) {
        sender.put("country", i % 2 == 0 ? "BG" : "US");
      }
    }
  }

  private static void curve(ObjectNode lane, long time, long requests, long refused, long swing) {
    for (String column : List.of("time", "requests", "refused")) {
      lane.putArray(column);
    }
    for (int i = 0; i < 60; i++) {
      long more = i < 14 ? -requests + i : (i * 7919L % 17 - 8) * swing / 16;
      ((ArrayNode) lane.get("time")).add(time - 59 + i);
      ((ArrayNode) lane.get("requests")).add(Math.max(0, requests + more));
      ((ArrayNode) lane.get("refused")).add(Math.max(0, refused + more));
    }
  }

  public static String networks(int count) {
    ObjectNode root = JSON.createObjectNode().put("format", "cotejo-networks/1");
    ArrayNode refused = root.putArray("refused");
    for (int i = 0; i < count; i++) {
      refused
          .addObject()
          .put("network", i == 1 ? "2001:db8:1234:5600::/56" : "203.0.%d.0/24".formatted(113 + i))
          .put("failures", 5000 - i)
          .put("since", 61)
          .put("left", 239 + 1000L * i)
          .put("here", true)
          .put("kernel", i % 4 != 3);
    }
    return root.toString();
  }
}
