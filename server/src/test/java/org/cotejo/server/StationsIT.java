package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.server.Wire.assertProblem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.KeyId;
import org.cotejo.model.Phase;
import org.cotejo.server.gate.Ticket;
import org.cotejo.server.gate.TicketSecretsFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The lane of the stations, from the first byte to the receipt.
@Timeout(120)
class StationsIT {
  @TempDir private Path root;
  private TestElection election;
  private Running running;

  @BeforeEach
  void start() throws IOException {
    election = TestElection.found(root);
    running = new Running(election.directory());
    assertThat(running.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(201);
  }

  @AfterEach
  void stop() throws IOException {
    running.close();
    assertThat(running.failures).isEmpty();
  }

  @Test
  void takesRecordsOfWhoeverShowsATicketAndGivesReceipts() throws IOException {
    for (int station = 0; station < 10; station++) {
      byte[] sheet = election.sheet(0, station);
      try (Wire wire = running.dialStations()) {
        Wire.Reply reply = wire.post(election.ticket(station), sheet).read();
        assertThat(reply.status()).isEqualTo(201);
        election.verified(sheet, reply.body());
        assertThat(wire.post(election.ticket(station), sheet).read().status()).isEqualTo(200);
      }
    }
  }

  /// Whoever copies tickets comes from where nothing was taken.
  @Test
  void servesStrangersOnThreadsThatComeAfterThoseForStationsHeardBefore() throws IOException {
    for (int i = 0; i < 2; i++) {
      assertThat(threads("strangers")).isEqualTo(i);
      assertThat(threads("stations")).isZero();
      try (Wire wire = Wire.from("127.0.%d.1".formatted(7 + i), running.server.intakeAddress())) {
        assertThat(wire.post(election.ticket(i), election.sheet(0, i)).read().status())
            .isEqualTo(201);
      }
    }
    try (Wire wire = Wire.from("127.0.7.2", running.server.intakeAddress())) {
      assertThat(wire.post(election.ticket(0), election.sheet(1, 0)).read().status())
          .isEqualTo(201);
    }
    assertThat(threads("stations")).isEqualTo(1);
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(name))
        .count();
  }

  @Test
  void takesRecordsOfManyStationsThroughOneConnection() throws IOException {
    try (Wire wire = running.dialStations()) {
      for (int station = 0; station < 10; station++) {
        Wire.Reply reply = wire.post(election.ticket(station), election.sheet(0, station)).read();
        assertThat(reply.status()).isEqualTo(201);
      }
    }
  }

  /// A ticket for nobody's device, which the operator gives to a courier. What others brought
  /// before does not slow the courier down.
  @Test
  void takesWhatACourierBringsWithATicketOfTheirOwn() throws Exception {
    var secrets = new TicketSecretsFile(election.directory().ticketSecrets(), election.id()).read();
    Ticket couriers = secrets.issue(KeyId.of(new byte[] {9, 9, 9, 9, 9, 9, 9, 9}), 1);
    try (Wire other = running.dial()) {
      for (int station = 2; station < 10; station++) {
        assertThat(other.post(election.sheet(1, station)).read().status()).isEqualTo(201);
      }
    }
    long begun = System.nanoTime();
    try (Wire wire = Wire.from("127.0.5.1", running.server.intakeAddress())) {
      for (int station = 0; station < 10; station++) {
        assertThat(wire.post(couriers, election.sheet(0, station)).read().status()).isEqualTo(201);
      }
      for (int station = 2; station < 10; station++) {
        assertThat(wire.post(couriers, election.sheet(1, station)).read().status()).isEqualTo(200);
      }
    }
    // Asked in vain, the last of eight alone would wait for three seconds.
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void takesATicketThatComesByteByByte() throws IOException, InterruptedException {
    byte[] sheet = election.sheet(0, 3);
    String head = Wire.head("/" + election.ticket(3) + "/statements", sheet.length);
    try (Wire wire = running.dialStations()) {
      for (int i = 0; i < head.length(); i++) {
        wire.send(head.substring(i, i + 1));
        Thread.sleep(2);
      }
      assertThat(wire.send(sheet).read().status()).isEqualTo(201);
    }
  }

  @Test
  void turnsAwayWhoeverShowsNoneAndSaysWhatIsMissing() throws IOException {
    try (Wire wire = running.dialStations()) {
      assertProblem(wire.post(election.sheet(0, 1)).read(), 403, "no-ticket");
      assertProblem(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").read(), 403, "no-ticket");
    }
    try (Wire wire = running.dialStations()) {
      Wire.Reply reply = wire.send("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").read();
      assertProblem(reply, 403, "no-ticket");
      assertThat(wire.isHungUp()).isTrue();
    }
  }

  @Test
  void turnsAwayTicketsOfAnotherIntake() throws IOException {
    TestElection other = TestElection.found(root.resolve("other"), 5, 8, "test.invalid/other");
    try (Wire wire = running.dialStations()) {
      Wire.Reply reply = wire.post(other.ticket(1), election.sheet(0, 1)).read();
      assertProblem(reply, 403, "bad-ticket");
    }
  }

  @Test
  void turnsAwayAWrongTicketLaterOnAConnection() throws IOException {
    String wrong = election.ticket(1).toString().replace('a', 'b').replace('c', 'd');
    try (Wire wire = running.dialStations()) {
      Wire.Reply first = wire.post(election.ticket(1), election.sheet(0, 1)).read();
      assertThat(first.status()).isEqualTo(201);
      byte[] sheet = election.sheet(1, 1);
      wire.send(Wire.head("/" + wrong + "/statements", sheet.length)).send(sheet);
      assertProblem(wire.read(), 403, "bad-ticket");
    }
  }

  @Test
  void takesTicketsOfTheEpochBeforeAndRefusesThoseOfOlderOnes() throws Exception {
    Ticket first = election.ticket(1);
    rotate();
    assertThat(statusOf(first, election.sheet(0, 1))).isEqualTo(201);
    assertThat(statusOf(election.ticket(2), election.sheet(0, 2))).isEqualTo(201);
    rotate();
    assertThat(statusOf(first, election.sheet(1, 1))).isEqualTo(403);
  }

  /// The server looks at its files every second.
  private void rotate() throws Exception {
    var file = new TicketSecretsFile(election.directory().ticketSecrets(), election.id());
    file.rotate(new SecureRandom());
    Thread.sleep(2500);
  }

  private int statusOf(Ticket ticket, byte[] statement) throws IOException {
    try (Wire wire = running.dialStations()) {
      return wire.post(ticket, statement).read().status();
    }
  }

  @Test
  void goesByNewLimitsWithoutARestartAndKeepsTheOldOnesWhenTheFileIsWrong() throws Exception {
    byte[] wrong = election.sheet(0, 1);
    wrong[wrong.length - 1] ^= 1;
    Files.writeString(
        election.directory().limits(), "{\"ticketBurst\": 2, \"ticketPerSecond\": 1}");
    Thread.sleep(2500);
    assertThat(statuses(wrong, 4)).contains(429);

    Files.writeString(election.directory().limits(), "{\"ticketBurst\": \"many\"}");
    Thread.sleep(2500);
    assertThat(statuses(wrong, 4)).contains(429);
    Files.delete(election.directory().limits());
  }

  private List<Integer> statuses(byte[] statement, int times) throws IOException {
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < times; i++) {
      statuses.add(statusOf(election.ticket(1), statement));
    }
    return statuses;
  }

  @Test
  void servesAStationWhoseTicketSomebodyElseWearsOut() throws IOException {
    byte[] junk = "junk".getBytes(UTF_8);
    var statuses = new ArrayList<Integer>();
    for (int i = 0; i < 80; i++) {
      statuses.add(elsewhere(election.ticket(1), junk));
    }
    assertThat(statuses).contains(429);
    assertThat(statusOf(election.ticket(1), election.sheet(0, 1))).isEqualTo(201);
  }

  /// From another network than everybody else.
  private int elsewhere(Ticket ticket, byte[] statement) throws IOException {
    try (Wire wire = Wire.from("127.9.9.9", running.server.intakeAddress())) {
      return wire.post(ticket, statement).read().status();
    }
  }
}
