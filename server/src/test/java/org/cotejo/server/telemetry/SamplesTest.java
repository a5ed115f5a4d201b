package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private static long total(List<TopNetworks.Heavy> all) {
    return all.stream().mapToLong(TopNetworks.Heavy::atMost).sum();
  }

  @Test
  void missNothingWhileThereIsLittle() {
    var samples = new Samples(0, 1);
    for (int event = 0; event < Samples.CAPACITY; event++) {
      samples.offer(event, Stage.network(event % 8));
    }
    var top = new TopNetworks();
    samples.weigh(Samples.CAPACITY, top);

    assertThat(top.largest(9))
        .hasSize(8)
        .allSatisfy(heavy -> assertThat(heavy.atMost()).isEqualTo(Samples.CAPACITY / 8));
  }

  /// A second that is like the one before keeps about 4,096 to 8,192 samples; a network's share is
  /// then off by two hundredths at the very most.
  @Test
  void standForAllOfAFloodInItsProportions() {
    int events = 500_000;
    var samples = new Samples(events, 1);
    for (int event = 0; event < events; event++) {
      // In step with the sampling, had it a step.
      samples.offer(event, Stage.network(event % 64 == 0 ? 1 : event % 2 == 0 ? 2 : 3));
    }
    var top = new TopNetworks();
    samples.weigh(events, top);
    List<TopNetworks.Heavy> all = top.largest(4);

    assertThat(total(all)).isEqualTo(events);
    assertThat(all)
        .extracting(TopNetworks.Heavy::network)
        .containsExactly(Stage.network(3), Stage.network(2), Stage.network(1));
    assertThat(all.get(0).atMost()).isBetween(240_000L, 260_000L);
    assertThat(all.get(1).atMost()).isBetween(232_000L, 252_000L);
    assertThat(all.get(2).atMost()).isBetween(5_000L, 11_000L);
  }

  @Test
  void areNoMoreThanThereIsRoomForWhenAFloodBegins() {
    int events = 500_000;
    var samples = new Samples(10, 1);
    for (int event = 0; event < events; event++) {
      samples.offer(event, Stage.network(1 + event % 2));
    }
    var top = new TopNetworks();
    samples.weigh(events, top);

    assertThat(top.largest(3)).hasSize(2);
    assertThat(total(top.largest(3))).isEqualTo(events);
  }

  @Test
  void areNothingWithoutEvents() {
    var top = new TopNetworks();
    new Samples(0, 1).weigh(0, top);

    assertThat(top.largest(1)).isEmpty();
  }
}
