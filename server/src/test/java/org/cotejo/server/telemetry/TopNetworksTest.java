package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TopNetworksTest {
  /// Metwally and others, theorems 2 and 3, on streams from even to steep.
  @Test
  void keepsEveryNetworkWithMoreThanASixtyFourth() {
    var random = new Random(3);
    for (int round = 0; round < 30; round++) {
      var top = new TopNetworks();
      Map<Long, Long> exact = new HashMap<>();
      double steepness = 0.5 + round / 10.0;
      long all = 0;
      for (int i = 0; i < 20_000; i++) {
        long network = Stage.network((int) (20_000 * Math.pow(random.nextDouble(), 1 + steepness)));
        long weight = random.nextLong(1, 6);
        top.add(network, weight);
        exact.merge(network, weight, Long::sum);
        all += weight;
      }
      List<TopNetworks.Heavy> kept = top.largest(TopNetworks.COUNTERS);
      long share = all / TopNetworks.COUNTERS;

      for (TopNetworks.Heavy heavy : kept) {
        assertThat(exact.getOrDefault(heavy.network(), 0L))
            .isBetween(heavy.atLeast(), heavy.atMost());
        assertThat(heavy.atMost() - heavy.atLeast()).isLessThanOrEqualTo(share);
      }
      assertThat(kept.stream().map(TopNetworks.Heavy::network))
          .containsAll(
              exact.entrySet().stream()
                  .filter(entry -> entry.getValue() > share)
                  .map(Map.Entry::getKey)
                  .collect(Collectors.toSet()));
    }
  }

  @Test
  void isExactWhileThereIsRoom() {
    var top = new TopNetworks();
    for (int i = 1; i <= TopNetworks.COUNTERS; i++) {
      top.add(Stage.network(i), i);
      top.add(Stage.network(1), 1);
    }

    assertThat(top.largest(3))
        .containsExactly(
            new TopNetworks.Heavy(Stage.network(1), 65, 65),
            new TopNetworks.Heavy(Stage.network(64), 64, 64),
            new TopNetworks.Heavy(Stage.network(63), 63, 63));
  }

  @Test
  void saysHowMuchMayHaveBeenOfOthers() {
    var top = new TopNetworks();
    for (int i = 1; i <= TopNetworks.COUNTERS; i++) {
      top.add(Stage.network(i), 10);
    }
    top.add(Stage.network(1_000), 5);

    assertThat(top.largest(1)).containsExactly(new TopNetworks.Heavy(Stage.network(1_000), 5, 15));
  }
}
