package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Answer;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.TlogProof;
import org.cotejo.model.ElectionId;
import org.cotejo.model.IncidentStatement;
import org.cotejo.model.RefusedPerSecond;
import org.cotejo.model.SealedText;
import org.cotejo.model.Statement;
import org.cotejo.server.gate.Network;
import org.cotejo.server.telemetry.Lane;
import org.cotejo.server.telemetry.RawCounters;
import org.cotejo.server.telemetry.Reason;
import org.cotejo.server.telemetry.Telemetry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From raw counters to a statement in the log.
class IncidentsTest {
  private static final long START = 1_770_000_000;
  private static final ElectionId ELECTION = ElectionId.of(new byte[] {7});
  private static final long NETWORK = Network.keyOf(new byte[] {(byte) 192, 0, 2, 1});

  @TempDir private Path directory;
  private final List<byte[]> submitted = new ArrayList<>();
  private long now = START;
  private Optional<Refusal> refusal = Optional.empty();
  private Incidents incidents;
  private RawCounters counters;

  /// Three seconds in which 0, 5 and 7 requests were refused, then two in which nobody counted, and
  /// one more with 6.
  @BeforeEach
  void count() throws IOException {
    var settings = new Telemetry.Settings(directory, key -> "network", Optional.empty(), 1);
    Telemetry telemetry = Telemetry.open(settings, this::clock);
    second(telemetry, 0, 0, 1);
    second(telemetry, 5, 0, 2);
    second(telemetry, 4, 3, 0);
    now += 2;
    Telemetry restarted = Telemetry.open(settings, this::clock);
    second(restarted, 0, 6, 1);
    now = START + 3600;
    counters = new RawCounters(Telemetry.raw(directory));
    incidents =
        new Incidents(
            counters::window,
            new Incidents.Signer(ELECTION, TestElection.key("operator")),
            directory.resolve("texts"),
            new SecureRandom(),
            this::clock,
            this::take);
  }

  private Instant clock() {
    return Instant.ofEpochSecond(now);
  }

  private void second(Telemetry telemetry, int ticket, int rate, int accepted) {
    for (int i = 0; i < ticket; i++) {
      telemetry.lane(Lane.STATIONS).refused(Reason.BAD_TICKET, NETWORK);
    }
    for (int i = 0; i < rate; i++) {
      telemetry.lane(Lane.STATIONS).refused(Reason.RATE, NETWORK);
    }
    for (int i = 0; i < accepted; i++) {
      telemetry.lane(Lane.STATIONS).accepted(1_000_000);
    }
    now++;
    telemetry.tick();
  }

  private void take(byte[] statement, Consumer<Answer<Refusal>> answer) {
    submitted.add(statement);
    var log = new NoteSigner("test.cotejo.invalid/log", List.of(TestElection.key("log")));
    var checkpoint = new Checkpoint("test.cotejo.invalid/log", 1, Merkle.leaf(statement));
    answer.accept(
        refusal.isPresent()
            ? new Answer.Refused<>(refusal.get())
            : new Answer.Accepted<>(
                9, true, new TlogProof(0, List.of(), log.sign(checkpoint.body()))));
  }

  private Incidents.Report report(String vantage, long from, long to, Optional<String> text)
      throws IOException {
    return incidents.report(new IncidentRequest(vantage, from, to, text));
  }

  private IncidentStatement logged(Incidents.Report report) throws MalformedException {
    assertThat(report).isInstanceOf(Incidents.Report.Logged.class);
    Sign1 signed = ((Incidents.Report.Logged) report).statement();
    assertThat(submitted).containsExactly(signed.bytes());
    assertThat(signed.isSignedBy(TestElection.key("operator").verificationKey())).isTrue();
    assertThat(signed.issuer()).isEqualTo(ELECTION.bytes());
    return (IncidentStatement) Statement.decode(signed);
  }

  private void refused(Incidents.Report report, Refusal.Problem problem, String detail) {
    assertThat(report)
        .isInstanceOfSatisfying(
            Incidents.Report.NotLogged.class,
            not -> {
              assertThat(not.refusal().problem()).isEqualTo(problem);
              assertThat(not.refusal().detail()).contains(detail);
            });
  }

  @Test
  void statesTheFiguresOfTheRawCounters() throws Exception {
    IncidentStatement statement =
        logged(report("intake/stations", START, START + 9, Optional.empty()));
    assertThat(statement)
        .isEqualTo(
            new IncidentStatement(
                "intake/stations",
                START,
                START + 9,
                4,
                RefusedPerSecond.of(new long[] {0, 5, 7, 6}),
                new TreeMap<>(
                    Map.of(
                        "bad-ticket", RefusedPerSecond.of(new long[] {0, 5, 4, 0}),
                        "rate", RefusedPerSecond.of(new long[] {0, 0, 3, 6}))),
                4,
                statement.networks(),
                counters.window(START, START + 9).sha256(),
                Optional.empty()));
  }

  @Test
  void saysTheSameOfTheSameWindowEveryTime() throws Exception {
    report("intake/stations", START, START + 9, Optional.empty());
    report("intake/stations", START, START + 9, Optional.empty());
    assertThat(submitted.get(0)).isEqualTo(submitted.get(1));
  }

  @Test
  void keepsTheTextBesideTheLog() throws Exception {
    IncidentStatement statement =
        logged(report("intake/stations", START, START + 9, Optional.of("What the provider said.")));
    Path kept = directory.resolve("texts").resolve(statement.text().orElseThrow().hex());
    SealedText text = SealedText.read(Files.readAllBytes(kept));
    assertThat(text.text()).isEqualTo("What the provider said.");
    assertThat(text.digest()).isEqualTo(statement.text().orElseThrow());
    assertThat(new String(submitted.getFirst(), StandardCharsets.ISO_8859_1))
        .doesNotContain("provider");
  }

  @Test
  void keepsNoTextOfWhatIsNotLogged() throws IOException {
    refusal = Optional.of(new Refusal(Refusal.Problem.NOT_PERMITTED, "the log is closed"));
    refused(
        report("intake/stations", START, START + 9, Optional.of("text")),
        Refusal.Problem.NOT_PERMITTED,
        "the log is closed");
    assertThat(directory.resolve("texts")).isEmptyDirectory();
    // It may be logged yet.
    refusal = Optional.of(new Refusal(Refusal.Problem.BUSY, "keep it"));
    report("intake/stations", START, START + 9, Optional.of("text"));
    assertThat(directory.resolve("texts")).isNotEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "intake", "intake/", "intake/Stations", "stations", "elsewhere"})
  void knowsNoOtherVantagePoints(String vantage) throws IOException {
    refused(
        report(vantage, START, START + 9, Optional.empty()),
        Refusal.Problem.BAD_REQUEST,
        "intake/stations, intake/open, intake/operators");
    assertThat(submitted).isEmpty();
  }

  @Test
  void refusesWindowsThatAreNotOverOrNoWindows() throws IOException {
    refused(report(now - 9, now - 1), Refusal.Problem.BAD_REQUEST, "not over yet");
    refused(report(now - 9, Long.MAX_VALUE), Refusal.Problem.BAD_REQUEST, "1 to 86400 seconds");
    refused(report(-1, START), Refusal.Problem.BAD_REQUEST, "1 to 86400 seconds");
    refused(report(START, START - 1), Refusal.Problem.BAD_REQUEST, "1 to 86400 seconds");
    refused(report(START - 86_400, START), Refusal.Problem.BAD_REQUEST, "1 to 86400 seconds");
    refused(report(START - 600, START - 500), Refusal.Problem.NOT_FOUND, "no counters");
    assertThat(submitted).isEmpty();
  }

  private Incidents.Report report(long from, long to) throws IOException {
    return report("intake/stations", from, to, Optional.empty());
  }

  @Test
  void refusesTextsThatAreTooLong() throws IOException {
    refused(
        report("intake/stations", START, START + 9, Optional.of("x".repeat(2049))),
        Refusal.Problem.BAD_REQUEST,
        "1 to 2048 bytes");
    assertThat(directory.resolve("texts")).doesNotExist();
  }
}
