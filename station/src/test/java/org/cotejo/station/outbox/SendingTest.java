package org.cotejo.station.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotejo.log.DiskStorage;
import org.cotejo.station.TestLog;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.delivery.FakeIntake;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An outbox emptied over real sockets.
@Timeout(60)
class SendingTest {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  @TempDir private Path directory;
  private final TestLog log = new TestLog();

  private Outbox filled(int statements) throws Exception {
    Outbox outbox = Outbox.open(new DiskStorage(directory), log.log());
    for (int station = 1; station <= statements; station++) {
      outbox.add(log.record(station, 10));
    }
    return outbox;
  }

  private void send(Outbox outbox, Duration limit, Endpoint... ways)
      throws IOException, InterruptedException {
    new Sending(outbox, log.log(), List.of(ways), new SplittableRandom(1), items -> {}).run(limit);
  }

  @Test
  void deliversOverTheWayThatWorksWhileTheOtherIsDead() throws Exception {
    var silent = new Endpoint(false, "nobody.invalid", 80, Optional.empty());
    try (Outbox outbox = filled(20);
        FakeIntake intake = FakeIntake.of(log)) {
      send(outbox, LIMIT, silent, intake.endpoint());
      assertThat(outbox.items()).hasSize(20).allMatch(Item::isDelivered);
      assertThat(log.size()).isEqualTo(21);
      assertThat(outbox.wayNotes()).extracting(WayNote::failures).last().isEqualTo(0);
    }
  }

  @Test
  void goesOnAfterRefusalsThatPassAndStopsAtThoseThatDoNot() throws Exception {
    byte[] wrong = log.record(2, 10);
    var asked = new AtomicInteger();
    try (Outbox outbox = filled(3);
        var intake =
            new FakeIntake(statement ->
                asked.incrementAndGet() == 1
                    ? FakeIntake.problem(503, "retry-after: 1\r\n", "busy", "full")
                    : Arrays.equals(statement, wrong)
                        ? FakeIntake.problem(403, "", "not-permitted", "no")
                        : FakeIntake.http(201, "", log.take(statement).receipt().text()))) {
      send(outbox, LIMIT, intake.endpoint());
      assertThat(outbox.items()).extracting(Item::isDelivered).containsExactly(true, false, true);
      assertThat(outbox.items().get(1).refusals())
          .containsExactly(
              new Refusal(intake.endpoint().name(), "urn:cotejo:problem:not-permitted", "no"));
    }
  }

  @Test
  void endsWhenItsTimeIsOver() throws Exception {
    try (Outbox outbox = filled(1)) {
      long before = System.nanoTime();
      send(
          outbox,
          Duration.ofSeconds(2),
          new Endpoint(false, "nobody.invalid", 80, Optional.empty()));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
      assertThat(outbox.items()).noneMatch(Item::isDelivered);
      assertThat(outbox.wayNotes().getFirst().last()).contains("no such host");
    }
  }
}
