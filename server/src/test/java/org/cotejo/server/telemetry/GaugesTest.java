package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GaugesTest {
  @TempDir private Path directory;

  @Test
  void areLookedAtEverySecond() throws IOException {
    try (var stage = new Stage(directory)) {
      long[] depth = {3};
      stage.telemetry.gauge("queue_journal", () -> depth[0]);
      stage.pass(1);
      assertThat(stage.telemetry.snapshot().gauges()).containsEntry("queue_journal", 3L);
      depth[0] = 4;
      assertThat(stage.telemetry.snapshot().gauges()).containsEntry("queue_journal", 3L);
      stage.pass(1);
      assertThat(stage.telemetry.snapshot().gauges()).containsEntry("queue_journal", 4L);
    }
  }

  @Test
  void areNotTakenTwiceNorBeyondTheirLimitNorBadlyNamed() throws IOException {
    try (var stage = new Stage(directory)) {
      for (String name : List.of("", "Heap", "heap-size", "1st", Telemetry.LOST_SECONDS)) {
        assertThatIllegalArgumentException().isThrownBy(() -> stage.telemetry.gauge(name, () -> 0));
      }
      for (int i = 1; i < Telemetry.MAX_GAUGES; i++) {
        stage.telemetry.gauge("gauge_" + i, () -> 0);
      }
      assertThatIllegalArgumentException()
          .isThrownBy(() -> stage.telemetry.gauge("one_more", () -> 0));
    }
  }
}
