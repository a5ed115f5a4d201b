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
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the journal makes of files that a crash, a bad disk or a helpful person left behind.
class JournalRecoveryTest {
  private static final Path NAME = Path.of("journal");

  private final List<byte[]> entries = new ArrayList<>();
  private byte[] file = {};

  /// Where frames 0, 1 and 2 begin, and the end.
  private final List<Integer> offsets = new ArrayList<>();

  @BeforeEach
  void writeThreeFrames() throws IOException {
    Random random = new Random(11);
    MemoryDisk disk = new MemoryDisk(file);
    try (Journal journal = new Journal(NAME, disk)) {
      for (int frame = 0; frame < 3; frame++) {
        offsets.add((int) disk.size());
        List<byte[]> batch = JournalTest.batch(random, 3, 40);
        journal.append(batch);
        entries.addAll(batch);
      }
    }
    file = disk.seen();
    offsets.add(file.length);
  }

  private static byte[] flipped(byte[] file, int at, int bit) {
    byte[] flipped = file.clone();
    flipped[at] ^= (byte) (1 << bit);
    return flipped;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private byte[] frame(int number) {
    return Arrays.copyOfRange(file, offsets.get(number), offsets.get(number + 1));
  }

  private static void assertRefuses(byte[] damaged, long offset) {
    MemoryDisk disk = new MemoryDisk(damaged);
    assertThatThrownBy(() -> new Journal(NAME, disk))
        .isInstanceOfSatisfying(
            JournalDamagedException.class, e -> assertThat(e.offset()).isEqualTo(offset))
        .hasMessageContaining("journal is damaged at offset " + offset)
        .hasMessageContaining("restore the file from a copy, never edit it");
    assertThat(disk.seen()).isEqualTo(damaged);
  }

  private void assertRecovers(byte[] torn, int frames) throws IOException {
    MemoryDisk disk = new MemoryDisk(torn);
    int end = offsets.get(frames);
    try (Journal journal = new Journal(NAME, disk)) {
      assertThat(journal.cutBytes()).isEqualTo(torn.length - end);
      assertThat(JournalTest.entries(journal, 0))
          .containsExactlyElementsOf(entries.subList(0, 3 * frames));
      assertThat(disk.afterPowerCut(new Random(0))).isEqualTo(Arrays.copyOf(file, end));
      assertThat(journal.append(List.of(new byte[] {7}))).isEqualTo(3L * frames);
    }
    try (Journal journal = new Journal(NAME, new MemoryDisk(disk.seen()))) {
      assertThat(journal.cutBytes()).isZero();
      assertThat(journal.size()).isEqualTo(3L * frames + 1);
    }
  }

  @Test
  void recoversTheEarlierFramesFromACutAtEveryByteOfTheLast() throws IOException {
    for (int length = offsets.get(2); length < file.length; length++) {
      assertRecovers(Arrays.copyOf(file, length), 2);
    }
    assertRecovers(file, 3);
  }

  @Test
  void recoversTheEarlierFramesFromAnyBitFlippedInTheLast() throws IOException {
    for (int at = offsets.get(2); at < file.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        assertRecovers(flipped(file, at, bit), 2);
      }
    }
  }

  @Test
  void refusesAnyBitFlippedInAnEarlierFrame() {
    for (int frame = 0; frame < 2; frame++) {
      for (int at = offsets.get(frame); at < offsets.get(frame + 1); at++) {
        for (int bit = 0; bit < 8; bit++) {
          assertRefuses(flipped(file, at, bit), offsets.get(frame));
        }
      }
    }
  }

  @Test
  void refusesAnyBitFlippedInTheHeader() {
    for (int at = 0; at < 8; at++) {
      for (int bit = 0; bit < 8; bit++) {
        assertRefuses(flipped(file, at, bit), 0);
      }
    }
  }

  @Test
  void refusesBytesLostFromOrSlippedIntoAnEarlierFrame() {
    for (int at = offsets.get(0); at < offsets.get(1); at++) {
      byte[] before = Arrays.copyOf(file, at);
      byte[] without = joined(before, Arrays.copyOfRange(file, at + 1, file.length));
      byte[] with =
          joined(joined(before, new byte[] {0}), Arrays.copyOfRange(file, at, file.length));
      // A byte lost between frames 0 and 1 leaves frame 1 as the first to be wrong, and so on.
      assertRefuses(without, offsets.get(0));
      assertRefuses(with, offsets.get(0));
    }
  }

  @Test
  void refusesFrameThatIsMissingRepeatedOrOutOfOrder() {
    byte[] head = Arrays.copyOf(file, offsets.get(1));
    byte[] end = joined(head, frame(2));

    assertRefuses(end, offsets.get(1));
    assertRefuses(joined(head, frame(0)), offsets.get(1));
    assertRefuses(joined(end, frame(1)), offsets.get(1));
    assertRefuses(joined(file, frame(2)), file.length);
  }

  @Test
  void refusesFrameThatDoesNotConsistOfEntries() throws IOException {
    ByteBuffer odd = ByteBuffer.allocate(64);
    JournalFrame.encode(odd, 9, List.of(new byte[] {1, 2}));
    byte[] frame = Arrays.copyOf(odd.array(), odd.limit());
    frame[21] = 1; // The entry now ends before the body does.
    ByteBuffer fields = ByteBuffer.wrap(frame);
    CRC32C crc = new CRC32C();
    crc.update(frame, 4, 12);
    crc.update(frame, 20, frame.length - 20);
    fields.putInt(16, (int) crc.getValue());

    assertRefuses(joined(file, frame), file.length);
  }

  @Test
  void cutsGarbageAndZeroesUpToTheLengthOfOneFrame() throws IOException {
    byte[] garbage = new byte[JournalFrame.MAX_BYTES];
    assertRecovers(joined(file, garbage), 3);
    new Random(5).nextBytes(garbage);
    assertRecovers(joined(file, garbage), 3);
    assertRecovers(joined(file, new byte[1]), 3);
  }

  @Test
  void refusesTailLongerThanACrashCanLeave() {
    assertRefuses(joined(file, new byte[JournalFrame.MAX_BYTES + 1]), file.length);
  }

  @Test
  void cutsTornFrameWhoseEntriesContainTheMagicOfFrames() throws IOException {
    ByteBuffer decoys = ByteBuffer.allocate(4000);
    while (decoys.remaining() >= 20) {
      decoys.putInt(JournalFrame.MAGIC).putInt(50).putLong(10).putInt(0);
    }
    ByteBuffer frame = ByteBuffer.allocate(JournalFrame.bytes(List.of(decoys.array())));
    JournalFrame.encode(frame, 9, List.of(decoys.array()));

    assertRecovers(joined(file, Arrays.copyOf(frame.array(), frame.limit() - 1)), 3);
  }

  @Test
  void countsHeaderThatWasNeverFilledAsUnfinishedCreation() throws IOException {
    try (Journal journal = new Journal(NAME, new MemoryDisk(new byte[8]))) {
      assertThat(journal.size()).isZero();
      assertThat(journal.cutBytes()).isEqualTo(8);
    }
    assertRefuses(new byte[9], 0);
  }

  @Test
  void noticesDamageDoneWhileOpen() throws IOException {
    MemoryDisk disk = new MemoryDisk(file);
    try (Journal journal = new Journal(NAME, disk)) {
      disk.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), offsets.get(1) + 22);
      List<byte[]> read = new ArrayList<>();
      assertThatThrownBy(() -> journal.replay((index, entry) -> read.add(entry)))
          .isInstanceOf(JournalDamagedException.class);
      assertThat(read).containsExactlyElementsOf(entries.subList(0, 3));
    }
  }
}
