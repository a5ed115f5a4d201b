package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Answer;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.TlogProof;
import org.cotejo.model.ElectionId;
import org.cotejo.model.Mode;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.telemetry.History;
import org.cotejo.server.telemetry.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The operators' console over real sockets, with nothing behind it but notes of what it asked for.
abstract class BareConsole {
  static final String INCIDENT = "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2}";
  @TempDir private Path directory;
  private final List<Networks.Standing> networks = new ArrayList<>();
  final List<Network> lifted = new ArrayList<>();
  final LinkedBlockingQueue<byte[]> taken = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<IncidentRequest> asked = new LinkedBlockingQueue<>();
  Optional<Refusal> refusal = Optional.empty();
  boolean isNew = true;
  OperatorToken token;
  Console console;

  @BeforeEach
  void start() throws IOException, MalformedException {
    token = OperatorToken.create(directory.resolve("operators.token"), new SecureRandom());
    networks.add(network("192.0.2.0/24", 5000, true, true));
    networks.add(network("2001:db8:0:1200::/56", 0, false, true));
    console = new Console(Running.freePort(), token, sources(), Console.Limits.STANDARD);
  }

  @AfterEach
  void stop() {
    console.close();
  }

  static Networks.Standing network(String text, long failures, boolean here, boolean kernel)
      throws MalformedException {
    return new Networks.Standing(
        Network.parse(text),
        failures,
        Duration.ofMillis(61_999),
        Duration.ofSeconds(239),
        here,
        kernel);
  }

  Console.Sources sources() {
    return new Console.Sources(
        () ->
            new ConsoleStatus(
                "village",
                Mode.REHEARSAL,
                1234,
                new Snapshot(1_770_000_000, 1_770_000_060, Map.of(), new TreeMap<>()),
                new History(Map.of())),
        () -> "cotejo_requests_total 7\n".getBytes(UTF_8),
        () -> networks,
        lifted::add,
        () -> "{\"connections\":4096}\n".getBytes(UTF_8),
        this::take,
        (form, receipt, leaf) -> (form + " " + leaf).getBytes(UTF_8),
        this::report);
  }

  private void take(byte[] statement, Consumer<Answer<Refusal>> answer) {
    taken.add(statement);
    answer.accept(answer());
  }

  private Answer<Refusal> answer() {
    return refusal.isPresent()
        ? new Answer.Refused<>(refusal.get())
        : new Answer.Accepted<>(41, isNew, receipt());
  }

  private static TlogProof receipt() {
    var log = new NoteSigner("test.cotejo.invalid/console", List.of(TestElection.key("log")));
    var checkpoint = new Checkpoint("test.cotejo.invalid/console", 1, Merkle.leaf(new byte[0]));
    return new TlogProof(0, List.of(), log.sign(checkpoint.body()));
  }

  static Sign1 statement() {
    return Sign1.sign(
        "incident",
        ElectionId.of(new byte[0]).bytes(),
        "intake/open/1",
        new byte[1],
        TestElection.key("operator"));
  }

  private Incidents.Report report(IncidentRequest request) {
    asked.add(request);
    return refusal.isPresent()
        ? new Incidents.Report.NotLogged(refusal.get())
        : new Incidents.Report.Logged(statement(), new Answer.Accepted<>(41, isNew, receipt()));
  }

  Wire.Reply ask(String method, String target, String body, String... fields) throws IOException {
    var request = new StringBuilder("%s %s HTTP/1.1\r\nHost: h\r\n".formatted(method, target));
    for (String field : fields) {
      request.append(field).append("\r\n");
    }
    if (!body.isEmpty()) {
      request.append("Content-Length: %d\r\n".formatted(body.length()));
    }
    try (Wire wire = new Wire(console.address())) {
      wire.send(request.append("\r\n").append(body).toString());
      return wire.read(!method.equals("HEAD"));
    }
  }

  Wire.Reply asOperator(String method, String target, String body, String... fields)
      throws IOException {
    return ask(
        method,
        target,
        body,
        Stream.concat(Stream.of("Authorization: " + token.authorization()), Stream.of(fields))
            .toArray(String[]::new));
  }

  void assertNothingHappened() {
    assertThat(taken).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(lifted).isEmpty();
  }
}
