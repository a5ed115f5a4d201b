package org.cotejo.server.telemetry;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawFilesTest {
  private static final long DAY = 86_400;
  private static final long NOON = Stage.NOON;

  @TempDir private Path directory;

  private static Second second(long time, Lane lane) {
    return new Second(time, 1, lane, 0, Counts.NONE, Latency.NONE, 0);
  }

  private static List<Second> lines(long time) {
    return List.of(second(time, Lane.STATIONS), second(time, Lane.OPEN));
  }

  private static String text(long... times) {
    var text = new StringBuilder(RawLine.HEADER);
    for (long time : times) {
      lines(time).forEach(line -> text.append(RawLine.encode(line)));
    }
    return text.toString();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void beginsAFileEveryDayOfUtc() throws IOException {
    var files = new RawFiles(directory.resolve("not/there/yet"));
    long midnight = LocalDate.of(2026, 3, 2).toEpochDay() * DAY;
    files.append(lines(midnight - 2));
    files.append(lines(midnight - 1));
    files.append(lines(midnight));

    assertThat(Files.readString(directory.resolve("not/there/yet/2026-03-01.csv")))
        .isEqualTo(text(midnight - 2, midnight - 1));
    assertThat(Files.readString(directory.resolve("not/there/yet/2026-03-02.csv")))
        .isEqualTo(text(midnight));
  }

  @Test
  void keepsTheNewestSevenAndWhatIsNotItsOwn() throws IOException {
    Files.writeString(directory.resolve("notes.csv"), "mine");
    var files = new RawFiles(directory);
    for (int day = 0; day < 10; day++) {
      files.append(lines(NOON + day * DAY));
    }

    assertThat(names())
        .containsExactly(
            "2026-03-04.csv",
            "2026-03-05.csv",
            "2026-03-06.csv",
            "2026-03-07.csv",
            "2026-03-08.csv",
            "2026-03-09.csv",
            "2026-03-10.csv",
            "notes.csv");
  }

  @Test
  void keepsTodaysWhateverDaysAClockDreamtOf() throws IOException {
    for (int year = 2090; year < 2098; year++) {
      Files.writeString(directory.resolve(year + "-01-01.csv"), "");
    }
    new RawFiles(directory).append(lines(NOON));

    assertThat(names())
        .hasSize(RawFiles.DAYS_KEPT)
        .contains("2026-03-01.csv", "2097-01-01.csv")
        .doesNotContain("2091-01-01.csv");
  }

  @Test
  void goesOnBehindTheLastWholeLine() throws IOException {
    Path file = directory.resolve("2026-03-01.csv");
    for (String torn : List.of("1772366401,1,stat", "\0".repeat(10_000), "1")) {
      Files.writeString(file, text(NOON) + torn);
      new RawFiles(directory).append(lines(NOON + 2));

      assertThat(Files.readString(file)).isEqualTo(text(NOON, NOON + 2));
    }
  }

  @Test
  void beginsAgainWhereNotEvenTheHeaderIsWhole() throws IOException {
    Path file = directory.resolve("2026-03-01.csv");
    Files.writeString(file, "time,sec");
    new RawFiles(directory).append(lines(NOON));

    assertThat(Files.readString(file)).isEqualTo(text(NOON));
  }

  @Test
  void sharesAFileWithTheProcessThatItTakesOverFrom() throws IOException {
    var old = new RawFiles(directory);
    var young = new RawFiles(directory);
    old.append(lines(NOON));
    young.append(lines(NOON));
    old.append(lines(NOON + 1));

    assertThat(Files.readString(directory.resolve("2026-03-01.csv")))
        .isEqualTo(text(NOON, NOON, NOON + 1));
  }

  @Test
  void writesNothingBesideAnotherWriter() throws IOException {
    var files = new RawFiles(directory);
    files.append(lines(NOON));
    Path file = directory.resolve("2026-03-01.csv");
    try (FileChannel other = FileChannel.open(file, APPEND);
        FileLock held = other.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatIOException().isThrownBy(() -> files.append(lines(NOON + 1)));
    }

    assertThat(Files.readString(file)).isEqualTo(text(NOON));
  }

  @Test
  void saysThatTheDiskIsFull() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    Files.createSymbolicLink(directory.resolve("2026-03-01.csv"), full);

    assertThatIOException()
        .isThrownBy(() -> new RawFiles(directory).append(lines(NOON)))
        .withMessageContaining("No space left");
    Files.delete(directory.resolve("2026-03-01.csv")); // Not what it leads to.
  }

  @Test
  void saysThatThereIsNoDirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatIOException().isThrownBy(() -> new RawFiles(file).append(lines(NOON)));
  }
}
