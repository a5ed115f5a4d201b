package org.cotejo.station.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.cotejo.log.Merkle;
import org.cotejo.station.TestLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One connection to servers that do what intakes do, and to others.
@Timeout(60)
class LineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestLog log = new TestLog();
  private final byte[] statement = log.record(1, 10);

  private static Line line(FakeIntake intake) {
    return new Line(intake.endpoint(), PATIENCE);
  }

  private Answer answerTo(byte[] said) throws IOException {
    try (var intake = new FakeIntake(any -> said);
        Line line = line(intake)) {
      return line.post(statement, log.log());
    }
  }

  @Test
  void bringsAReceiptThatVerifiesAndKnowsWhatIsKnown() throws Exception {
    try (var intake = FakeIntake.of(log);
        Line line = line(intake)) {
      var first = (Answer.Taken) line.post(statement, log.log());
      var second = (Answer.Taken) line.post(statement, log.log());

      assertThat(first.isNew()).isTrue();
      assertThat(second.isNew()).isFalse();
      log.log().verify(Merkle.leaf(statement), second.receipt());
      assertThat(intake.connectionCount()).isEqualTo(1);
      assertThat(intake.requests()).containsOnly("POST /statements HTTP/1.1");
    }
  }

  @Test
  void showsItsTicketInThePath() throws IOException {
    String ticket = "a".repeat(40);
    try (var intake = FakeIntake.of(log);
        var line =
            new Line(
                new Endpoint(false, "127.0.0.1", intake.endpoint().port(), Optional.of(ticket)),
                PATIENCE)) {
      assertThat(line.post(statement, log.log())).isInstanceOf(Answer.Taken.class);
      assertThat(intake.requests()).containsExactly("POST /" + ticket + "/statements HTTP/1.1");
    }
  }

  @Test
  void goesOnWhereAServerEndedAKeptConnection() throws IOException {
    try (var intake = FakeIntake.of(log);
        Line line = line(intake)) {
      assertThat(line.post(statement, log.log())).isInstanceOf(Answer.Taken.class);
      intake.hangUp();
      assertThat(line.post(log.record(2, 10), log.log())).isInstanceOf(Answer.Taken.class);
      assertThat(intake.connectionCount()).isEqualTo(2);
    }
  }

  @Test
  void opensAnotherConnectionWhereTheServerSaysThatThisOneEnds() throws IOException {
    byte[] busy =
        FakeIntake.problem(503, "connection: close\r\nretry-after: 7\r\n", "busy", "full");
    try (var intake = new FakeIntake(any -> busy);
        Line line = line(intake)) {
      for (int i = 1; i <= 3; i++) {
        assertThat(line.post(statement, log.log()))
            .isEqualTo(
                new Answer.Refused(
                    "urn:cotejo:problem:busy", "full", Optional.of(Duration.ofSeconds(7))));
        assertThat(intake.connectionCount()).isEqualTo(i);
      }
    }
  }

  @Test
  void believesNoReceiptOfAnotherLogOrStatement() throws IOException {
    var other = new TestLog("log.example/other");
    String foreign = other.take(statement).receipt().text();
    String ofAnother = log.take(log.record(2, 2)).receipt().text();

    for (String receipt : new String[] {foreign, ofAnother, "", "taken, trust me\n"}) {
      assertThat(answerTo(FakeIntake.http(201, "", receipt)))
          .isInstanceOfSatisfying(
              Answer.Unheard.class,
              unheard -> assertThat(unheard.why()).contains("receipt is not one of this log"));
    }
  }

  @Test
  void readsHowLongToWaitButNoDateAndNoDay() throws IOException {
    for (String asked : new String[] {"Sun, 06 Nov 1994 08:49:37 GMT", "-1", "1.5", ""}) {
      var refused =
          (Answer.Refused)
              answerTo(FakeIntake.problem(429, "retry-after: " + asked + "\r\n", "too-often", "x"));
      assertThat(refused.retryAfter()).as(asked).isEmpty();
    }
    var long1 =
        (Answer.Refused)
            answerTo(FakeIntake.problem(429, "Retry-After: 999999\r\n", "too-often", "x"));
    assertThat(long1.retryAfter()).contains(Duration.ofHours(1));
  }

  @Test
  void keepsWhatIsSaidToOneLine() throws IOException {
    var refused =
        (Answer.Refused)
            answerTo(
                FakeIntake.problem(
                    403, "", "not-permitted", "a\\n\\u001b[31mb" + "c".repeat(5000)));
    assertThat(refused.detail()).startsWith("a [31mbc").hasSize(300).doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "220 mail.example ESMTP\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\ncontent-length: 5\r\n\r\nhello",
        "HTTP/1.1 500 Broken\r\ncontent-length: 2\r\n\r\n{}",
        "HTTP/1.1 500 Broken\r\ncontent-length: 20\r\nconnection: close\r\n\r\n{}",
      })
  void hearsNothingInWhatIsNotAnIntake(String said) throws IOException {
    assertThat(answerTo(said.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(Answer.Unheard.class);
  }

  @Test
  void readsNoHeadWithoutEnd() throws IOException {
    byte[] endless =
        ("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(5000)).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(answerTo(endless))
        .isInstanceOfSatisfying(
            Answer.Unheard.class, unheard -> assertThat(unheard.why()).contains("longer than"));
  }

  /// A byte now and then keeps any time limit on single reads from running out.
  @Test
  void waitsNoLongerThanItMayForAServerThatDrips() throws Exception {
    try (var listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (var socket = listener.accept()) {
              while (true) {
                socket.getOutputStream().write('H');
                Thread.sleep(50);
              }
            } catch (IOException | InterruptedException e) {
              return; // The other side has had enough.
            }
          });
      long before = System.nanoTime();
      try (var line =
          new Line(
              new Endpoint(false, "127.0.0.1", listener.getLocalPort(), Optional.empty()),
              Duration.ofSeconds(1))) {
        assertThat(line.post(statement, log.log()))
            .isEqualTo(new Answer.Unheard("no answer within 1 s"));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var line = new Line(new Endpoint(false, "127.0.0.1", port, Optional.empty()), PATIENCE)) {
      assertThat(line.post(statement, log.log())).isInstanceOf(Answer.Unheard.class);
    }
    try (var line =
        new Line(new Endpoint(false, "nobody.invalid", 80, Optional.empty()), PATIENCE)) {
      assertThat(line.post(statement, log.log()))
          .isEqualTo(new Answer.Unheard("no such host is known: nobody.invalid"));
    }
  }
}
