package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Answer;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.TlogProof;
import org.cotejo.model.ElectionId;
import org.cotejo.model.Mode;
import org.cotejo.server.Console.Endpoint;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.telemetry.History;
import org.cotejo.server.telemetry.Snapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The operators' console over real sockets: what it answers to whom.
@Timeout(60)
class ConsoleIT {
  private static final String WRONG = "Bearer " + "0".repeat(64);
  private static final String INCIDENT = "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2}";

  @TempDir private Path directory;
  private final List<Networks.Standing> networks = new ArrayList<>();
  private final List<Network> lifted = new ArrayList<>();
  private final LinkedBlockingQueue<byte[]> taken = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<IncidentRequest> asked = new LinkedBlockingQueue<>();
  private Optional<Refusal> refusal = Optional.empty();
  private boolean isNew = true;
  private OperatorToken token;
  private Console console;

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

  private static Networks.Standing network(String text, long failures, boolean here, boolean kernel)
      throws MalformedException {
    return new Networks.Standing(
        Network.parse(text),
        failures,
        Duration.ofMillis(61_999),
        Duration.ofSeconds(239),
        here,
        kernel);
  }

  private Console.Sources withStatements(Statements statements) {
    Console.Sources all = sources();
    return new Console.Sources(
        all.status(),
        all.metrics(),
        all.refused(),
        all.lift(),
        all.limits(),
        statements,
        all.receipts(),
        all.incidents());
  }

  private Console.Sources sources() {
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

  private static Sign1 statement() {
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

  private Wire.Reply ask(String method, String target, String body, String... fields)
      throws IOException {
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

  private Wire.Reply asOperator(String method, String target, String body, String... fields)
      throws IOException {
    return ask(
        method,
        target,
        body,
        Stream.concat(Stream.of("Authorization: " + token.authorization()), Stream.of(fields))
            .toArray(String[]::new));
  }

  private static String target(Endpoint endpoint) {
    return switch (endpoint) {
      case NETWORK -> "/networks/192.0.2.0%2F24";
      case STATUS, METRICS, NETWORKS, LIMITS, STATEMENTS, INCIDENTS -> endpoint.path();
    };
  }

  private static String body(Endpoint endpoint) {
    return switch (endpoint) {
      case INCIDENTS -> INCIDENT;
      case STATEMENTS -> "bytes";
      case STATUS, METRICS, NETWORKS, NETWORK, LIMITS -> "";
    };
  }

  private static void assertNotLetIn(Wire.Reply reply) {
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("www-authenticate")).isEqualTo("Bearer realm=\"cotejo operators\"");
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
  }

  private void assertNothingHappened() {
    assertThat(taken).isEmpty();
    assertThat(asked).isEmpty();
    assertThat(lifted).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void answersWhoeverShowsTheTokenAndNobodyElse(Endpoint endpoint) throws IOException {
    String right = token.authorization();
    for (String field :
        List.of(
            "X: y",
            "Authorization: " + WRONG,
            "Authorization: " + right + "0",
            "Authorization: " + right.substring(0, right.length() - 1),
            "Authorization: Basic " + right.substring(7),
            "Authorization: " + right.substring(7),
            "Authorization:",
            "Cookie: " + right,
            "Authorization: %s\r\nAuthorization: %s".formatted(WRONG, right),
            "Authorization: %s\r\nAuthorization: %s".formatted(right, right))) {
      Wire.Reply reply = ask(endpoint.method(), target(endpoint), body(endpoint), field);
      assertNotLetIn(reply);
      Wire.assertProblem(reply, 401, "unauthorized");
    }
    assertNothingHappened();
    Wire.Reply reply = asOperator(endpoint.method(), target(endpoint), body(endpoint));
    assertThat(reply.status()).as(reply.body()).isIn(200, 201, 204);
    assertThat(reply.header("cache-control")).isEqualTo("no-store");
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
  }

  @Test
  void tellsNobodyElseWhichPathsAndMethodsThereAre() throws IOException {
    List<String> paths =
        List.of(
            "/",
            "/status",
            "/metrics",
            "/networks",
            "/networks/",
            "/networks/192.0.2.0/24",
            "/limits",
            "/statements",
            "/incidents",
            "/nothing",
            "//",
            "/../status",
            "/%2e%2e/status",
            "/status?" + WRONG.replace(' ', '='),
            "/status/",
            "/observe/health");
    for (String method :
        List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "WHAT")) {
      for (String path : paths) {
        assertNotLetIn(ask(method, path, ""));
      }
    }
    assertNothingHappened();
  }

  @Test
  void readsNoBodyOfWhoeverIsNotLetIn() throws IOException {
    try (Wire wire = new Wire(console.address())) {
      wire.send(Wire.head(1L << 40));
      assertNotLetIn(wire.read());
      assertThat(wire.isHungUp()).isTrue();
    }
    try (Wire wire = new Wire(console.address())) {
      wire.send(Wire.head(100, "Expect: 100-continue"));
      assertNotLetIn(wire.read());
    }
    assertNothingHappened();
  }

  @Test
  void knowsNoOtherPathsAndMethods() throws IOException {
    for (String path : List.of("/", "/Status", "/status/", "/incidents/1", "/network")) {
      Wire.assertProblem(asOperator("GET", path, ""), 404, "not-found");
    }
    for (Endpoint endpoint : Endpoint.values()) {
      for (String method : List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
        if (!method.equals(endpoint.method())) {
          Wire.Reply reply = asOperator(method, target(endpoint), "");
          assertThat(reply.status()).as(method + " " + endpoint).isEqualTo(405);
          assertThat(reply.header("allow")).isEqualTo(endpoint.method());
        }
      }
    }
    assertNothingHappened();
  }

  @Test
  void tellsHowTheServerStands() throws IOException {
    Wire.Reply reply = asOperator("GET", "/status", "");
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    JsonNode status = JsonMapper.shared().readTree(reply.body());
    assertThat(status.get("format").stringValue()).isEqualTo("cotejo-status/1");
    assertThat(status.get("election").stringValue()).isEqualTo("village");
    assertThat(status.get("mode").stringValue()).isEqualTo("rehearsal");
    assertThat(status.get("entries").longValue()).isEqualTo(1234);
    assertThat(status.get("telemetry").get("started").longValue()).isEqualTo(1_770_000_000);
    assertThat(status.get("history").get("format").stringValue())
        .isEqualTo("cotejo-telemetry-history/1");
  }

  @Test
  void handsOutMetricsAndLimits() throws IOException {
    Wire.Reply metrics = asOperator("GET", "/metrics", "");
    assertThat(metrics.header("content-type"))
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.body()).isEqualTo("cotejo_requests_total 7\n");
    Wire.Reply limits = asOperator("GET", "/limits", "");
    assertThat(limits.header("content-type")).isEqualTo("application/json");
    assertThat(limits.body()).isEqualTo("{\"connections\":4096}\n");
  }

  @Test
  void listsRefusedNetworks() throws IOException {
    assertThat(asOperator("GET", "/networks", "").body())
        .isEqualTo(
            """
            {"format":"cotejo-networks/1","refused":[\
            {"network":"192.0.2.0/24","failures":5000,"since":61,"left":239,\
            "here":true,"kernel":true},\
            {"network":"2001:db8:0:1200::/56","failures":0,"since":61,"left":239,\
            "here":false,"kernel":true}]}
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0/24",
        "192.0.2.0%2F24",
        "192.0.2.0%2f24",
        "2001:db8:0:1200::/56",
        "2001%3Adb8%3A0%3A1200%3A%3A%2F56"
      })
  void letsANetworkThroughAgain(String network) throws IOException {
    Wire.Reply reply = asOperator("DELETE", "/networks/" + network, "");
    assertThat(reply.status()).isEqualTo(204);
    assertThat(lifted)
        .hasSize(1)
        .first()
        .hasToString(network.startsWith("192") ? "192.0.2.0/24" : "2001:db8:0:1200::/56");
  }

  @Test
  void saysThatANetworkIsNotRefusedAndLiftsItAllTheSame() throws IOException {
    Wire.assertProblem(asOperator("DELETE", "/networks/198.51.100.0/24", ""), 404, "not-found");
    assertThat(lifted).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "192.0.2.0", "192.0.2.1/24", "192.0.2.0/16", "192.0.2.0/24/"})
  void liftsNothingThatIsNoNetwork(String network) throws IOException {
    Wire.assertProblem(asOperator("DELETE", "/networks/" + network, ""), 400, "bad-request");
    assertThat(lifted).isEmpty();
  }

  @Test
  void takesStatementsLikeTheIntake() throws IOException {
    Hash leaf = Merkle.leaf("bytes".getBytes(UTF_8));
    Wire.Reply first = asOperator("POST", "/statements", "bytes");
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("cotejo-index")).isEqualTo("41");
    assertThat(first.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(first.body()).isEqualTo("TLOG_PROOF " + leaf);
    assertThat(taken.poll()).isEqualTo("bytes".getBytes(UTF_8));

    isNew = false;
    Wire.Reply again = asOperator("POST", "/statements", "bytes", "Accept: application/cose");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("content-type"))
        .isEqualTo("application/cose; cose-type=\"cose-sign1\"");
    assertThat(again.body()).isEqualTo("COSE " + leaf);
  }

  @Test
  void refusesStatementsLikeTheIntake() throws IOException {
    refusal = Optional.of(new Refusal(Refusal.Problem.NOT_PERMITTED, "the log is closed"));
    Wire.Reply refused = asOperator("POST", "/statements", "bytes");
    Wire.assertProblem(refused, 403, "not-permitted");
    assertThat(refused.headers()).doesNotContainKey("retry-after");

    refusal = Optional.of(new Refusal(Refusal.Problem.BUSY, "keep it"));
    Wire.Reply busy = asOperator("POST", "/statements", "bytes");
    Wire.assertProblem(busy, 503, "busy");
    assertThat(busy.header("retry-after")).isEqualTo("2");
  }

  @Test
  void takesTheLargestStatementAndNothingLarger() throws IOException {
    for (String path : List.of("/statements", "/incidents")) {
      Wire.Reply larger = asOperator("POST", path, "x".repeat(16_385));
      Wire.assertProblem(larger, 413, "too-large");
      try (Wire wire = new Wire(console.address())) {
        wire.send(
            "POST %s HTTP/1.1\r\nHost: h\r\nAuthorization: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                .formatted(path, token.authorization()));
        wire.send("4001\r\n" + "x".repeat(16_385) + "\r\n0\r\n\r\n");
        Wire.assertProblem(wire.read(), 413, "too-large");
      }
    }
    assertNothingHappened();
    assertThat(asOperator("POST", "/statements", "x".repeat(16_384)).status()).isEqualTo(201);
    assertThat(taken.remove()).hasSize(16_384);
  }

  @Test
  void logsAnIncidentAndHandsItsStatementOut() throws IOException {
    String text = "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2,\"text\":\"\\u00f1\"}";
    Wire.Reply reply = asOperator("POST", "/incidents", text);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(asked.remove())
        .isEqualTo(new IncidentRequest("intake/open", 1, 2, Optional.of("ñ")));
    assertThat(reply.header("cotejo-index")).isEqualTo("41");
    byte[] statement = Base64.getDecoder().decode(reply.header("cotejo-statement"));
    assertThat(statement).isEqualTo(statement().bytes());
    assertThat(reply.body()).isEqualTo("TLOG_PROOF " + Merkle.leaf(statement));

    refusal = Optional.of(new Refusal(Refusal.Problem.NOT_FOUND, "no counters"));
    Wire.assertProblem(asOperator("POST", "/incidents", INCIDENT), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "[]",
        "{",
        "{}",
        "{\"vantage\":\"intake/open\",\"from\":1}",
        "{\"from\":1,\"to\":2}",
        "{\"vantage\":7,\"from\":1,\"to\":2}",
        "{\"vantage\":\"intake/open\",\"from\":1.5,\"to\":2}",
        "{\"vantage\":\"intake/open\",\"from\":\"1\",\"to\":2}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":99999999999999999999}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2,\"text\":null}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2,\"who\":\"x\"}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2,\"to\":3}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2}{}"
      })
  void refusesWhatIsNoRequestForAnIncident(String body) throws IOException {
    Wire.assertProblem(asOperator("POST", "/incidents", body), 400, "bad-request");
    assertThat(asked).isEmpty();
  }

  @Test
  void hasEverythingCounted() throws IOException {
    var counted = new LinkedBlockingQueue<String>();
    var counting =
        new Console.Counting() {
          @Override
          public void requested(InetAddress from) {
            counted.add("request of " + from.getHostAddress());
          }

          @Override
          public void refused(InetAddress from, Refusal.Problem problem) {
            counted.add(problem + " of " + from.getHostAddress());
          }

          @Override
          public void accepted(boolean isNew, long nanos) {
            counted.add(isNew && nanos >= 0 ? "accepted" : "wrong");
          }
        };
    try (var counts =
            new Console(Running.freePort(), token, sources(), Console.Limits.STANDARD, counting);
        Wire wire = new Wire(counts.address())) {
      wire.send("GET /limits HTTP/1.1\r\nHost: h\r\n\r\n").read();
      wire.send(Wire.head(1, "Authorization: " + token.authorization()) + "x").read();
    }
    assertThat(counted)
        .containsExactly(
            "request of 127.0.0.1",
            "UNAUTHORIZED of 127.0.0.1",
            "request of 127.0.0.1",
            "accepted");
  }

  @Test
  void answersSeveralRequestsOnOneConnection() throws IOException {
    String request =
        "GET /limits HTTP/1.1\r\nHost: h\r\nAuthorization: %s\r\n\r\n"
            .formatted(token.authorization());
    try (Wire wire = new Wire(console.address())) {
      assertThat(wire.send(request).read().status()).isEqualTo(200);
      // The token counts for the request that shows it.
      wire.send("GET /limits HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(wire.read().status()).isEqualTo(401);
      assertThat(wire.send(request).read().status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET /status HT",
        "GET /status HTTP/1.1\r\nHo",
        "POST /statements HTTP/1.1\r\nHost: h\r\nAuthorization: TOKEN\r\n"
            + "Content-Length: 9\r\n\r\nabc",
        "POST /incidents HTTP/1.1\r\nHost: h\r\nAuthorization: TOKEN\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"
      })
  void endsConnectionsThatFallSilent(String said) throws IOException {
    var hasty = new Console.Limits(8, Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (var impatient = new Console(Running.freePort(), token, sources(), hasty);
        Wire wire = new Wire(impatient.address())) {
      wire.send(said.replace("TOKEN", token.authorization()));
      assertThat(wire.isHungUp()).isTrue();
    }
    assertNothingHappened();
  }

  @Test
  void waitsForTheLogNoLongerThanARequestMayTake() throws IOException {
    var hasty = new Console.Limits(8, Duration.ofSeconds(9), Duration.ofSeconds(1));
    Console.Sources mute = withStatements((statement, answer) -> {});
    try (var impatient = new Console(Running.freePort(), token, mute, hasty);
        Wire wire = new Wire(impatient.address())) {
      wire.send(Wire.head(1, "Authorization: " + token.authorization()) + "x");
      assertThat(wire.isHungUp()).isTrue();
    }
  }

  @Test
  void hasNoMoreConnectionsThanItMay() throws IOException {
    var few = new Console.Limits(2, Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (var small = new Console(Running.freePort(), token, sources(), few);
        Wire first = new Wire(small.address());
        Wire second = new Wire(small.address())) {
      String request = "GET /limits HTTP/1.1\r\nHost: h\r\n\r\n";
      assertThat(first.send(request).read().status()).isEqualTo(401);
      assertThat(second.send(request).read().status()).isEqualTo(401);
      // The third waits until one of these is ended for its silence.
      try (Wire third = new Wire(small.address())) {
        assertThat(third.send(request).read().status()).isEqualTo(401);
      }
    }
  }

  @Test
  void saysThatAnAddressIsTaken() {
    assertThatThrownBy(
            () -> new Console(console.address(), token, sources(), Console.Limits.STANDARD))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on localhost:" + console.address().getPort());
  }
}
