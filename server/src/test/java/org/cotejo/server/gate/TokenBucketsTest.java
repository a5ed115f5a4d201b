package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cotejo.server.gate.TokenBuckets.Charge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketsTest {
  private static final long INTERVAL = 1_000;
  private static final long BURST = 5;

  private final TokenBuckets buckets = new TokenBuckets(8, 1);

  private Charge charge(long key, long now) {
    return buckets.charge(key, now, INTERVAL, BURST, 1);
  }

  /// A bucket the way it is usually told: nanoseconds' worth of tokens that come back with time.
  private static final class PlainBucket {
    private final long interval;
    private final long burst;
    private long content;
    private long at = 1;

    PlainBucket(long interval, long burst) {
      this.interval = interval;
      this.burst = burst;
      this.content = interval * burst;
    }

    private void fill(long now) {
      content = Math.min(interval * burst, content + now - at);
      at = now;
    }

    boolean charge(long now, long tokens) {
      fill(now);
      boolean holds = content >= tokens * interval;
      content -= holds ? tokens * interval : 0;
      return holds;
    }

    void owe(long now, long tokens) {
      fill(now);
      content -= tokens * interval;
    }

    void refund(long now, long tokens) {
      fill(now);
      content = Math.min(interval * burst, content + tokens * interval);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void areWhatOneBucketForEveryKeyWouldBe(long seed) {
    var random = new Random(seed);
    var table = new TokenBuckets(1 << 12, 1);
    Map<Long, PlainBucket> plain = new HashMap<>();
    long now = 1;
    int empty = 0;
    for (int i = 0; i < 100_000; i++) {
      long key = random.nextInt(40) - 20L;
      long interval = 10L + Math.floorMod(key, 7);
      long burst = 1L + Math.floorMod(key, 5);
      PlainBucket bucket = plain.computeIfAbsent(key, k -> new PlainBucket(interval, burst));
      long tokens = 1L + random.nextInt(3);
      now += random.nextInt(3);
      switch (random.nextInt(8)) {
        case 0 -> {
          table.refund(key, now, interval, tokens);
          bucket.refund(now, tokens);
        }
        case 1 -> {
          table.owe(key, now, interval, tokens);
          bucket.owe(now, tokens);
        }
        default -> {
          boolean taken = bucket.charge(now, tokens);
          assertThat(table.charge(key, now, interval, burst, tokens))
              .isEqualTo(taken ? Charge.TAKEN : Charge.EMPTY);
          empty += taken ? 0 : 1;
        }
      }
    }
    assertThat(empty).isBetween(20_000, 70_000);
  }

  @Test
  void giveBackWhatIsRefundedAndNoMoreThanTheyHold() {
    for (int i = 0; i < BURST; i++) {
      assertThat(charge(7, 1)).isEqualTo(Charge.TAKEN);
    }
    assertThat(charge(7, 1)).isEqualTo(Charge.EMPTY);
    buckets.refund(7, 1, INTERVAL, 2);
    assertThat(charge(7, 1)).isEqualTo(Charge.TAKEN);
    assertThat(charge(7, 1)).isEqualTo(Charge.TAKEN);
    assertThat(charge(7, 1)).isEqualTo(Charge.EMPTY);

    buckets.refund(7, 1, INTERVAL, 100);
    for (int i = 0; i < BURST; i++) {
      assertThat(charge(7, 1)).isEqualTo(Charge.TAKEN);
    }
    assertThat(charge(7, 1)).isEqualTo(Charge.EMPTY);
  }

  @Test
  void giveNothingToKeysThatOweNothing() {
    buckets.refund(7, 1, INTERVAL, 100);
    for (int i = 0; i < BURST; i++) {
      assertThat(charge(7, 1)).isEqualTo(Charge.TAKEN);
    }
    assertThat(charge(7, 1)).isEqualTo(Charge.EMPTY);
  }

  @Test
  void aDebtBeyondTheBurstComesBackBeforeAnythingIsGiven() {
    buckets.owe(7, 1, INTERVAL, BURST + 3);
    assertThat(charge(7, 1 + 4 * INTERVAL - 1)).isEqualTo(Charge.EMPTY);
    assertThat(charge(7, 1 + 4 * INTERVAL)).isEqualTo(Charge.TAKEN);
    assertThat(charge(7, 1 + 4 * INTERVAL)).isEqualTo(Charge.EMPTY);
  }

  @Test
  void aFullTableSaysSoAndLosesNobody() {
    for (long key = 1; key <= 8; key++) {
      assertThat(charge(key, 1)).isEqualTo(Charge.TAKEN);
    }
    assertThat(charge(9, 1)).isEqualTo(Charge.NO_PLACE);
    buckets.owe(9, 1, INTERVAL, 1);
    buckets.refund(9, 1, INTERVAL, 1);
    for (long key = 1; key <= 8; key++) {
      for (int i = 1; i < BURST; i++) {
        assertThat(charge(key, 1)).isEqualTo(Charge.TAKEN);
      }
      assertThat(charge(key, 1)).isEqualTo(Charge.EMPTY);
    }
  }

  @Test
  void aBucketThatIsFullAgainGivesUpItsPlace() {
    for (long key = 1; key <= 8; key++) {
      assertThat(charge(key, key)).isEqualTo(Charge.TAKEN);
    }
    assertThat(charge(9, INTERVAL)).isEqualTo(Charge.NO_PLACE);
    assertThat(charge(9, INTERVAL + 1)).isEqualTo(Charge.TAKEN);
    assertThat(charge(1, INTERVAL + 1)).isEqualTo(Charge.NO_PLACE);
    assertThat(charge(1, INTERVAL + 2)).isEqualTo(Charge.TAKEN);
  }

  @Test
  void whatIsNotGivenTakesNoPlace() {
    for (long key = 1; key <= 7; key++) {
      assertThat(charge(key, 1)).isEqualTo(Charge.TAKEN);
    }
    assertThat(buckets.charge(8, 1, INTERVAL, BURST, BURST + 1)).isEqualTo(Charge.EMPTY);
    assertThat(charge(9, 1)).isEqualTo(Charge.TAKEN);
  }

  /// Time stands still, so that nothing comes back. Both threads may take a place at the beginning:
  /// that is the slack.
  @ParameterizedTest
  @ValueSource(ints = {100, 10_000, 200_000})
  void threadsTogetherAreGivenTheBurstAndHardlyMore(int burst) throws Exception {
    int threads = 2;
    var start = new CyclicBarrier(threads);
    var table = new TokenBuckets(1024, 1);
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (int round = 1; round <= 20; round++) {
        long key = round;
        long now = round;
        Future<Integer> one = pool.submit(() -> taken(table, key, now, burst, start));
        Future<Integer> other = pool.submit(() -> taken(table, key, now, burst, start));
        assertThat(one.get() + other.get()).isBetween(burst, burst + threads - 1);
      }
    }
  }

  private static int taken(TokenBuckets table, long key, long now, int burst, CyclicBarrier start)
      throws Exception {
    start.await();
    int taken = 0;
    while (table.charge(key, now, INTERVAL, burst, 1) == Charge.TAKEN) {
      taken++;
    }
    return taken;
  }

  /// Two threads that take one place for two keys at the same moment may charge one of them for the
  /// other: that is the slack, one token for each time that a key comes anew.
  @Test
  void keysThatFightForPlacesAreGivenLittleMore() throws Exception {
    var table = new TokenBuckets(8, 1);
    var stop = new AtomicBoolean();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      Future<Integer> others =
          pool.submit(() -> {
            int charges = 0;
            for (long key = 100; !stop.get(); key++) {
              var _ = table.charge(key, 1, 0, BURST, 1);
              charges++;
            }
            return charges;
          });
      int taken = 0;
      for (int i = 0; i < 200_000; i++) {
        taken += table.charge(7, 1, INTERVAL, 1000, 1) == Charge.TAKEN ? 1 : 0;
      }
      stop.set(true);
      assertThat(others.get()).isPositive();
      assertThat(taken).isBetween(990, 1010);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 7, 12, 1000})
  void placesAreAPowerOfTwo(int places) {
    assertThatIllegalArgumentException().isThrownBy(() -> new TokenBuckets(places, 1));
  }
}
