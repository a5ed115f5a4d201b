package org.cotejo.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.MemoryDisk.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One thread orders what many hand in. The disk obeys, or fails where a test says so.
@Timeout(20)
class SequencerTest {
  private final MemoryDisk disk = new MemoryDisk(new byte[0]);
  private final MerkleTree tree = new MerkleTree();
  private final LinkedBlockingQueue<Exception> halts = new LinkedBlockingQueue<>();
  private final List<Sequencer<String, String>> opened = new ArrayList<>();
  private Journal journal;

  @BeforeEach
  void openJournal() throws IOException {
    journal = new Journal(Path.of("journal"), disk);
  }

  @AfterEach
  void stop() throws IOException {
    opened.forEach(Sequencer::close);
    journal.close();
  }

  private Sequencer<String, String> sequencer(Admission<String, String> admission) {
    Sequencer<String, String> sequencer =
        new Sequencer<>(journal, tree, Vectors.logSigner(), admission, halts::add);
    opened.add(sequencer);
    return sequencer;
  }

  private Sequencer<String, String> sequencer() {
    return sequencer((index, entry, about) -> Optional.empty());
  }

  private static boolean submit(
      Sequencer<String, String> sequencer, String entry, Consumer<Answer<String>> answer) {
    byte[] bytes = entry.getBytes(US_ASCII);
    return sequencer.submit(bytes, Merkle.leaf(bytes), "about " + entry, answer);
  }

  /// Hands in before the sequencer runs, so that what shares a group is known.
  private static List<Answer<String>> queued(
      Sequencer<String, String> sequencer, List<String> entries) {
    List<Answer<String>> answers = Collections.synchronizedList(new ArrayList<>());
    entries.forEach(entry -> assertThat(submit(sequencer, entry, answers::add)).isTrue());
    return answers;
  }

  private static Answer.Accepted<String> accepted(Answer<String> answer) {
    assertThat(answer).isInstanceOf(Answer.Accepted.class);
    return (Answer.Accepted<String>) answer;
  }

  private static void assertProves(TlogProof receipt, String entry) throws MalformedException {
    receipt.verify(Merkle.leaf(entry.getBytes(US_ASCII)), Vectors.LOG_NAME, Vectors.logKey());
  }

  private List<String> journalled() throws IOException {
    return JournalTest.entries(journal, 0).stream()
        .map(entry -> new String(entry, US_ASCII))
        .toList();
  }

  @Test
  void ordersAsHandedInAndProvesEachPlace() throws IOException, MalformedException {
    List<String> entries = IntStream.range(0, 3000).mapToObj(i -> "entry " + i).toList();
    Sequencer<String, String> sequencer = sequencer();
    List<Answer<String>> answers = queued(sequencer, entries);
    sequencer.start();
    sequencer.close();

    assertThat(answers).hasSize(3000);
    for (int i = 0; i < entries.size(); i++) {
      Answer.Accepted<String> answer = accepted(answers.get(i));
      assertThat(answer.index()).isEqualTo(i);
      assertThat(answer.isNew()).isTrue();
      assertThat(answer.receipt().index()).isEqualTo(i);
      if (i % 100 == 0) {
        assertProves(answer.receipt(), entries.get(i));
      }
    }
    assertThat(journalled()).isEqualTo(entries);
    assertThat(sequencer.size()).isEqualTo(3000);
  }

  @Test
  void givesOneEntryOneIndexWithinAGroupAndAfterIt() throws IOException, MalformedException {
    Sequencer<String, String> sequencer = sequencer();
    List<Answer<String>> answers = queued(sequencer, List.of("a", "b", "a"));
    sequencer.start();
    LinkedBlockingQueue<Answer<String>> later = new LinkedBlockingQueue<>();
    submit(sequencer, "c", later::add);
    assertThat(accepted(take(later)).index()).isEqualTo(2);
    submit(sequencer, "b", later::add);
    Answer.Accepted<String> again = accepted(take(later));

    assertThat(answers).extracting(answer -> accepted(answer).index()).containsExactly(0L, 1L, 0L);
    assertThat(answers)
        .extracting(answer -> accepted(answer).isNew())
        .containsExactly(true, true, false);
    assertThat(again.index()).isEqualTo(1);
    assertThat(again.isNew()).isFalse();
    assertProves(again.receipt(), "b");
    assertThat(journalled()).containsExactly("a", "b", "c");
  }

  private static <T> T take(LinkedBlockingQueue<T> queue) {
    try {
      T taken = queue.poll(10, TimeUnit.SECONDS);
      assertThat(taken).isNotNull();
      return taken;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void answersFromTheTreeForWhatItHoldsAndForNothingElse() throws MalformedException {
    Sequencer<String, String> sequencer = sequencer();
    assertThat(sequencer.held(Merkle.leaf("a".getBytes(US_ASCII)))).isEmpty();
    var _ = queued(sequencer, List.of("a", "b", "c"));
    assertThat(sequencer.held(Merkle.leaf("a".getBytes(US_ASCII)))).isEmpty();
    sequencer.start();
    sequencer.close();

    Answer.Accepted<String> held =
        sequencer.held(Merkle.leaf("b".getBytes(US_ASCII))).orElseThrow();
    assertThat(held.index()).isEqualTo(1);
    assertThat(held.isNew()).isFalse();
    assertProves(held.receipt(), "b");
    assertThat(sequencer.held(Merkle.leaf("d".getBytes(US_ASCII)))).isEmpty();
  }

  @Test
  void refusesWhenTheQueueIsFullAndForgetsNothingItTook() throws IOException {
    Sequencer<String, String> sequencer = sequencer();
    AtomicInteger answers = new AtomicInteger();
    int taken = 0;
    while (submit(sequencer, "entry " + taken, answer -> answers.incrementAndGet())) {
      taken++;
      assertThat(taken).isLessThanOrEqualTo(8192);
    }
    assertThat(taken).isEqualTo(8192);
    assertThat(sequencer.load(Priority.FIRST)).isEqualTo(1.0);
    sequencer.start();
    sequencer.close();

    assertThat(answers).hasValue(8192);
    assertThat(journal.size()).isEqualTo(8192);
    assertThat(sequencer.load(Priority.FIRST)).isZero();
  }

  @Test
  void logsNothingThatTheAdmissionRefuses() throws IOException {
    List<String> asked = new ArrayList<>();
    Sequencer<String, String> sequencer =
        sequencer((index, entry, about) -> {
          asked.add(index + " " + new String(entry, US_ASCII) + " " + about);
          return about.equals("about bad") ? Optional.of("not this one") : Optional.empty();
        });
    LinkedBlockingQueue<Answer<String>> bad = new LinkedBlockingQueue<>();
    submit(sequencer, "a", answer -> {});
    submit(sequencer, "bad", bad::add);
    submit(sequencer, "b", answer -> {});
    submit(sequencer, "a", answer -> {});
    submit(sequencer, "bad", bad::add);
    sequencer.start();
    sequencer.close();

    assertThat(bad)
        .containsExactly(
            new Answer.Refused<>("not this one"), new Answer.Refused<>("not this one"));
    assertThat(journalled()).containsExactly("a", "b");
    // Once for each entry that is not held, at the index it would have.
    assertThat(asked)
        .containsExactly("0 a about a", "1 bad about bad", "1 b about b", "2 bad about bad");
    assertThat(halts).isEmpty();
  }

  @Test
  void forcesTheDiskOnceForAGroup() throws MalformedException {
    Sequencer<String, String> sequencer = sequencer();
    int forces = disk.forces();
    List<Answer<String>> answers =
        queued(sequencer, IntStream.range(0, 1024).mapToObj(i -> "entry " + i).toList());
    sequencer.start();
    sequencer.close();

    assertThat(disk.forces() - forces).isEqualTo(1);
    // And signs once: every receipt of the group shows the same checkpoint.
    assertThat(answers)
        .extracting(answer -> accepted(answer).receipt().checkpoint().text())
        .containsOnly(accepted(answers.getFirst()).receipt().checkpoint().text());
    assertThat(Checkpoint.parse(accepted(answers.getFirst()).receipt().checkpoint().text()).size())
        .isEqualTo(1024);
  }

  @Test
  void acknowledgesNothingBeforeTheDiskHasIt() {
    Sequencer<String, String> sequencer = sequencer();
    int forces = disk.forces();
    List<Integer> forcesAtAnswer = new ArrayList<>();
    submit(sequencer, "a", answer -> forcesAtAnswer.add(disk.forces() - forces));
    sequencer.start();
    sequencer.close();

    assertThat(forcesAtAnswer).containsExactly(1);
  }

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
  void handsEachAnswererTheAnswersOfAGroupAtOnceAndInOrder() {
    Sequencer<String, String> sequencer =
        sequencer((index, entry, about) ->
            about.equals("bad") ? Optional.of("not this one") : Optional.empty());
    List<Answer<String>> even = new ArrayList<>();
    List<Answer<String>> odd = new ArrayList<>();
    List<Integer> calls = new ArrayList<>();
    Executor ofEven =
        task -> {
          calls.add(0);
          task.run();
        };
    Executor ofOdd =
        task -> {
          calls.add(1);
          task.run();
        };
    for (int i = 0; i < 6; i++) {
      byte[] entry = {(byte) i};
      sequencer.submit(
          entry,
          Merkle.leaf(entry),
          i == 4 ? "bad" : "",
          Priority.FIRST,
          i % 2 == 0 ? ofEven : ofOdd,
          (i % 2 == 0 ? even : odd)::add);
    }
    sequencer.start();
    sequencer.close();

    assertThat(calls).containsExactly(0, 1);
    assertThat(odd).extracting(answer -> accepted(answer).index()).containsExactly(1L, 3L, 4L);
    assertThat(accepted(even.get(1)).index()).isEqualTo(2);
    assertThat(even.get(2)).isEqualTo(new Answer.Refused<>("not this one"));
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

  @Test
  void goesOnWhereTheJournalEnds() throws IOException, MalformedException {
    Sequencer<String, String> first = sequencer();
    var _ = queued(first, List.of("a", "b"));
    first.start();
    first.close();
    journal.close();
    journal = new Journal(Path.of("journal"), new MemoryDisk(disk.seen()));
    MerkleTree again = new MerkleTree();
    journal.replay((index, entry) -> again.append(entry));
    Sequencer<String, String> second =
        new Sequencer<>(
            journal, again, Vectors.logSigner(), (i, entry, a) -> Optional.empty(), halts::add);
    opened.add(second);
    List<Answer<String>> answers = queued(second, List.of("b", "c"));
    second.start();
    second.close();

    assertThat(answers).extracting(answer -> accepted(answer).index()).containsExactly(1L, 2L);
    assertProves(accepted(answers.get(0)).receipt(), "b");
    assertProves(accepted(answers.get(1)).receipt(), "c");
    assertThat(journalled()).containsExactly("a", "b", "c");
  }
}
