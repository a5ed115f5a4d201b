package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.server.Wire.assertProblem;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotejo.model.Phase;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The intake as an HTTP server that strangers talk to, or to something that is no HTTP at all.
@Timeout(60)
class IntakeProtocolIT {
  private static final int MAX = 16_384;

  @TempDir private Path root;
  private TestElection election;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    election = TestElection.found(root);
    gate = new Gate(election, Limits.STANDARD.with(Limit.OPEN_CONNECTIONS, 20));
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    assertThat(gate.halts).isEmpty();
  }

  private static String chunk(int length) {
    return "%x\r\n%s\r\n".formatted(length, "x".repeat(length));
  }

  @Test
  void answersInTheOrderOfTheRequestsWhateverTakesLonger() throws IOException {
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    try (Wire wire = gate.dial()) {
      wire.post(open).send("GET /nowhere HTTP/1.1\r\n\r\n").post(new byte[3]);
      wire.send("PUT /statements HTTP/1.1\r\nContent-Length: 2\r\n\r\nab").post(open);
      gate.sequencer.start();

      Wire.Reply first = wire.read();
      assertThat(first.status()).isEqualTo(201);
      election.verified(open, first.body());
      assertThat(wire.read().status()).isEqualTo(404);
      assertProblem(wire.read(), 400, "malformed-statement");
      assertThat(wire.read().status()).isEqualTo(405);
      assertThat(wire.read().status()).isEqualTo(200);
    }
  }

  @Test
  void answersWhatCameBeforeNoiseBeforeItHangsUp() throws IOException {
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    try (Wire wire = gate.dial()) {
      wire.post(open).send("what is this\r\n\r\n");
      gate.sequencer.start();

      assertThat(wire.read().status()).isEqualTo(201);
      assertProblem(wire.read(), 400, "bad-request");
      assertThat(wire.isHungUp()).isTrue();
    }
  }

  @Test
  void answersManyRequestsInOnePacketUpToItsLimit() throws IOException {
    gate.sequencer.start();
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    String request = Wire.head(open.length) + new String(open, ISO_8859_1);
    try (Wire wire = gate.dial()) {
      wire.send(request.repeat(16));
      assertThat(wire.read().status()).isEqualTo(201);
      for (int i = 1; i < 16; i++) {
        assertThat(wire.read().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void namesTheMethodItWants() throws IOException {
    try (Wire wire = gate.dial()) {
      for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FLY")) {
        Wire.Reply reply = wire.send(method + " /statements HTTP/1.1\r\nHost: h\r\n\r\n").read();
        assertProblem(reply, 405, "method-not-allowed");
        assertThat(reply.header("allow")).isEqualTo("POST");
      }
      Wire.Reply head = wire.send("HEAD /statements HTTP/1.1\r\nHost: h\r\n\r\n").read(false);
      assertThat(head.status()).isEqualTo(405);
      assertThat(wire.send("GET / HTTP/1.1\r\n\r\n").read().status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/statement",
        "/statements/",
        "/statements/1",
        "//statements",
        "/statements?x=1",
        "/%73tatements",
        "/../statements",
        "*"
      })
  void hasOneAddressOnly(String path) throws IOException {
    try (Wire wire = gate.dial()) {
      wire.send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\na");
      assertProblem(wire.read(), 404, "not-found");
      assertProblem(wire.post(new byte[1]).read(), 400, "malformed-statement");
    }
  }

  @Test
  void readsTheLargestBodyThereMayBeAndNotOneByteMore() throws IOException {
    try (Wire wire = gate.dial()) {
      assertProblem(wire.post(new byte[MAX]).read(), 400, "malformed-statement");
      assertProblem(wire.post(new byte[MAX + 1]).read(), 413, "too-large");
      assertThat(wire.isHungUp()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 2048})
  void tellsSenderOfLargeBodiesThatTheyAreTooLarge(int kibibytes) throws IOException {
    for (int round = 0; round < 10; round++) {
      try (Wire wire = gate.dial()) {
        byte[] body = new byte[MAX + kibibytes * 1024];
        try {
          wire.post(body);
        } catch (IOException e) {
          // It may hang up before it has taken everything, but not before it answered.
        }
        assertProblem(wire.read(), 413, "too-large");
      }
    }
    gate.assertServes();
  }

  @Test
  void tellsOrdinaryClientsToo() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + gate.intake.address().getPort() + "/statements");
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      for (int round = 0; round < 20; round++) {
        var body = new byte[round % 2 == 0 ? 2 * 1024 * 1024 : 2 * MAX];
        var request =
            HttpRequest.newBuilder(uri)
                .POST(
                    round % 4 < 2
                        ? HttpRequest.BodyPublishers.ofByteArray(body)
                        : HttpRequest.BodyPublishers.ofInputStream(
                            () -> new ByteArrayInputStream(body)))
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
            .isEqualTo(413);
      }
    }
  }

  @Test
  void refusesLengthsNobodyCouldMeanBeforeTheBodyComes() throws IOException {
    for (String length : List.of("16385", "2147483648", "9223372036854775807")) {
      try (Wire wire = gate.dial()) {
        wire.send(Wire.head(1).replace("Content-Length: 1", "Content-Length: " + length));
        assertProblem(wire.read(), 413, "too-large");
        assertThat(wire.isHungUp()).isTrue();
      }
    }
    for (String length : List.of("-1", "+5", "abc", "5, 6", "9223372036854775808", "0x10", "")) {
      try (Wire wire = gate.dial()) {
        wire.send(Wire.head(1).replace("Content-Length: 1", "Content-Length: " + length));
        assertProblem(wire.read(), 400, "bad-request");
        assertThat(wire.isHungUp()).isTrue();
      }
    }
    try (Wire wire = gate.dial()) {
      wire.send(Wire.head(3, "Content-Length: 4") + "abcd");
      assertProblem(wire.read(), 400, "bad-request");
    }
  }

  @Test
  void takesLessThanTheLengthAsTheRequestAndTheRestAsTheNext() throws IOException {
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    gate.sequencer.start();
    try (Wire wire = gate.dial()) {
      wire.send(Wire.head(open.length - 1)).send(open);
      assertProblem(wire.read(), 400, "malformed-statement");
      // The byte that was left over is the start of no request.
      wire.send("\r\n\r\n");
      assertProblem(wire.read(), 400, "bad-request");
      assertThat(wire.isHungUp()).isTrue();
    }
    assertThat(gate.sequencer.size()).isLessThanOrEqualTo(1);
  }

  @Test
  void takesChunkedBodiesWithinTheSameBound() throws IOException {
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    gate.sequencer.start();
    String head = "POST /statements HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    try (Wire wire = gate.dial()) {
      wire.send(head);
      for (byte b : open) {
        wire.send("1\r\n").send(new byte[] {b}).send("\r\n");
      }
      Wire.Reply reply = wire.send("0\r\n\r\n").read();
      assertThat(reply.status()).isEqualTo(201);
      election.verified(open, reply.body());
      wire.send(head).send(chunk(MAX)).send("0\r\n\r\n");
      assertProblem(wire.read(), 400, "malformed-statement");
      wire.send(head).send(chunk(MAX)).send(chunk(1)).send("0\r\n\r\n");
      assertProblem(wire.read(), 413, "too-large");
      assertThat(wire.isHungUp()).isTrue();
    }
    for (String size : List.of("zz\r\n", "-1\r\n", "fffffffffffffffff\r\n", "\r\n")) {
      try (Wire wire = gate.dial()) {
        assertProblem(wire.send(head).send(size).read(), 400, "bad-request");
        assertThat(wire.isHungUp()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\0\0\0\0\0\0\0\0\r\n\r\n",
        "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\n\n",
        "SSH-2.0-client\r\n\r\n",
        "POST /statements\r\n\r\n",
        "POST /statements HTTQ/1.1\r\n\r\n",
        "POST /statements HTTP/1.1\r\nno colon\r\n\r\n",
        "POST /statements HTTP/1.1\r\n: empty\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
      })
  void hangsUpOnWhatIsNotHttp(String noise) throws IOException {
    try (Wire wire = gate.dial()) {
      Wire.Reply reply = wire.send(noise).read();
      assertThat(reply.status()).isIn(400, 404);
      assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
    }
    gate.assertServes();
  }

  @Test
  void boundsLineAndHeaders() throws IOException {
    List<String> requests = new ArrayList<>();
    requests.add("POST /" + "x".repeat(600) + " HTTP/1.1\r\n\r\n");
    requests.add("POST /statements HTTP/1.1\r\nX: " + "x".repeat(5000) + "\r\n\r\n");
    requests.add("POST /statements HTTP/1.1\r\n" + "X: y\r\n".repeat(2000) + "\r\n");
    for (String request : requests) {
      try (Wire wire = gate.dial()) {
        assertProblem(wire.send(request).read(), 400, "bad-request");
        assertThat(wire.isHungUp()).isTrue();
      }
    }
  }

  @Test
  void tellsSenderThatWaitsForItToGoOn() throws IOException {
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    gate.sequencer.start();
    try (Wire wire = gate.dial()) {
      for (int i = 0; i < 3; i++) {
        wire.send(Wire.head(open.length, "Expect: 100-continue"));
        assertThat(wire.read(false).status()).isEqualTo(100);
        Wire.Reply reply = wire.send(open).read();
        assertThat(reply.status()).isEqualTo(i == 0 ? 201 : 200);
        election.verified(open, reply.body());
      }
      wire.send(Wire.head(MAX + 1, "Expect: 100-continue"));
      assertProblem(wire.read(), 413, "too-large");
    }
  }

  @Test
  void closesAfterOneRequestWhenAskedToOrWhenTheSenderIsOld() throws IOException {
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    gate.sequencer.start();
    for (String head :
        List.of(
            Wire.head(open.length, "Connection: close"),
            Wire.head(open.length).replace("1.1", "1.0"))) {
      try (Wire wire = gate.dial()) {
        Wire.Reply reply = wire.send(head).send(open).read();
        assertThat(reply.status()).isIn(200, 201);
        assertThat(reply.header("connection").toLowerCase(Locale.ROOT)).isEqualTo("close");
        assertThat(wire.isHungUp()).isTrue();
      }
    }
    try (Wire wire = gate.dial()) {
      String head = Wire.head(open.length, "Connection: keep-alive").replace("1.1", "1.0");
      assertThat(wire.send(head).send(open).read().status()).isEqualTo(200);
      assertThat(wire.send(head).send(open).read().status()).isEqualTo(200);
    }
  }
}
