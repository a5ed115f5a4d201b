package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NftablesSetTest {
  /// Makes no batch before the test lets it.
  private static final class Held implements KernelRoute {
    final Semaphore mayGo = new Semaphore(0);
    final Semaphore entered = new Semaphore(0);
    final BlockingQueue<List<KernelChange>> batches = new LinkedBlockingQueue<>();
    volatile boolean isBroken;
    volatile boolean isClosed;

    @Override
    public void apply(List<KernelChange> changes) throws IOException {
      entered.release();
      try {
        mayGo.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
      if (isBroken) {
        throw new IOException("broken");
      }
      batches.add(changes);
    }

    @Override
    public KernelSet.View view() throws IOException {
      if (isBroken) {
        throw new IOException("broken");
      }
      return new KernelSet.View(List.of(), 5);
    }

    @Override
    public void close() {
      isClosed = true;
    }
  }

  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final Network FIRST = network(0);

  private final Held route = new Held();
  private final AtomicLong clock = new AtomicLong();
  private final NftablesSet set = new NftablesSet(route, Duration.ofMillis(1), clock::get);

  private static Network network(int number) {
    return new Network(4L << 56 | number);
  }

  private List<KernelChange> nextBatch() throws InterruptedException {
    route.mayGo.release();
    List<KernelChange> batch = route.batches.poll(30, TimeUnit.SECONDS);
    return batch == null ? List.of() : batch;
  }

  /// The thread is busy with a first batch, so that what is asked for now waits.
  private void holdUp() throws InterruptedException {
    assertThat(set.refuse(FIRST, MINUTE)).isTrue();
    route.entered.acquire();
  }

  @AfterEach
  void close() {
    set.close();
    assertThat(route.isClosed).isTrue();
    assertThat(set.refuse(FIRST, MINUTE)).isFalse();
    assertThat(set.lift(FIRST)).isFalse();
  }

  @Test
  void carriesOutWhatWaitsInBatches() throws Exception {
    holdUp();
    for (int i = 1; i <= NftablesSet.BATCH + 10; i++) {
      assertThat(set.refuse(network(i), MINUTE)).isTrue();
    }
    assertThat(nextBatch()).containsExactly(new KernelChange.Add(FIRST, 60));
    assertThat(nextBatch())
        .hasSize(NftablesSet.BATCH)
        .contains(new KernelChange.Add(network(1), 60));
    assertThat(nextBatch()).hasSize(10);
  }

  @Test
  void lastWishForANetworkIsTheOneCarriedOut() throws Exception {
    holdUp();
    set.refuse(network(1), MINUTE);
    set.lift(network(1));
    set.lift(network(2));
    set.refuse(network(2), MINUTE);
    set.refuse(network(3), MINUTE);
    set.lift(network(3));
    set.refuse(network(3), Duration.ofSeconds(30));
    nextBatch();
    assertThat(nextBatch())
        .containsExactlyInAnyOrder(
            new KernelChange.Remove(network(1)),
            new KernelChange.Add(network(2), 60),
            new KernelChange.Add(network(3), 30));
  }

  @Test
  void liftsFirstAndAlsoWhenNoMoreCanBeRefused() throws Exception {
    holdUp();
    int taken = 0;
    for (int i = 1; i <= 2 * NftablesSet.QUEUE; i++) {
      taken += set.refuse(network(i), MINUTE) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(NftablesSet.QUEUE);
    assertThat(set.lift(network(taken))).isTrue();
    nextBatch();
    assertThat(nextBatch())
        .hasSize(NftablesSet.BATCH)
        .startsWith(new KernelChange.Remove(network(taken)));
  }

  @Test
  void whatCannotWaitDoesNotComeBackWhenItIsOutOfDate() throws Exception {
    holdUp();
    set.refuse(network(1), MINUTE);
    for (int i = 0; i < NftablesSet.QUEUE; i++) {
      set.lift(network(1_000_000));
    }
    assertThat(set.lift(network(1))).isFalse();
    nextBatch();
    List<KernelChange> changes = new ArrayList<>(nextBatch());
    assertThat(changes).containsExactly(new KernelChange.Remove(network(1_000_000)));
  }

  @Test
  void whatHasWaitedLapsesWhenItWouldHaveWithout() throws Exception {
    holdUp();
    set.refuse(network(1), Duration.ofSeconds(5));
    set.refuse(network(2), MINUTE);
    set.lift(network(3));
    clock.addAndGet(Duration.ofMillis(4500).toNanos());
    nextBatch();
    assertThat(nextBatch())
        .containsExactlyInAnyOrder(
            new KernelChange.Add(network(2), 55), new KernelChange.Remove(network(3)));
  }

  @Test
  void saysWhyTheKernelDoesNotHelpAndThatItDoesAgain() throws Exception {
    assertThat(set.problem()).isEmpty();
    route.isBroken = true;
    assertThat(set.view()).isEqualTo(KernelSet.View.EMPTY);
    assertThat(set.problem()).contains("broken");
    route.isBroken = false;
    set.refuse(FIRST, MINUTE);
    assertThat(nextBatch()).hasSize(1);
    set.lift(FIRST);
    // Only now is the batch before done with.
    assertThat(nextBatch()).hasSize(1);
    assertThat(set.problem()).isEmpty();
    assertThat(set.view().dropped()).isEqualTo(5);
  }

  @Test
  void userlandAloneSaysWhy() {
    var none = new UserlandOnly("nft is not installed");
    assertThat(none.refuse(FIRST, MINUTE)).isFalse();
    assertThat(none.lift(FIRST)).isFalse();
    assertThat(none.view()).isEqualTo(KernelSet.View.EMPTY);
    assertThat(none.problem()).contains("nft is not installed");
    none.close();
  }
}
