package org.cotejo.server.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusTest {
  @TempDir private Path directory;

  private static List<String> lines(Stage stage) {
    return new String(new Prometheus(stage.telemetry).text(), UTF_8).lines().toList();
  }

  @Test
  void saysWhatIsCountedAtThisMoment() throws IOException {
    try (var stage = new Stage(directory)) {
      stage.telemetry.gauge("queue_journal", () -> 12);
      stage.telemetry.gauge("heap_bytes", () -> 1_000);
      LaneCounters lane = stage.lane(Lane.STATIONS);
      lane.connection(Stage.network(1));
      lane.connection(Stage.network(2));
      lane.closed();
      stage.pass(1);
      lane.request(Stage.network(1));
      lane.bytes(77);
      lane.refused(Reason.NO_TICKET, Stage.network(1));
      lane.refused(Reason.NO_TICKET, Stage.network(1));

      assertThat(lines(stage))
          .contains(
              "# TYPE cotejo_requests_total counter",
              "cotejo_connections_total{lane=\"stations\"} 2.0",
              "# TYPE cotejo_open_connections gauge",
              "cotejo_open_connections{lane=\"stations\"} 1.0",
              "cotejo_requests_total{lane=\"stations\"} 1.0",
              "cotejo_requests_total{lane=\"operators\"} 0.0",
              "cotejo_received_bytes_total{lane=\"stations\"} 77.0",
              "# HELP cotejo_refusals_total Requests refused, by reason",
              "cotejo_refusals_total{lane=\"stations\",reason=\"no-ticket\"} 2.0",
              "cotejo_refusals_total{lane=\"open\",reason=\"evicted\"} 0.0",
              "cotejo_distinct_networks{lane=\"stations\"} 2.0",
              "# TYPE cotejo_queue_depth gauge",
              "cotejo_queue_depth{queue=\"journal\"} 12.0",
              "cotejo_heap_bytes 1000.0",
              "cotejo_telemetry_lost_seconds 0.0");
    }
  }

  @Test
  void countsAnswersInCumulativeBuckets() throws IOException {
    try (var stage = new Stage(directory)) {
      stage.lane(Lane.STATIONS).accepted(100_000);
      stage.lane(Lane.STATIONS).accepted(200_000);
      stage.lane(Lane.STATIONS).duplicate(100_000_000_000L);

      assertThat(lines(stage))
          .contains(
              "# TYPE cotejo_answer_seconds histogram",
              bucket("accepted", "1.28E-4", 1),
              bucket("accepted", "2.56E-4", 2),
              bucket("accepted", "67.108864", 2),
              bucket("accepted", "+Inf", 2),
              "cotejo_answer_seconds_count{answer=\"accepted\",lane=\"stations\"} 2",
              bucket("duplicate", "67.108864", 0),
              bucket("duplicate", "+Inf", 1),
              "cotejo_answer_seconds_sum{answer=\"duplicate\",lane=\"stations\"} 100.0");
    }
  }

  private static String bucket(String answer, String bound, int count) {
    return "cotejo_answer_seconds_bucket{answer=\"%s\",lane=\"stations\",le=\"%s\"} %d"
        .formatted(answer, bound, count);
  }

  @Test
  void isTextOfTheVersionThatPrometheusReads() throws IOException {
    try (var stage = new Stage(directory)) {
      assertThat(new Prometheus(stage.telemetry).contentType())
          .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    }
  }
}
