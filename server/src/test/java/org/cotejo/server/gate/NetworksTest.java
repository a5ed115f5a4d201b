package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
  private static final long DEVICE = 0x1122_3344_5566_7788L;

  private final TestKernel kernel = new TestKernel();

  /// Close to where it overflows: only differences of such a clock mean anything.
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);

  private final Networks networks = networks(NetworkLimits.STANDARD);

  private Networks networks(NetworkLimits limits) {
    return new Networks(limits, 1000, kernel, clock::get, 42);
  }

  private static long ipv4(int number) {
    return 4L << 56 | number;
  }

  private static final long ONE = ipv4(0xc00002);
  private static final long OTHER = ipv4(0xc63364);

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private void fail(long network, int times) {
    for (int i = 0; i < times; i++) {
      networks.failed(network);
    }
  }

  @Test
  void refusesNetworkThatFailsMoreOftenThanItMay() {
    fail(ONE, 300);
    assertThat(networks.isRefused(ONE)).isFalse();
    fail(ONE, 1);
    assertThat(networks.isRefused(ONE)).isTrue();
    assertThat(networks.isRefused(OTHER)).isFalse();
    assertThat(kernel.refused)
        .containsOnlyKeys(new Network(ONE))
        .containsValue(Duration.ofSeconds(60));
  }

  @Test
  void neverRefusesNetworkThatFailsSlowly() {
    for (int i = 0; i < 20_000; i++) {
      fail(ONE, 1);
      pass(Duration.ofMillis(34));
    }
    assertThat(networks.isRefused(ONE)).isFalse();
  }

  @Test
  void refusalEndsAndTheNextOneTakesAsManyFailures() {
    fail(ONE, 301);
    pass(Duration.ofSeconds(60).minusNanos(1));
    assertThat(networks.isRefused(ONE)).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(networks.isRefused(ONE)).isFalse();
    fail(ONE, 300);
    assertThat(networks.isRefused(ONE)).isFalse();
    fail(ONE, 1);
    assertThat(networks.isRefused(ONE)).isTrue();
  }

  @Test
  void whatWasUnderWayWhenItWasRefusedMakesItNoLonger() {
    fail(ONE, 301);
    pass(Duration.ofSeconds(59));
    fail(ONE, 1000);
    pass(Duration.ofSeconds(1));
    assertThat(networks.isRefused(ONE)).isFalse();
    fail(ONE, 1);
    assertThat(networks.isRefused(ONE)).isFalse();
  }

  @Test
  void newStatementOfDeviceLetsItsNetworkThroughAtOnceAndForTenMinutes() {
    fail(ONE, 301);
    networks.proved(DEVICE, ONE);
    assertThat(networks.isRefused(ONE)).isFalse();
    assertThat(kernel.refused).isEmpty();
    pass(Duration.ofMinutes(10).minusNanos(1));
    fail(ONE, 1000);
    assertThat(networks.isRefused(ONE)).isFalse();
    pass(Duration.ofNanos(1));
    fail(ONE, 1);
    assertThat(networks.isRefused(ONE)).isTrue();
  }

  @Test
  void deviceExemptsEightNetworksAndNoNinth() {
    for (int i = 1; i <= 9; i++) {
      networks.proved(DEVICE, ipv4(i));
    }
    for (int i = 1; i <= 9; i++) {
      fail(ipv4(i), 301);
      assertThat(networks.isRefused(ipv4(i))).as("network " + i).isEqualTo(i == 9);
      assertThat(networks.isProved(DEVICE, ipv4(i))).as("network " + i).isEqualTo(i != 9);
    }
  }

  @Test
  void deviceExemptsAnotherNetworkWhenOneOfItsExemptionsIsOver() {
    for (int i = 1; i <= 8; i++) {
      networks.proved(DEVICE, ipv4(i));
      pass(Duration.ofMinutes(1));
    }
    // The first one goes on; the second is the oldest.
    networks.proved(DEVICE, ipv4(1));
    pass(Duration.ofMinutes(2));
    networks.proved(DEVICE, ipv4(9));
    assertThat(networks.isProved(DEVICE, ipv4(9))).isFalse();
    pass(Duration.ofMinutes(1));
    networks.proved(DEVICE, ipv4(9));
    assertThat(networks.isProved(DEVICE, ipv4(9))).isTrue();
    assertThat(networks.isProved(DEVICE, ipv4(2))).isFalse();
    assertThat(networks.isProved(DEVICE, ipv4(1))).isTrue();
  }

  @Test
  void networkThatOneDeviceMayNotExemptIsExemptedByAnother() {
    for (int i = 1; i <= 9; i++) {
      networks.proved(DEVICE, ipv4(i));
    }
    networks.proved(DEVICE + 1, ipv4(9));
    fail(ipv4(9), 301);
    assertThat(networks.isRefused(ipv4(9))).isFalse();
  }

  @Test
  void pairIsKnownForADay() {
    networks.proved(DEVICE, ONE);
    assertThat(networks.isProved(DEVICE, OTHER)).isFalse();
    assertThat(networks.isProved(DEVICE + 1, ONE)).isFalse();
    pass(Duration.ofHours(24).minusNanos(1));
    assertThat(networks.isProved(DEVICE, ONE)).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(networks.isProved(DEVICE, ONE)).isFalse();
  }

  @Test
  void sparedNetworkIsNeverRefused() {
    networks.limit(
        new NetworkLimits(
            1, Duration.ofSeconds(1), Duration.ofSeconds(1), Set.of(new Network(ONE))));
    fail(ONE, 10_000);
    fail(OTHER, 2);
    assertThat(networks.isRefused(ONE)).isFalse();
    assertThat(networks.isRefused(OTHER)).isTrue();
  }

  @Test
  void operatorSeesWhatIsRefusedAndLiftsIt() {
    fail(ONE, 301);
    pass(Duration.ofSeconds(20));
    fail(OTHER, 310);
    kernel.lift(new Network(OTHER));
    var old = new Network(ipv4(0xcb0071));
    kernel.refuse(old, Duration.ofSeconds(33));
    assertThat(networks.refused())
        .containsExactly(
            new Networks.Standing(
                new Network(OTHER), 310, Duration.ZERO, Duration.ofSeconds(60), true, false),
            new Networks.Standing(
                new Network(ONE), 301, Duration.ofSeconds(20), Duration.ofSeconds(40), true, true),
            new Networks.Standing(
                old, 0, Duration.ofSeconds(1), Duration.ofSeconds(33), false, true));
    assertThat(networks.lift(new Network(ONE))).isTrue();
    assertThat(networks.lift(new Network(OTHER))).isTrue();
    assertThat(networks.lift(old)).isFalse();
    assertThat(networks.refused()).isEmpty();
    assertThat(kernel.refused).isEmpty();
    fail(ONE, 300);
    assertThat(networks.isRefused(ONE)).isFalse();
  }

  @Test
  void floodFromManyNetworksFreesNoneThatIsRefused() {
    fail(ONE, 301);
    for (int i = 0; i < 16 * Networks.TRACKED; i++) {
      networks.failed(6L << 56 | i);
    }
    assertThat(networks.isRefused(ONE)).isTrue();
    assertThat(networks.refused()).hasSize(1);
  }

  @Test
  void networkThatFailsOftenIsCountedAmongManyThatFailOnce() {
    for (int i = 0; i < 301; i++) {
      networks.failed(ONE);
      for (int other = 0; other < 1000; other++) {
        networks.failed(6L << 56 | i * 1000L + other);
      }
    }
    assertThat(networks.isRefused(ONE)).isTrue();
  }

  @Test
  void tracksNoMoreThanItHasRoomFor() {
    var strict =
        networks(new NetworkLimits(1, Duration.ofSeconds(1), Duration.ofSeconds(9), Set.of()));
    for (int i = 0; i < 2 * Networks.TRACKED; i++) {
      strict.failed(ipv4(i));
      strict.failed(ipv4(i));
    }
    int refused = strict.refused().size();
    assertThat(refused).isBetween(Networks.TRACKED * 3 / 4, Networks.TRACKED);
    pass(Duration.ofSeconds(9));
    assertThat(strict.isRefused(ipv4(1))).isFalse();
    strict.failed(ipv4(-1 >>> 8));
    strict.failed(ipv4(-1 >>> 8));
    assertThat(strict.isRefused(ipv4(-1 >>> 8))).isTrue();
  }

  @Test
  void allocatesNothingOnTheWayOfAConnection() {
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    networks.proved(DEVICE, OTHER);
    fail(ONE, 301);
    long before = thread.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 100_000; i++) {
      networks.isRefused(ONE);
      networks.isProved(DEVICE, OTHER);
      networks.failed(OTHER);
      networks.failed(ipv4(i));
      networks.proved(i, ONE);
    }
    // Less than a byte for each; the measuring itself takes some.
    assertThat(thread.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void doesWhatTheModelSays(long seed) {
    var random = new Random(seed);
    var limits =
        new NetworkLimits(
            1 + random.nextInt(5),
            Duration.ofSeconds(1 + random.nextInt(10)),
            Duration.ofSeconds(1 + random.nextInt(100)),
            Set.of());
    var model = new NetworksModel(limits);
    clock.set(0);
    Networks real = networks(limits);
    for (int step = 0; step < 50_000; step++) {
      long network = ipv4(random.nextInt(12));
      long device = random.nextInt(3);
      // No two things at one time: which of two is older would be left open.
      long now = clock.incrementAndGet();
      switch (random.nextInt(20)) {
        case 0, 1 -> {
          real.proved(device, network);
          model.proved(device, network, now);
        }
        case 2 -> {
          real.lift(new Network(network));
          model.lift(network, now);
        }
        case 3, 4, 5, 6 -> pass(Duration.ofMillis(random.nextInt(2000)));
        case 7 -> pass(Duration.ofSeconds(random.nextInt(200)));
        case 8 -> pass(Duration.ofHours(random.nextInt(100) == 0 ? 24 : 0));
        default -> {
          real.failed(network);
          model.failed(network, now);
        }
      }
      now = clock.get();
      assertThat(real.isRefused(network))
          .as("step " + step)
          .isEqualTo(model.isRefused(network, now));
      assertThat(real.isProved(device, network))
          .as("step " + step)
          .isEqualTo(model.isProved(device, network, now));
      if (step % 100 == 0) {
        for (Networks.Standing standing : real.refused()) {
          if (standing.isHere()) {
            assertThat(standing.failures()).isEqualTo(model.failures(standing.network().key()));
          }
        }
      }
    }
  }

  /// Threads count, ask and prove at the same time. What must come out does not depend on who was
  /// faster: an exempt network is let through, also by the kernel; one that fails for long is not.
  @Test
  void threadsAtTheSameTimeLoseNoExemptionAndOverlookNoFlood() throws Exception {
    int rounds = 2000;
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      tasks.add(() -> {
        for (int i = 0; i < rounds * 100; i++) {
          networks.failed(ipv4(i / 100));
          networks.failed(OTHER);
          networks.isRefused(ipv4(i / 100));
        }
        return true;
      });
    }
    tasks.add(() -> {
      for (int i = 0; i < rounds; i++) {
        networks.proved(i, ipv4(i));
      }
      return true;
    });
    try (var pool = Executors.newFixedThreadPool(tasks.size())) {
      for (Future<Boolean> done : pool.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    }
    for (int i = 0; i < rounds; i++) {
      assertThat(networks.isRefused(ipv4(i))).as("network " + i).isFalse();
    }
    assertThat(networks.isRefused(OTHER)).isTrue();
    assertThat(kernel.refused).containsOnlyKeys(new Network(OTHER));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_000_001})
  void noOtherNumberOfFailuresIsALimit(int failures) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new NetworkLimits(failures, Duration.ofSeconds(1), Duration.ofSeconds(1), Set.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.999S", "PT1H0.001S", "PT-1S"})
  void noOtherTimeIsALimit(Duration time) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkLimits(1, time, Duration.ofSeconds(1), Set.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NetworkLimits(1, Duration.ofSeconds(1), time, Set.of()));
  }

  @Test
  void everyLegalLimitIsExact() {
    networks.limit(
        new NetworkLimits(10_000, Duration.ofSeconds(1), Duration.ofSeconds(1), Set.of()));
    fail(ONE, 10_000);
    assertThat(networks.isRefused(ONE)).isFalse();
    fail(ONE, 1);
    assertThat(networks.isRefused(ONE)).isTrue();
  }
}
