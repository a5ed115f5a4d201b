package org.cotejo.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One thread orders what many hand in.
@Timeout(20)
class SequencerTest extends SequencerOnMemory {
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
