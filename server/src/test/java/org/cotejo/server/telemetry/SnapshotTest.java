package org.cotejo.server.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SnapshotTest {
  private static final String NOTHING =
      "{\"connections\":0,\"closed\":0,\"requests\":0,\"bytes\":0,\"accepted\":0,\"duplicates\":0,"
          + "\"refused\":{},\"acceptedMicros\":{\"p50\":0,\"p90\":0,\"p99\":0,\"max\":0},"
          + "\"duplicateMicros\":{\"p50\":0,\"p90\":0,\"p99\":0,\"max\":0}}";

  @TempDir private Path directory;

  /// The console reads this shape, and whatever others have built on it.
  @Test
  void writesTheShapeThatReadersKnow() throws IOException {
    Path countries =
        new CountriesFile()
            .with("10.0.1.0", 24, Map.of("country", "ES"))
            .writeTo(directory.resolve("countries.mmdb"));
    try (var stage = new Stage(directory, Stage.NOON, Optional.of(countries))) {
      stage.telemetry.gauge("queue_journal", () -> 2);
      LaneCounters lane = stage.lane(Lane.STATIONS);
      lane.connection(Stage.network(1));
      lane.request(Stage.network(1));
      lane.bytes(9);
      lane.refused(Reason.BAD_TICKET, Stage.network(2));
      lane.accepted(5_000);
      stage.pass(1);
      String json = new String(stage.telemetry.snapshot().json(), UTF_8);
      String counted =
          "{\"connections\":1,\"closed\":0,\"requests\":1,\"bytes\":9,\"accepted\":1,"
              + "\"duplicates\":0,\"refused\":{\"bad-ticket\":1},"
              + "\"acceptedMicros\":{\"p50\":5,\"p90\":5,\"p99\":5,\"max\":5},"
              + "\"duplicateMicros\":{\"p50\":0,\"p90\":0,\"p99\":0,\"max\":0}}";

      assertThat(json)
          .startsWith(
              "{\"format\":\"cotejo-telemetry/1\",\"started\":1772366400,\"time\":1772366400,"
                  + "\"lanes\":{\"stations\":{\"open\":1,\"second\":"
                  + counted
                  + ",\"minute\":"
                  + counted
                  + ",\"total\":"
                  + counted
                  + ",\"thisMinute\":{\"minute\":1772366400,\"distinct\":2,\"busiest\":"
                  + "[{\"network\":\"10.0.1.0/24\",\"atLeast\":1,\"atMost\":1,\"country\":\"ES\"}],"
                  + "\"refusedMost\":[{\"network\":\"10.0.2.0/24\",\"atLeast\":1,\"atMost\":1}]}},"
                  + "\"open\":{\"open\":0,\"second\":"
                  + NOTHING)
          .endsWith("\"gauges\":{\"queue_journal\":2,\"telemetry_lost_seconds\":0}}\n");
    }
  }

  @Test
  void showsTheMinuteBeforeOnceThereIsOne() throws IOException {
    try (var stage = new Stage(directory)) {
      for (int second = 0; second < 61; second++) {
        stage.pass(1);
      }
      JsonNode json = JsonMapper.shared().readTree(stage.telemetry.snapshot().json());

      assertThat(json.at("/lanes/open/lastMinute/minute").longValue()).isEqualTo(Stage.NOON);
      assertThat(json.at("/lanes/open/thisMinute/minute").longValue()).isEqualTo(Stage.NOON + 60);
    }
  }

  @Test
  void hasAHistoryOfColumns() throws IOException {
    try (var stage = new Stage(directory)) {
      stage.lane(Lane.OPERATORS).request(Stage.network(1));
      stage.lane(Lane.OPERATORS).accepted(3_000);
      stage.pass(1);
      stage.lane(Lane.OPERATORS).connection(Stage.network(1));
      stage.lane(Lane.OPERATORS).refused(Reason.METHOD, Stage.network(1));
      stage.pass(1);

      assertThat(new String(stage.telemetry.history(60).json(), UTF_8))
          .startsWith("{\"format\":\"cotejo-telemetry-history/1\",\"lanes\":{\"stations\":{")
          .endsWith(
              "\"operators\":{\"time\":[1772366400,1772366401],\"open\":[0,1],\"requests\":[1,0],"
                  + "\"refused\":[0,1],\"accepted\":[1,0],\"p99\":[3,0]}}}\n");
    }
  }
}
