package org.cotejo.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotejo.cose.Hash;
import org.cotejo.log.MemoryDisk.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A sequencer acknowledges nothing it cannot keep, and answers all it took before it ends.
@Timeout(20)
class SequencerFailureTest extends SequencerOnMemory {
  @ParameterizedTest
  @EnumSource(Fault.class)
  void haltsAndAcknowledgesNothingWhenTheJournalFails(Fault fault) throws IOException {
    Sequencer<String, String> sequencer = sequencer();
    sequencer.start();
    LinkedBlockingQueue<Answer<String>> before = new LinkedBlockingQueue<>();
    submit(sequencer, "kept", before::add);
    accepted(take(before));
    disk.failingAfter(1, fault);
    List<Answer<String>> after = Collections.synchronizedList(new ArrayList<>());
    submit(sequencer, "lost", after::add);
    Exception cause = take(halts);
    submit(sequencer, "too late", after::add);
    sequencer.close();

    assertThat(cause).isInstanceOf(IOException.class).hasMessageContaining("force failed");
    assertThat(after).isEmpty();
    assertThat(halts).isEmpty();
    assertThat(sequencer.size()).isEqualTo(1);
    assertThat(sequencer.held(Merkle.leaf("lost".getBytes(US_ASCII)))).isEmpty();
    assertThat(sequencer.held(Merkle.leaf("kept".getBytes(US_ASCII)))).isPresent();
  }

  @Test
  void signsNothingThatIsNotOnDiskAsItWasHandedIn() {
    Sequencer<String, String> sequencer = sequencer();
    List<Answer<String>> answers = Collections.synchronizedList(new ArrayList<>());
    byte[] entry = "what is handed in".getBytes(US_ASCII);
    Hash other = Merkle.leaf("something else".getBytes(US_ASCII));
    sequencer.submit(entry, other, "", answers::add);
    sequencer.start();

    assertThat(take(halts)).hasMessage("entry 0 is not on disk as it was handed in");
    assertThat(answers).isEmpty();
    assertThat(sequencer.size()).isZero();
  }

  @Test
  void signsNothingOfWhichABitFlippedOnItsWayToTheDisk() {
    disk.flippingWrites();
    Sequencer<String, String> sequencer = sequencer();
    List<Answer<String>> answers = queued(sequencer, List.of("a", "b"));
    sequencer.start();

    assertThat(take(halts)).isInstanceOf(JournalDamagedException.class);
    assertThat(answers).isEmpty();
  }

  @Test
  void haltsOnAnEntryTheJournalCannotHold() {
    Sequencer<String, String> sequencer = sequencer();
    List<Answer<String>> answers = queued(sequencer, List.of("a".repeat(65_536)));
    sequencer.start();

    assertThat(take(halts)).isInstanceOf(IllegalArgumentException.class);
    assertThat(answers).isEmpty();
  }

  @Test
  void takesNothingOnceClosed() throws IOException {
    Sequencer<String, String> sequencer = sequencer();
    sequencer.start();
    sequencer.close();

    assertThat(submit(sequencer, "a", answer -> {})).isFalse();
    sequencer.close();
    assertThat(journal.size()).isZero();
  }

  @Test
  void answersAllItTookAlsoWhenItIsClosedMeanwhile() throws InterruptedException {
    int taken = 0;
    AtomicInteger answered = new AtomicInteger();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    for (int round = 0; round < 400 && System.nanoTime() < end; round++) {
      Sequencer<String, String> sequencer = sequencer();
      sequencer.start();
      CountDownLatch ready = new CountDownLatch(1);
      Thread closer =
          Thread.ofPlatform()
              .start(() -> {
                ready.countDown();
                sequencer.close();
              });
      ready.await();
      while (submit(sequencer, "entry " + taken, answer -> answered.incrementAndGet())) {
        taken++;
      }
      closer.join();
    }

    assertThat(answered).hasValue(taken);
  }

  @Test
  void goesOnWhenAnAnswererHasEnded() throws IOException {
    Sequencer<String, String> sequencer = sequencer();
    byte[] entry = {1};
    sequencer.submit(
        entry,
        Merkle.leaf(entry),
        "",
        Priority.FIRST,
        task -> {
          throw new RejectedExecutionException();
        },
        answer -> {});
    List<Answer<String>> others = queued(sequencer, List.of("a"));
    sequencer.start();
    sequencer.close();

    assertThat(accepted(others.getFirst()).index()).isEqualTo(1);
    assertThat(halts).isEmpty();
    assertThat(journal.size()).isEqualTo(2);
  }
}
