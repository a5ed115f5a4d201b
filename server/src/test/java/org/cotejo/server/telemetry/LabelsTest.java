package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LabelsTest {
  /// Raw counters on disk and dashboards are read by them.
  @Test
  void doNotChange() {
    assertThat(Arrays.stream(Lane.values()).map(Lane::label))
        .containsExactly("stations", "open", "operators");
    assertThat(Arrays.stream(Reason.values()).map(Reason::label))
        .containsExactly(
            "network-full",
            "network-refused",
            "no-ticket",
            "bad-ticket",
            "rate",
            "puzzle",
            "too-large",
            "bad-request",
            "timeout",
            "not-found",
            "method",
            "malformed",
            "unknown-key",
            "bad-signature",
            "not-permitted",
            "not-open",
            "busy",
            "evicted");
  }

  @Test
  void nameOneThingEach() {
    for (Reason reason : Reason.values()) {
      assertThat(Reason.of(reason.label())).contains(reason);
    }
    for (Lane lane : Lane.values()) {
      assertThat(Lane.of(lane.label())).contains(lane);
    }
    assertThat(Reason.of("attack")).isEmpty();
    assertThat(Lane.of("")).isEmpty();
  }
}
