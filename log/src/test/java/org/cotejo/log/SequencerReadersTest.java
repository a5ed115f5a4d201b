package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many threads ask for entries that are held while others hand in. All of them use one tree, whose
/// digest is shared; a receipt made beside another one would lead to a root that nobody signed.
class SequencerReadersTest {
  /// Many complete subtrees, so that every path takes many hashes: in binary all ones, then zeros.
  private static final int FIRST_SIZE = 0b11_1111_1000_0000;

  private static final int NEW_ENTRIES = 120;
  private static final int READERS = 2;
  private static final int SUBMITTERS = 2;
  private static final long MILLIS = 1500;

  private final List<byte[]> entries = Vectors.tallyRecords(FIRST_SIZE + NEW_ENTRIES);
  private final List<Hash> leaves = entries.stream().map(Merkle::leaf).toList();
  private final Map<String, Checkpoint> signed = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicLong checked = new AtomicLong();

  @Test
  @Timeout(60)
  void givesEveryReceiptThePathToItsSignedRootWhateverElseIsRead()
      throws IOException, InterruptedException {
    MerkleTree tree = Vectors.tree(entries.subList(0, FIRST_SIZE));
    ConcurrentLinkedQueue<Exception> halts = new ConcurrentLinkedQueue<>();
    try (Journal journal = new Journal(Path.of("journal"), new MemoryDisk(new byte[0]))) {
      journal.append(entries.subList(0, FIRST_SIZE));
      try (Sequencer<String, String> sequencer =
          new Sequencer<>(
              journal, tree, Vectors.logSigner(), (i, entry, a) -> Optional.empty(), halts::add)) {
        sequencer.start();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
          Random random = new Random(i);
          threads.add(Thread.ofPlatform().start(() -> submit(sequencer, random, end)));
        }
        for (int i = 0; i < READERS; i++) {
          Random random = new Random(100 + i);
          threads.add(Thread.ofPlatform().start(() -> ask(sequencer, random, end)));
        }
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }

    assertThat(halts).isEmpty();
    assertThat(wrong).isEmpty();
    assertThat(checked.get()).isGreaterThan(1000);
    assertThat(signed.values()).extracting(Checkpoint::size).contains((long) entries.size());
  }

  private void submit(Sequencer<String, String> sequencer, Random random, long end) {
    Semaphore open = new Semaphore(200);
    int newest = FIRST_SIZE;
    while (System.nanoTime() < end || newest < entries.size()) {
      if (!acquire(open)) {
        wrong.add("no answer for five seconds");
        return;
      }
      boolean isNew = newest < entries.size() && random.nextInt(50) == 0;
      int entry = isNew ? newest++ : random.nextInt(FIRST_SIZE);
      boolean taken =
          sequencer.submit(
              entries.get(entry),
              leaves.get(entry),
              "",
              answer -> {
                open.release();
                check(entry, (Answer.Accepted<String>) answer);
              });
      if (!taken) {
        wrong.add("the queue is full");
      }
    }
  }

  private static boolean acquire(Semaphore open) {
    try {
      return open.tryAcquire(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  /// Asks all the time and looks at some of the answers only: checking takes longer than asking.
  private void ask(Sequencer<String, String> sequencer, Random random, long end) {
    while (System.nanoTime() < end) {
      int entry = random.nextInt(FIRST_SIZE);
      Answer.Accepted<String> answer = sequencer.held(leaves.get(entry)).orElseThrow();
      if (random.nextInt(8) == 0) {
        check(entry, answer);
      }
    }
  }

  private void check(int entry, Answer.Accepted<String> answer) {
    TlogProof receipt = answer.receipt();
    Checkpoint checkpoint =
        signed.computeIfAbsent(receipt.checkpoint().text(), text -> verified(receipt));
    if (answer.index() != receipt.index()
        || (entry < FIRST_SIZE && answer.index() != entry)
        || !Merkle.includes(
            leaves.get(entry),
            receipt.index(),
            checkpoint.size(),
            receipt.path(),
            checkpoint.root())) {
      wrong.add("entry %d at size %d".formatted(answer.index(), checkpoint.size()));
    }
    checked.incrementAndGet();
  }

  private Checkpoint verified(TlogProof receipt) {
    try {
      receipt.checkpoint().verify(Vectors.logKey());
      return Checkpoint.parse(receipt.checkpoint().text());
    } catch (MalformedException e) {
      throw new IllegalStateException(e);
    }
  }
}
