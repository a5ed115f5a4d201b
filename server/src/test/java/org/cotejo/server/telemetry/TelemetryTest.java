package org.cotejo.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryTest {
  private static final long NOON = Stage.NOON;
  private static final long NETWORK = Stage.network(1);

  @TempDir private Path directory;

  private Path file() {
    return directory.resolve("raw/2026-03-01.csv");
  }

  private List<String> linesOf(Lane lane) throws IOException {
    try (var lines = Files.lines(file())) {
      return lines.skip(1).filter(line -> line.contains("," + lane.label() + ",")).toList();
    }
  }

  @Test
  void countsEverySecondForItself() throws IOException {
    try (var stage = new Stage(directory)) {
      LaneCounters lane = stage.lane(Lane.STATIONS);
      lane.connection(NETWORK);
      lane.connection(Stage.network(2));
      lane.request(NETWORK);
      lane.bytes(500);
      lane.accepted(900_000);
      lane.refused(Reason.NO_TICKET, Stage.network(2));
      lane.closed();
      stage.pass(1);
      lane.request(NETWORK);
      lane.duplicate(50_000);
      stage.pass(1);

      assertThat(linesOf(Lane.STATIONS))
          .containsExactly(
              NOON + ",1,stations,1,2,1,1,500,1,0,900,900,900,900,2,no-ticket=1",
              (NOON + 1) + ",1,stations,1,0,0,1,0,0,1,0,0,0,0,2,");
      assertThat(linesOf(Lane.OPEN))
          .containsExactly(
              NOON + ",1,open,0,0,0,0,0,0,0,0,0,0,0,0,",
              (NOON + 1) + ",1,open,0,0,0,0,0,0,0,0,0,0,0,0,");
    }
  }

  @Test
  void showsTheSecondTheMinuteAndAllSinceTheStart() throws IOException {
    try (var stage = new Stage(directory)) {
      LaneCounters lane = stage.lane(Lane.OPEN);
      for (int second = 0; second < 100; second++) {
        for (int i = 0; i <= second; i++) {
          lane.request(NETWORK);
          lane.refused(Reason.BUSY, NETWORK);
        }
        lane.accepted((100 - second) * 1_000L);
        stage.pass(1);
      }
      Snapshot.LaneView view = stage.view(Lane.OPEN);

      assertThat(stage.telemetry.snapshot().time()).isEqualTo(NOON + 99);
      assertThat(stage.telemetry.snapshot().started()).isEqualTo(NOON);
      assertThat(view.second().counts().requests()).isEqualTo(100);
      assertThat(view.second().accepted()).isEqualTo(new Latency(1, 1, 1, 1));
      // 41 + 42 + … + 100, and 1 to 60 µs
      assertThat(view.minute().counts().refused()).isEqualTo(Map.of(Reason.BUSY, 4_230L));
      assertThat(view.minute().accepted()).isEqualTo(new Latency(30, 54, 60, 60));
      assertThat(view.total().counts().allRefused()).isEqualTo(5_050);
      assertThat(view.total().counts().accepted()).isEqualTo(100);
      assertThat(view.total().accepted().max()).isEqualTo(100);
    }
  }

  @Test
  void remembersAnHourAndNoMore() {
    var counters = new LaneCounters(1);
    var gazetteer = new Gazetteer(Long::toString, Optional.empty());
    var history = new LaneHistory(Lane.OPEN, counters, gazetteer);
    for (int second = 0; second < LaneHistory.SECONDS + 10; second++) {
      counters.bytes(second);
      assertThat(history.advance(NOON + second, 1).second().time()).isEqualTo(NOON + second);
    }
    List<Second> hour = history.newest(Integer.MAX_VALUE);

    assertThat(hour).hasSize(LaneHistory.SECONDS);
    assertThat(hour.getFirst().time()).isEqualTo(NOON + 10);
    assertThat(hour.getFirst().counted().bytes()).isEqualTo(10);
    assertThat(hour.getLast().time()).isEqualTo(NOON + LaneHistory.SECONDS + 9);
  }

  @Test
  void showsTheNewestSecondsOfEveryLane() throws IOException {
    try (var stage = new Stage(directory)) {
      for (int second = 0; second < 5; second++) {
        stage.pass(1);
      }
      History history = stage.telemetry.history(3);

      assertThat(history.lanes()).containsOnlyKeys(Lane.values());
      assertThat(history.lanes().get(Lane.STATIONS))
          .extracting(Second::time)
          .containsExactly(NOON + 2, NOON + 3, NOON + 4);
    }
  }

  @Test
  void coversAPauseWithOneLine() throws IOException {
    try (var stage = new Stage(directory)) {
      stage.pass(1);
      stage.lane(Lane.OPEN).request(NETWORK);
      stage.pass(7);
      stage.pass(1);

      assertThat(linesOf(Lane.OPEN))
          .containsExactly(
              NOON + ",1,open,0,0,0,0,0,0,0,0,0,0,0,0,",
              (NOON + 7) + ",7,open,0,0,0,1,0,0,0,0,0,0,0,1,",
              (NOON + 8) + ",1,open,0,0,0,0,0,0,0,0,0,0,0,1,");
    }
  }

  @Test
  void leavesToTheNextSecondWhatATickTooManyWouldTake() throws IOException {
    try (var stage = new Stage(directory)) {
      stage.pass(1);
      stage.lane(Lane.OPEN).request(NETWORK);
      stage.telemetry.tick();
      stage.lane(Lane.OPEN).request(NETWORK);
      stage.pass(1);

      assertThat(linesOf(Lane.OPEN)).hasSize(2);
      assertThat(stage.view(Lane.OPEN).second().counts().requests()).isEqualTo(2);
    }
  }

  @Test
  void goesOnWhenTheClockIsSet() throws IOException {
    try (var stage = new Stage(directory)) {
      LaneCounters lane = stage.lane(Lane.OPEN);
      lane.request(NETWORK);
      stage.pass(1);
      lane.request(NETWORK);
      stage.setClock(NOON - 600, 0);
      stage.telemetry.tick();
      assertThat(stage.view(Lane.OPEN).second().counts().requests()).isEqualTo(1);
      assertThat(stage.view(Lane.OPEN).minute().counts().requests()).isEqualTo(1);

      lane.request(NETWORK);
      stage.setClock(NOON + 40_000, 0);
      stage.telemetry.tick();

      assertThat(stage.view(Lane.OPEN).total().counts().requests()).isEqualTo(3);
      assertThat(linesOf(Lane.OPEN))
          .extracting(line -> line.substring(0, line.indexOf(",open")))
          .containsExactly(NOON + ",1", (NOON - 601) + ",1", (NOON + 39_999) + ",3600");
    }
  }

  @Test
  void countsNetworksByTheMinuteOfTheClock() throws IOException {
    try (var stage = new Stage(directory)) {
      LaneCounters lane = stage.lane(Lane.OPEN);
      for (int second = 0; second < 60; second++) {
        lane.connection(Stage.network(second % 10));
        lane.request(Stage.network(7));
        stage.pass(1);
      }
      assertThat(stage.view(Lane.OPEN).thisMinute().distinct()).isEqualTo(10);
      assertThat(stage.view(Lane.OPEN).lastMinute()).isEmpty();

      lane.refused(Reason.RATE, Stage.network(3));
      stage.pass(1);
      Snapshot.LaneView view = stage.view(Lane.OPEN);

      assertThat(view.thisMinute())
          .isEqualTo(
              new Snapshot.Crowd(
                  NOON + 60,
                  1,
                  List.of(),
                  List.of(new Snapshot.Sender("10.0.3.0/24", 1, 1, Optional.empty()))));
      assertThat(view.lastMinute())
          .contains(
              new Snapshot.Crowd(
                  NOON,
                  10,
                  List.of(new Snapshot.Sender("10.0.7.0/24", 60, 60, Optional.empty())),
                  List.of()));
    }
  }

  @Test
  void namesTheNetworksRefusedMostAndTheirCountries() throws IOException {
    Path countries =
        new CountriesFile()
            .with("10.0.5.0", 24, Map.of("country", Map.of("iso_code", "NL")))
            .writeTo(directory.resolve("countries.mmdb"));
    try (var stage = new Stage(directory, NOON, Optional.of(countries))) {
      var random = new Random(9);
      for (int i = 0; i < 5_000; i++) {
        int network = random.nextInt(3) == 0 ? 5 : 100 + random.nextInt(400);
        stage.lane(Lane.OPEN).refused(Reason.NO_TICKET, Stage.network(network));
      }
      stage.pass(1);
      List<Snapshot.Sender> most = stage.view(Lane.OPEN).thisMinute().refusedMost();

      assertThat(most).hasSize(Snapshot.MAX_SENDERS);
      assertThat(most.getFirst().network()).isEqualTo("10.0.5.0/24");
      assertThat(most.getFirst().country()).contains("NL");
      assertThat(most.getFirst().atLeast()).isBetween(1_500L, 1_800L);
      assertThat(most.get(1).country()).isEmpty();
    }
  }

  @Test
  void losesNothingOfWhatManyThreadsCount() throws Exception {
    int threads = 4;
    int each = 50_000;
    long all = 200_000;
    try (var stage = new Stage(directory)) {
      var counting = new AtomicBoolean(true);
      Thread ticker =
          Thread.ofPlatform()
              .start(() -> {
                while (counting.get()) {
                  stage.pass(1);
                }
              });
      List<Thread> senders = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        senders.add(Thread.ofPlatform().start(() -> count(stage, each)));
      }
      for (Thread sender : senders) {
        sender.join();
      }
      counting.set(false);
      ticker.join();
      stage.pass(1);

      Counts total = stage.view(Lane.OPEN).total().counts();
      assertThat(total)
          .isEqualTo(new Counts(all, all, all, 3 * all, all, 0, Map.of(Reason.PUZZLE, all)));
      assertThat(sumOfRequests()).isEqualTo(total.requests());
    }
  }

  private static void count(Stage stage, int each) {
    LaneCounters lane = stage.lane(Lane.OPEN);
    for (int i = 0; i < each; i++) {
      lane.connection(Stage.network(i % 100));
      lane.request(Stage.network(i % 100));
      lane.bytes(3);
      lane.refused(Reason.PUZZLE, Stage.network(i % 100));
      lane.accepted(i);
      lane.closed();
    }
  }

  private long sumOfRequests() throws IOException {
    long sum = 0;
    for (String line : linesOf(Lane.OPEN)) {
      sum += RawLine.parse(line).orElseThrow().counted().requests();
    }
    return sum;
  }

  /// A flood must not become garbage to collect.
  @Test
  void allocatesNothingWhereItCounts() throws IOException {
    try (var stage = new Stage(directory)) {
      count(stage, 1_000);
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      count(stage, 20_000);

      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
    }
  }

  @Test
  void writesTheRestWhenItIsClosed() throws IOException {
    try (var stage = new Stage(directory)) {
      stage.pass(1);
      stage.lane(Lane.OPEN).request(NETWORK);
    }

    assertThat(linesOf(Lane.OPEN)).hasSize(2).last().asString().startsWith(NOON + 1 + ",1,open,");
    assertThat(sumOfRequests()).isEqualTo(1);
  }

  @Test
  void goesOnCountingWhileTheDiskIsFull() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    Files.createDirectories(file().getParent());
    Files.createSymbolicLink(file(), full);
    try (var stage = new Stage(directory)) {
      stage.lane(Lane.OPEN).request(NETWORK);
      stage.pass(1);
      stage.pass(4);
      stage.pass(1);
      assertThat(stage.view(Lane.OPEN).total().counts().requests()).isEqualTo(1);
      assertThat(stage.telemetry.snapshot().gauges()).containsEntry(Telemetry.LOST_SECONDS, 5L);

      Files.delete(file());
      stage.lane(Lane.OPEN).request(NETWORK);
      stage.pass(1);

      assertThat(linesOf(Lane.OPEN))
          .containsExactly((NOON + 6) + ",1,open,0,0,0,1,0,0,0,0,0,0,0,1,");
      assertThat(stage.telemetry.snapshot().gauges()).containsEntry(Telemetry.LOST_SECONDS, 6L);
    }
  }

  @Test
  void countsWithoutADirectory() throws IOException {
    Path nowhere = Files.writeString(directory.resolve("file"), "");
    try (var stage = new Stage(nowhere)) {
      stage.lane(Lane.OPERATORS).request(NETWORK);
      stage.pass(1);

      assertThat(stage.view(Lane.OPERATORS).total().counts().requests()).isEqualTo(1);
      assertThat(stage.telemetry.gauges()).containsEntry(Telemetry.LOST_SECONDS, 1L);
    }
  }

  @Test
  void doesNotStartWithACountriesFileThatIsNone() throws IOException {
    Path none = Files.writeString(directory.resolve("none.mmdb"), "");

    assertThatIOException().isThrownBy(() -> new Stage(directory, NOON, Optional.of(none)));
  }

  @Test
  void showsEveryLaneBeforeTheFirstSecondIsOver() throws IOException {
    try (var stage = new Stage(directory)) {
      assertThat(stage.telemetry.snapshot().lanes()).containsOnlyKeys(Lane.values());
      assertThat(stage.telemetry.snapshot().time()).isEqualTo(NOON - 1);
    }
  }

  @Test
  void ticksByItself() throws Exception {
    var settings = new Telemetry.Settings(directory, Long::toString, Optional.empty(), 1);
    try (Telemetry telemetry = Telemetry.open(settings, InstantSource.system())) {
      telemetry.lane(Lane.OPEN).bytes(1);
      telemetry.start();
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (telemetry.snapshot().time() < telemetry.started() && System.nanoTime() < deadline) {
        Thread.sleep(20);
      }
      assertThat(telemetry.snapshot().time()).isGreaterThanOrEqualTo(telemetry.started());
    }
  }
}
