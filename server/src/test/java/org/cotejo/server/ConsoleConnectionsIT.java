package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections to the console: counted, kept, ended and bounded.
@Timeout(60)
class ConsoleConnectionsIT extends BareConsole {
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
