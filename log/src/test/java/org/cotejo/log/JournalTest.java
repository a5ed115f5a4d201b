package org.cotejo.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The journal on a real file, in peace.
class JournalTest {
  @TempDir Path directory;

  private Path file() {
    return directory.resolve("journal");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  static List<byte[]> entries(Journal journal, long from) throws IOException {
    List<byte[]> entries = new ArrayList<>();
    journal.replay(
        from,
        (index, entry) -> {
          assertThat(index).isEqualTo(from + entries.size());
          entries.add(entry);
        });
    return entries;
  }

  @Test
  void writesTheLayoutOfTheDocument() throws IOException {
    try (Journal journal = Journal.open(file())) {
      assertThat(journal.append(List.of(ascii("a"), ascii("")))).isEqualTo(0);
      assertThat(journal.append(List.of(ascii("bc")))).isEqualTo(2);
    }

    assertThat(HexFormat.of().formatHex(Files.readAllBytes(file())))
        .isEqualTo(
            "434f54454a4f4a31"
                + "c07ef4a3"
                + "00000005"
                + "0000000000000000"
                + "853e964d"
                + "0001610000"
                + "c07ef4a3"
                + "00000004"
                + "0000000000000002"
                + "6b3a8355"
                + "00026263");
  }

  @Test
  void givesBackWhatItTookInOrderAfterReopening() throws IOException {
    Random random = new Random(1);
    List<byte[]> all = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      try (Journal journal = Journal.open(file())) {
        assertThat(journal.cutBytes()).isZero();
        assertThat(journal.size()).isEqualTo(all.size());
        for (int i = 0; i < 5; i++) {
          List<byte[]> batch = batch(random, 1 + random.nextInt(20), 300);
          assertThat(journal.append(batch)).isEqualTo(all.size());
          all.addAll(batch);
        }
        assertThat(entries(journal, 0)).containsExactlyElementsOf(all);
      }
    }
  }

  static List<byte[]> batch(Random random, int entries, int bound) {
    List<byte[]> batch = new ArrayList<>();
    for (int i = 0; i < entries; i++) {
      byte[] entry = new byte[random.nextInt(bound)];
      random.nextBytes(entry);
      batch.add(entry);
    }
    return batch;
  }

  @Test
  void replaysFromEveryIndex() throws IOException {
    Random random = new Random(2);
    MemoryDisk disk = new MemoryDisk(new byte[0]);
    List<byte[]> all = new ArrayList<>();
    try (Journal journal = new Journal(file(), disk)) {
      for (int i = 0; i < 60; i++) {
        List<byte[]> batch = batch(random, 1 + random.nextInt(4), 65_536);
        journal.append(batch);
        all.addAll(batch);
      }
      for (int from = 0; from <= all.size(); from++) {
        assertThat(entries(journal, from)).containsExactlyElementsOf(all.subList(from, all.size()));
      }
      assertThatThrownBy(() -> journal.replay(all.size() + 1L, (index, entry) -> {}))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> journal.replay(-1, (index, entry) -> {}))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    try (Journal reopened = new Journal(file(), new MemoryDisk(disk.seen()))) {
      int from = all.size() / 2;
      assertThat(entries(reopened, from)).containsExactlyElementsOf(all.subList(from, all.size()));
    }
  }

  @Test
  void splitsLargeBatchesIntoForcedFrames() throws IOException {
    MemoryDisk disk = new MemoryDisk(new byte[0]);
    List<byte[]> batch = Collections.nCopies(130, new byte[65_535]);
    try (Journal journal = new Journal(file(), disk)) {
      int before = disk.forces();
      assertThat(journal.append(batch)).isZero();
      assertThat(disk.forces() - before).isEqualTo(3);
      assertThat(journal.size()).isEqualTo(130);
      assertThat(disk.size()).isEqualTo(8 + 3 * 20 + 130 * 65_537L);
    }
    try (Journal journal = new Journal(file(), new MemoryDisk(disk.seen()))) {
      assertThat(entries(journal, 0)).hasSize(130).allMatch(entry -> entry.length == 65_535);
    }
  }

  @Test
  void forcesOnceForABatch() throws IOException {
    MemoryDisk disk = new MemoryDisk(new byte[0]);
    try (Journal journal = new Journal(file(), disk)) {
      int forces = disk.forces();
      int writes = disk.writes();
      journal.append(Collections.nCopies(256, new byte[500]));
      assertThat(disk.forces() - forces).isEqualTo(1);
      assertThat(disk.writes() - writes).isEqualTo(1);
    }
  }

  @Test
  void goesOnWritingWhereTheDiskTookOnlyPart() throws IOException {
    MemoryDisk disk = new MemoryDisk(new byte[0]).writingAtMost(7);
    List<byte[]> batch = batch(new Random(4), 10, 50);
    try (Journal journal = new Journal(file(), disk)) {
      journal.append(batch);
    }
    try (Journal journal = new Journal(file(), new MemoryDisk(disk.seen()))) {
      assertThat(entries(journal, 0)).containsExactlyElementsOf(batch);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void countsFileShorterThanItsHeaderAsEmpty(int length) throws IOException {
    Files.write(file(), Arrays.copyOf(ascii("COTEJOJ1"), length));

    try (Journal journal = Journal.open(file())) {
      assertThat(journal.size()).isZero();
      assertThat(journal.cutBytes()).isEqualTo(length);
      journal.append(List.of(ascii("a")));
    }
    try (Journal journal = Journal.open(file())) {
      assertThat(entries(journal, 0)).containsExactly(ascii("a"));
    }
  }

  @Test
  void refusesFileOfAnotherKindAndLeavesItAlone() throws IOException {
    byte[] other = ascii("COTEJOJ2 and more");
    Files.write(file(), other);

    assertThatThrownBy(() -> Journal.open(file()))
        .isInstanceOf(JournalDamagedException.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("offset 0")
        .hasMessageContaining("restore the file from a copy, never edit it");
    assertThat(Files.readAllBytes(file())).isEqualTo(other);
  }

  @Test
  void hasOneWriter() throws IOException {
    try (Journal journal = Journal.open(file())) {
      assertThatThrownBy(() -> Journal.open(file()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
      journal.append(List.of(ascii("a")));
    }
    try (Journal journal = Journal.open(file())) {
      assertThat(journal.size()).isEqualTo(1);
    }
  }

  @Test
  void refusesWhenAnotherProcessHasIt() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                JournalHolder.class.getName(),
                file().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('1');
      assertThatThrownBy(() -> Journal.open(file()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use");
    } finally {
      other.destroyForcibly().waitFor();
    }
    try (Journal journal = Journal.open(file())) {
      assertThat(journal.size()).isEqualTo(1);
    }
  }

  @Test
  void refusesEmptyBatchesAndLongEntriesWithoutHarm() throws IOException {
    List<byte[]> tooLong = List.of(ascii("a"), new byte[65_536]);
    try (Journal journal = Journal.open(file())) {
      assertThatThrownBy(() -> journal.append(List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> journal.append(tooLong))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(journal.size()).isZero();
      assertThat(journal.append(List.of(new byte[65_535]))).isZero();
    }
  }

  @Test
  void isOfNoUseOnceClosed() throws IOException {
    Journal journal = Journal.open(file());
    journal.close();
    journal.close();

    assertThatThrownBy(journal::size).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> journal.append(List.of(ascii("a"))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> journal.replay((index, entry) -> {}))
        .isInstanceOf(IllegalStateException.class);
  }
}
