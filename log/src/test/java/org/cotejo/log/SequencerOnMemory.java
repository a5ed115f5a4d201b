package org.cotejo.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A sequencer over a disk in memory, which obeys, or fails where a test says so.
abstract class SequencerOnMemory {
  final MemoryDisk disk = new MemoryDisk(new byte[0]);
  private final MerkleTree tree = new MerkleTree();
  final LinkedBlockingQueue<Exception> halts = new LinkedBlockingQueue<>();
  final List<Sequencer<String, String>> opened = new ArrayList<>();
  Journal journal;

  @BeforeEach
  void openJournal() throws IOException {
    journal = new Journal(Path.of("journal"), disk);
  }

  @AfterEach
  void stop() throws IOException {
    opened.forEach(Sequencer::close);
    journal.close();
  }

  Sequencer<String, String> sequencer(Admission<String, String> admission) {
    Sequencer<String, String> sequencer =
        new Sequencer<>(journal, tree, Vectors.logSigner(), admission, halts::add);
    opened.add(sequencer);
    return sequencer;
  }

  Sequencer<String, String> sequencer() {
    return sequencer((index, entry, about) -> Optional.empty());
  }

  static boolean submit(
      Sequencer<String, String> sequencer, String entry, Consumer<Answer<String>> answer) {
    byte[] bytes = entry.getBytes(US_ASCII);
    return sequencer.submit(bytes, Merkle.leaf(bytes), "about " + entry, answer);
  }

  /// Hands in before the sequencer runs, so that what shares a group is known.
  static List<Answer<String>> queued(Sequencer<String, String> sequencer, List<String> entries) {
    List<Answer<String>> answers = Collections.synchronizedList(new ArrayList<>());
    entries.forEach(entry -> assertThat(submit(sequencer, entry, answers::add)).isTrue());
    return answers;
  }

  static Answer.Accepted<String> accepted(Answer<String> answer) {
    assertThat(answer).isInstanceOf(Answer.Accepted.class);
    return (Answer.Accepted<String>) answer;
  }

  static void assertProves(TlogProof receipt, String entry) throws MalformedException {
    receipt.verify(Merkle.leaf(entry.getBytes(US_ASCII)), Vectors.LOG_NAME, Vectors.logKey());
  }

  List<String> journalled() throws IOException {
    return JournalTest.entries(journal, 0).stream()
        .map(entry -> new String(entry, US_ASCII))
        .toList();
  }

  static <T> T take(LinkedBlockingQueue<T> queue) {
    try {
      T taken = queue.poll(10, TimeUnit.SECONDS);
      assertThat(taken).isNotNull();
      return taken;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
