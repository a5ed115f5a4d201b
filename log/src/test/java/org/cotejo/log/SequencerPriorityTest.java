package org.cotejo.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What comes first and what comes last when both wait. Everything is handed in before the
/// sequencer runs, so that what shares a group is known.
@Timeout(20)
class SequencerPriorityTest {
  private final MemoryDisk disk = new MemoryDisk(new byte[0]);
  private final List<Exception> halts = new ArrayList<>();
  private Journal journal;
  private Sequencer<String, String> sequencer;

  @BeforeEach
  void open() throws IOException {
    journal = new Journal(Path.of("journal"), disk);
    sequencer =
        new Sequencer<>(
            journal,
            new MerkleTree(),
            Vectors.logSigner(),
            (index, entry, about) -> Optional.empty(),
            halts::add);
  }

  @AfterEach
  void stop() throws IOException {
    sequencer.close();
    journal.close();
    assertThat(halts).isEmpty();
  }

  private boolean submit(String entry, Priority priority, Consumer<Answer<String>> answer) {
    byte[] bytes = entry.getBytes(US_ASCII);
    return sequencer.submit(bytes, Merkle.leaf(bytes), "", priority, answer);
  }

  private void queue(int count, Priority priority) {
    for (int i = 0; i < count; i++) {
      assertThat(submit(priority + " " + i, priority, answer -> {})).isTrue();
    }
  }

  private List<String> journalled() throws IOException {
    return JournalTest.entries(journal, 0).stream()
        .map(entry -> new String(entry, US_ASCII))
        .toList();
  }

  private static List<String> numbered(Priority priority, int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> priority + " " + i).toList();
  }

  @Test
  void putsTheFirstBeforeTheLastThatCameBefore() throws IOException {
    queue(3, Priority.LAST);
    queue(2, Priority.FIRST);
    sequencer.commitQueued();

    assertThat(journalled()).containsExactly("FIRST 0", "FIRST 1", "LAST 0", "LAST 1", "LAST 2");
    assertThat(disk.forces()).isEqualTo(2); // one of them made the file
  }

  @Test
  void givesTheLastASixteenthOfEachFullGroupAndTheRestOfOthers() throws IOException {
    queue(2000, Priority.FIRST);
    queue(200, Priority.LAST);
    sequencer.commitQueued();

    List<String> expected = new ArrayList<>();
    expected.addAll(numbered(Priority.FIRST, 0, 960));
    expected.addAll(numbered(Priority.LAST, 0, 64));
    expected.addAll(numbered(Priority.FIRST, 960, 1920));
    expected.addAll(numbered(Priority.LAST, 64, 128));
    expected.addAll(numbered(Priority.FIRST, 1920, 2000));
    expected.addAll(numbered(Priority.LAST, 128, 200));
    assertThat(journalled()).isEqualTo(expected);
  }

  @Test
  void leavesNoPlaceUnusedThatTheFirstCouldHave() throws IOException {
    queue(1024, Priority.FIRST);
    queue(3, Priority.LAST);
    sequencer.commitQueued();

    List<String> expected = new ArrayList<>(numbered(Priority.FIRST, 0, 1021));
    expected.addAll(numbered(Priority.LAST, 0, 3));
    expected.addAll(numbered(Priority.FIRST, 1021, 1024));
    assertThat(journalled()).isEqualTo(expected);
  }

  @Test
  void fillsTheQueueOfTheLastWithoutTakingPlacesOfTheFirst() throws IOException {
    queue(1024, Priority.LAST);
    assertThat(submit("one too many", Priority.LAST, answer -> {})).isFalse();
    assertThat(sequencer.load(Priority.LAST)).isEqualTo(1.0);
    assertThat(sequencer.load(Priority.FIRST)).isZero();
    queue(8192, Priority.FIRST);
    assertThat(submit("one too many", Priority.FIRST, answer -> {})).isFalse();
    assertThat(sequencer.waiting(Priority.FIRST)).isEqualTo(8192);
    sequencer.commitQueued();

    assertThat(journalled()).hasSize(8192 + 1024).doesNotContain("one too many");
    assertThat(sequencer.waiting(Priority.LAST)).isZero();
  }

  @Test
  void answersTheLastAsItAnswersTheFirst() {
    AtomicInteger answered = new AtomicInteger();
    sequencer.start();
    assertThat(submit("a", Priority.LAST, answer -> answered.incrementAndGet())).isTrue();
    assertThat(submit("b", Priority.FIRST, answer -> answered.incrementAndGet())).isTrue();
    sequencer.close();

    assertThat(answered).hasValue(2);
    assertThat(submit("c", Priority.LAST, answer -> {})).isFalse();
  }
}
