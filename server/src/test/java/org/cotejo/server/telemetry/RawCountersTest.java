package org.cotejo.server.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawCountersTest {
  private static final long NOON = Stage.NOON;

  /// 2026-03-02T00:00:00Z
  private static final long MIDNIGHT = NOON + 43_200;

  @TempDir private Path directory;

  private static Second refusing(long time, long seconds, long rate, long networks) {
    Counts counted = new Counts(0, 0, rate, 0, 0, 0, Map.of(Reason.RATE, rate));
    return new Second(time, seconds, Lane.OPEN, 0, counted, Latency.NONE, networks);
  }

  private void write(Second... lines) throws IOException {
    var files = new RawFiles(directory);
    for (Second line : lines) {
      files.append(List.of(line));
    }
  }

  private Window.LaneFigures open(long from, long to) throws IOException {
    return lane(new RawCounters(directory).window(from, to), Lane.OPEN);
  }

  private static Window.LaneFigures lane(Window window, Lane lane) {
    return Optional.ofNullable(window.lanes().get(lane)).orElseThrow();
  }

  private static Hash hash(List<String> lines) {
    return Hash.sha256(String.join("", lines).getBytes(US_ASCII));
  }

  /// Percentiles by the definition: the smallest figure that so many per cent do not exceed.
  private static Window.Figures plainly(long[] figures) {
    long[] percentiles =
        Arrays.stream(new int[] {50, 90, 99, 100})
            .mapToLong(percent ->
                Arrays.stream(figures)
                    .filter(candidate ->
                        100 * Arrays.stream(figures).filter(each -> each <= candidate).count()
                            >= (long) percent * figures.length)
                    .min()
                    .orElseThrow())
            .toArray();
    return new Window.Figures(
        Arrays.stream(figures).sum(),
        percentiles[0],
        percentiles[1],
        percentiles[2],
        percentiles[3]);
  }

  @Test
  void saysOfAWindowWhatItsLinesSay() throws IOException {
    var random = new Random(17);
    List<Second> written = new ArrayList<>();
    var files = new RawFiles(directory);
    for (long time = MIDNIGHT - 150; time < MIDNIGHT + 150; time++) {
      List<Second> both =
          List.of(
              RawLineTest.random(random, time, Lane.STATIONS),
              RawLineTest.random(random, time, Lane.OPEN));
      files.append(both);
      written.addAll(both);
    }
    for (int round = 0; round < 6; round++) {
      long from = MIDNIGHT - 150 + random.nextInt(150);
      long to = from + random.nextInt(150);
      List<Second> inside =
          written.stream().filter(line -> line.time() >= from && line.time() <= to).toList();
      Window window = new RawCounters(directory).window(from, to);

      assertThat(window.sha256()).isEqualTo(hash(inside.stream().map(RawLine::encode).toList()));
      assertThat(window.unreadable()).isZero();
      assertThat(window.lanes().keySet()).containsExactly(Lane.STATIONS, Lane.OPEN);
      for (Lane lane : window.lanes().keySet()) {
        agrees(lane(window, lane), inside.stream().filter(line -> line.lane() == lane).toList());
      }
    }
  }

  private static void agrees(Window.LaneFigures figures, List<Second> lines) {
    assertThat(figures.seconds()).isEqualTo(lines.size());
    assertThat(figures.requests())
        .isEqualTo(plainly(lines.stream().mapToLong(l -> l.counted().requests()).toArray()));
    assertThat(figures.accepted())
        .isEqualTo(plainly(lines.stream().mapToLong(l -> l.counted().accepted()).toArray()));
    assertThat(figures.refused())
        .isEqualTo(plainly(lines.stream().mapToLong(l -> l.counted().allRefused()).toArray()));
    assertThat(figures.distinctNetworks())
        .isEqualTo(lines.stream().mapToLong(Second::networks).max().orElseThrow());
    for (Reason reason : Reason.values()) {
      long[] refused = lines.stream().mapToLong(l -> l.counted().refused(reason)).toArray();
      if (Arrays.stream(refused).sum() == 0) {
        assertThat(figures.refusedFor()).doesNotContainKey(reason);
      } else {
        assertThat(figures.refusedFor()).containsEntry(reason, plainly(refused));
      }
    }
  }

  @Test
  void spreadsALineOverTheSecondsItCovers() throws IOException {
    write(refusing(NOON, 1, 1, 5), refusing(NOON + 4, 4, 10, 6));

    Window.LaneFigures open = open(NOON, NOON + 9);

    assertThat(open.seconds()).isEqualTo(5);
    // 1, then 3, 3, 2, 2
    assertThat(open.refused()).isEqualTo(new Window.Figures(11, 2, 3, 3, 3));
    assertThat(open.distinctNetworks()).isEqualTo(6);
  }

  @Test
  void takesALineOnlyWhole() throws IOException {
    write(refusing(NOON + 3, 4, 10, 6));

    assertThat(open(NOON, NOON + 3).refused().sum()).isEqualTo(10);
    assertThat(new RawCounters(directory).window(NOON + 1, NOON + 3).lanes()).isEmpty();
    assertThat(new RawCounters(directory).window(NOON, NOON + 2).lanes()).isEmpty();
  }

  @Test
  void addsUpWhatTwoProcessesCountedInOneSecond() throws IOException {
    write(refusing(NOON, 1, 3, 1), refusing(NOON, 1, 4, 1), refusing(NOON + 1, 1, 5, 1));

    Window.LaneFigures open = open(NOON, NOON + 1);

    assertThat(open.seconds()).isEqualTo(2);
    assertThat(open.refused()).isEqualTo(new Window.Figures(12, 5, 7, 7, 7));
    assertThat(open.refusedFor()).containsEntry(Reason.RATE, open.refused());
  }

  @Test
  void knowsNothingOfSecondsWithoutLines() throws IOException {
    Window window = new RawCounters(directory).window(NOON, NOON + 59);

    assertThat(window.lanes()).isEmpty();
    assertThat(window.sha256()).isEqualTo(hash(List.of()));
  }

  @Test
  void countsLinesThatItCannotReadAndLeavesOutTheOneBeingWritten() throws IOException {
    write(refusing(NOON, 1, 3, 1));
    Path file = directory.resolve("2026-03-01.csv");
    Files.writeString(file, "garbage\n" + "x".repeat(5_000) + "\n\n", APPEND);
    Files.writeString(file, RawLine.HEADER, APPEND);
    Files.writeString(file, RawLine.encode(refusing(NOON + 1, 1, 4, 1)), APPEND);
    Files.writeString(file, RawLine.encode(refusing(NOON + 2, 1, 5, 1)).strip(), APPEND);

    Window window = new RawCounters(directory).window(NOON, NOON + 59);

    assertThat(window.unreadable()).isEqualTo(3);
    assertThat(lane(window, Lane.OPEN).refused().sum()).isEqualTo(7);
  }

  @Test
  void refusesWindowsOfNoTimeAndOfMoreThanADay() throws IOException {
    var counters = new RawCounters(directory);

    assertThatIllegalArgumentException().isThrownBy(() -> counters.window(NOON, NOON - 1));
    assertThatIllegalArgumentException().isThrownBy(() -> counters.window(-1, NOON));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> counters.window(NOON, NOON + RawCounters.MAX_SECONDS));
    assertThat(counters.window(NOON, NOON + RawCounters.MAX_SECONDS - 1).lanes()).isEmpty();
  }
}
