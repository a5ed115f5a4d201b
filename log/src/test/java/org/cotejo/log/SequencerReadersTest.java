package org.cotejo.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many threads ask for entries that are held while others arrive. All of them use one tree, whose
/// digest is shared; a receipt made beside another one would lead to a root that nobody signed.
class SequencerReadersTest {
  private static final int READERS = 3;
  private static final int SUBMITTERS = 2;
  private static final long MILLIS = 1200;

  private final Set<String> signed = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong newest = new AtomicLong(-1);
  private final AtomicLong checked = new AtomicLong();

  private static byte[] entry(long index) {
    return ("entry " + index).getBytes(US_ASCII);
  }

  /// Checks a whole receipt, but each signature only once: they are slow and the paths are what can
  /// go wrong.
  private void check(byte[] entry, Answer.Accepted<String> answer) {
    TlogProof receipt = answer.receipt();
    String text = receipt.checkpoint().text();
    try {
      Checkpoint checkpoint = Checkpoint.parse(text);
      if (signed.add(text)) {
        receipt.checkpoint().verify(Vectors.logKey());
      }
      if (receipt.index() != answer.index()
          || !Merkle.includes(
              Merkle.leaf(entry),
              receipt.index(),
              checkpoint.size(),
              receipt.path(),
              checkpoint.root())) {
        wrong.add("entry " + answer.index() + " at size " + checkpoint.size());
      }
    } catch (MalformedException e) {
      wrong.add(e.getMessage());
    }
    checked.incrementAndGet();
  }

  @Test
  @Timeout(20)
  void givesEveryReceiptThePathToItsSignedRootWhateverElseIsRead()
      throws IOException, InterruptedException {
    MemoryDisk disk = new MemoryDisk(new byte[0]);
    MerkleTree tree = new MerkleTree();
    ConcurrentLinkedQueue<Exception> halts = new ConcurrentLinkedQueue<>();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
    try (Journal journal = new Journal(Path.of("journal"), disk);
        Sequencer<String, String> sequencer =
            new Sequencer<>(
                journal,
                tree,
                Vectors.logSigner(),
                (index, entry, about) -> Optional.empty(),
                halts::add)) {
      sequencer.start();
      List<Thread> threads = new ArrayList<>();
      AtomicLong number = new AtomicLong();
      for (int i = 0; i < SUBMITTERS; i++) {
        threads.add(Thread.ofPlatform().start(() -> submit(sequencer, number, end)));
      }
      for (int i = 0; i < READERS; i++) {
        long seed = i;
        threads.add(Thread.ofPlatform().start(() -> ask(sequencer, new Random(seed), end)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }

    assertThat(halts).isEmpty();
    assertThat(wrong).isEmpty();
    assertThat(checked.get()).isGreaterThan(1000);
  }

  private void submit(Sequencer<String, String> sequencer, AtomicLong number, long end) {
    while (System.nanoTime() < end) {
      if (number.get() - newest.get() > 2000) {
        Thread.onSpinWait();
        continue;
      }
      long n = number.getAndIncrement();
      byte[] entry = entry(n);
      boolean taken =
          sequencer.submit(
              entry,
              Merkle.leaf(entry),
              "",
              answer -> {
                newest.accumulateAndGet(n, Math::max);
                check(entry, (Answer.Accepted<String>) answer);
              });
      if (!taken) {
        wrong.add("the queue is full");
      }
    }
  }

  private void ask(Sequencer<String, String> sequencer, Random random, long end) {
    while (System.nanoTime() < end) {
      long bound = newest.get() + 1;
      if (bound > 0) {
        byte[] entry = entry(random.nextLong(bound));
        sequencer.held(Merkle.leaf(entry)).ifPresent(answer -> check(entry, answer));
      }
    }
  }
}
