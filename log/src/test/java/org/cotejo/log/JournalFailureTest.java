package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotejo.log.MemoryDisk.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The journal on a disk that fails: acknowledged entries survive everything, what was not
/// acknowledged may survive as a whole frame, and a failed journal does nothing more.
class JournalFailureTest {
  private static final Path NAME = Path.of("journal");
  private static final byte[] ENTRY = {1, 2, 3};

  private static void assertFailed(Journal journal, MemoryDisk disk) {
    byte[] before = disk.seen();
    int forces = disk.forces();
    assertThatThrownBy(() -> journal.append(List.of(ENTRY)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("stop the process");
    assertThatThrownBy(journal::size).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> journal.replay((index, entry) -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThat(disk.seen()).isEqualTo(before);
    assertThat(disk.forces()).isEqualTo(forces);
  }

  private static long sizeOf(byte[] file) throws IOException {
    try (Journal journal = new Journal(NAME, new MemoryDisk(file))) {
      return journal.size();
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void isFailedForeverAfterOneFailedWrite(Fault fault) throws IOException {
    MemoryDisk disk = new MemoryDisk(new byte[0]);
    Journal journal = new Journal(NAME, disk);
    journal.append(List.of(ENTRY, ENTRY));
    disk.failingAfter(0, fault);

    assertThatThrownBy(() -> journal.append(List.of(ENTRY))).isInstanceOf(IOException.class);
    assertFailed(journal, disk);
    // Acknowledged: 2. The third is there only if the whole frame got through.
    assertThat(sizeOf(disk.seen())).isEqualTo(fault == Fault.ALL ? 3 : 2);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void isFailedForeverAfterOneFailedForce(Fault fault) throws IOException {
    MemoryDisk disk = new MemoryDisk(new byte[0]);
    Journal journal = new Journal(NAME, disk);
    journal.append(List.of(ENTRY, ENTRY));
    disk.failingAfter(1, fault);

    assertThatThrownBy(() -> journal.append(List.of(ENTRY)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("force");
    assertFailed(journal, disk);
    for (int seed = 0; seed < 20; seed++) {
      long size = sizeOf(disk.afterPowerCut(new Random(seed)));
      assertThat(size).isBetween(fault == Fault.ALL ? 3L : 2L, 3L);
    }
  }

  @Test
  void keepsExactlyWhatItAcknowledgedOnADiskThatFillsUp() throws IOException {
    for (int capacity = 8; capacity < 200; capacity++) {
      MemoryDisk disk = new MemoryDisk(new byte[0]).holdingAtMost(capacity);
      Journal journal = new Journal(NAME, disk);
      int acknowledged = fill(journal);
      assertFailed(journal, disk);
      assertThat(sizeOf(disk.seen())).isEqualTo(acknowledged);
    }
  }

  /// Appends until the disk refuses, and returns how many entries were acknowledged.
  private static int fill(Journal journal) {
    int acknowledged = 0;
    try {
      while (true) {
        assertThat(journal.append(List.of(ENTRY))).isEqualTo(acknowledged);
        acknowledged++;
      }
    } catch (IOException e) {
      return acknowledged;
    }
  }

  @Test
  void stopsWhenSomebodyElseWroteToTheFile() throws IOException {
    MemoryDisk disk = new MemoryDisk(new byte[0]);
    Journal journal = new Journal(NAME, disk);
    disk.write(ByteBuffer.wrap(ENTRY), 8);

    assertThatThrownBy(() -> journal.append(List.of(ENTRY)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("somebody else");
    assertFailed(journal, disk);
  }

  @Test
  void forcesWhatAKilledProcessLeftInThePageCacheBeforeItCounts() throws IOException {
    MemoryDisk disk = new MemoryDisk(new byte[0]);
    Journal killed = new Journal(NAME, disk);
    disk.failingAfter(1, Fault.NOTHING);
    assertThatThrownBy(() -> killed.append(List.of(ENTRY))).hasMessageContaining("force");

    try (Journal journal = new Journal(NAME, disk)) {
      assertThat(journal.size()).isEqualTo(1);
      for (int seed = 0; seed < 20; seed++) {
        assertThat(sizeOf(disk.afterPowerCut(new Random(seed)))).isEqualTo(1);
      }
    }
  }

  @Test
  void doesNotOpenOnADiskThatFailsDuringRecovery() throws IOException {
    MemoryDisk disk = new MemoryDisk(new byte[0]);
    try (Journal journal = new Journal(NAME, disk)) {
      journal.append(List.of(ENTRY));
    }
    byte[] torn = Arrays.copyOf(disk.seen(), (int) disk.size() + 5);
    for (int step = 0; step < 2; step++) {
      for (Fault fault : Fault.values()) {
        MemoryDisk failing = new MemoryDisk(torn).failingAfter(step, fault);
        assertThatThrownBy(() -> new Journal(NAME, failing)).isInstanceOf(IOException.class);
        assertThat(sizeOf(failing.seen())).isEqualTo(1);
      }
    }
  }

  @Test
  void replayIsNotHarmedByItsConsumer() throws IOException {
    try (Journal journal = new Journal(NAME, new MemoryDisk(new byte[0]))) {
      journal.append(List.of(ENTRY));
      assertThatThrownBy(() ->
              journal.replay((index, entry) -> {
                throw new IOException("enough");
              }))
          .hasMessage("enough");
      assertThat(journal.append(List.of(ENTRY))).isEqualTo(1);
    }
  }

  @Test
  void losesNothingAcknowledgedInAnyCrashAtAnyStep() throws IOException {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      byte[] file = {};
      List<byte[]> acknowledged = new ArrayList<>();
      for (int life = 0; life < 6; life++) {
        file = liveUntilTheFault(file, acknowledged, random);
      }
    }
  }

  /// Opens, checks, appends until the disk fails, and returns what the crash left.
  private static byte[] liveUntilTheFault(byte[] file, List<byte[]> acknowledged, Random random)
      throws IOException {
    Fault fault = List.of(Fault.values()).get(random.nextInt(3));
    MemoryDisk disk = new MemoryDisk(file).failingAfter(random.nextInt(12), fault);
    disk.writingAtMost(1 + random.nextInt(3000));
    List<byte[]> inFlight = new ArrayList<>();
    try (Journal journal = new Journal(NAME, disk)) {
      assertThat(journal.size()).isEqualTo(acknowledged.size());
      while (true) {
        inFlight = JournalTest.batch(random, 1 + random.nextInt(5), 700);
        assertThat(journal.append(inFlight)).isEqualTo(acknowledged.size());
        acknowledged.addAll(inFlight);
      }
    } catch (IOException e) {
      byte[] left = random.nextBoolean() ? disk.seen() : disk.afterPowerCut(random);
      try (Journal journal = new Journal(NAME, new MemoryDisk(left))) {
        List<byte[]> possible = new ArrayList<>(acknowledged);
        possible.addAll(inFlight);
        List<byte[]> found = JournalTest.entries(journal, 0);
        assertThat(found.size()).isIn(acknowledged.size(), possible.size());
        assertThat(found).containsExactlyElementsOf(possible.subList(0, found.size()));
        // What one life reads, and forces before it does, is promised to the next.
        acknowledged.addAll(found.subList(acknowledged.size(), found.size()));
      }
      return left;
    }
  }
}
