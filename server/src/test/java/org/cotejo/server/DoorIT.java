package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.server.Wire.assertProblem;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.cotejo.server.gate.Door;
import org.cotejo.server.gate.Visitor;
import org.cotejo.server.telemetry.Counts;
import org.cotejo.server.telemetry.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whom the door lets in, and what it says to everybody else.
class DoorIT extends BareDoor {
  @Test
  void whoShowsATicketIsLetInWithNothingRead() throws Exception {
    Door door = door();
    String request = request(ticket, "statement");
    dial().send(request);

    Guest guest = guest();
    assertThat(guest.visitor()).isEqualTo(new Visitor(DEVICE.bits(), 1 << 8 | 1, LOOPBACK));
    assertThat(guest.isTls()).isFalse();
    assertThat(read(guest)).isEqualTo(request);
    assertThat(door.held()).isZero();
    assertThat(counts()).isEqualTo(new Counts(1, 0, 0, 0, 0, 0, Map.of()));
  }

  @Test
  void firstBytesMayComeInPieces() throws Exception {
    Door door = door();
    String request = request(ticket, "statement");
    Wire wire = dial();
    for (int at = 0; at < request.length(); at++) {
      wire.send(request.substring(at, at + 1));
      if (at % 10 == 0 && hall.isEmpty()) {
        await(() -> door.held() == 1 || !hall.isEmpty());
      }
    }
    String arrived = read(guest());
    assertThat(arrived).startsWith("POST /" + ticket + "/statements ");
    assertThat(request).startsWith(arrived);
    assertThat(door.held()).isZero();
  }

  @Test
  void everyWholeRequestIsAnsweredOnceAndMayBeFollowedByABetterOne() throws Exception {
    Door door = door();
    Wire wire = dial();
    for (String other : List.of(wrong, wrong, "x", wrong)) {
      Wire.Reply reply = wire.send(request(other, "statement")).read();
      assertProblem(reply, 403, other.equals("x") ? "no-ticket" : "bad-ticket");
      assertThat(reply.header("connection")).isEqualTo("keep-alive");
      assertThat(wire.hasArrived()).isFalse();
      await(() -> door.held() == 1);
    }
    assertThat(hall).isEmpty();

    // A proxy sends requests of many stations over one connection.
    String good = request(ticket, "statement");
    wire.send(good.substring(0, 20));
    assertSilence(wire);
    wire.send(good.substring(20));
    assertThat(read(guest())).isEqualTo(good);
    assertThat(door.held()).isZero();
    Counts counts = counts();
    assertThat(counts.refused(Reason.BAD_TICKET)).isEqualTo(3);
    assertThat(counts.refused(Reason.NO_TICKET)).isEqualTo(1);
    assertThat(counts.requests()).isEqualTo(4);
  }

  @Test
  void aConnectionThatWasRefusedAndSaysNothingMoreEnds() throws Exception {
    Door door = door();
    Wire wire = dial();
    assertProblem(wire.send(request(wrong, "statement")).read(), 403, "bad-ticket");
    await(() -> door.held() == 1);
    skip(LONG);
    assertThat(wire.isHungUp()).isTrue();
    // It is counted after it is let go.
    await(() -> counts().closed() == 1);
    assertThat(door.held()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "POST /x/statements HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf",
        "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "junk",
        "\0\0\0\0",
      })
  void whatIsNotOneRequestIsAnsweredBeforeItsConnectionEnds(String text) throws Exception {
    Door door = door();
    Wire wire = dial().send(text);
    Wire.Reply reply = wire.read();
    assertProblem(reply, 403, "no-ticket");
    assertThat(reply.header("connection")).isEqualTo("close");
    await(() -> door.held() == 1);
    wire.send("more");
    assertSilence(wire);
    skip(LONG);
    assertThat(wire.isHungUp()).isTrue();
    assertThat(counts().refused(Reason.NO_TICKET)).isEqualTo(1);
  }

  @Test
  void aRequestThatAsksForTheEndIsAnsweredAndEnds() throws Exception {
    var _ = door();
    Wire wire = dial().send("GET / HTTP/1.0\r\n\r\n");
    assertProblem(wire.read(), 403, "no-ticket");
    assertThat(wire.isHungUp()).isTrue();
  }

  private static byte[] hello(String name) throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine(name, 443);
    engine.setUseClientMode(true);
    ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    var _ = engine.wrap(ByteBuffer.allocate(0), hello);
    byte[] bytes = new byte[hello.flip().remaining()];
    hello.get(bytes);
    return bytes;
  }

  @Test
  void whoNamesATicketInTlsIsLetIn() throws Exception {
    var _ = door();
    byte[] hello = hello(ticket + ".intake.example");
    dial().send(hello);
    Guest guest = guest();
    assertThat(guest.isTls()).isTrue();
    assertThat(guest.visitor().device()).isEqualTo(DEVICE.bits());
    assertThat(read(guest)).isEqualTo(new String(hello, ISO_8859_1));
  }

  @Test
  void whoNamesNoneInTlsHearsNothing() throws Exception {
    Door door = door();
    Wire wire = dial().send(hello(wrong + ".intake.example"));
    awaitRefused(Reason.BAD_TICKET, 1);
    Wire other = dial().send(hello("intake.example"));
    awaitRefused(Reason.NO_TICKET, 1);
    assertSilence(wire);
    assertSilence(other);
    assertThat(door.held()).isEqualTo(2);
    assertThat(hall).isEmpty();
  }

  @Test
  void whatIsHeldEndsWithTheDoorAndWhatComesLaterWaitsForTheNext() throws Exception {
    Door first = door();
    Wire waiting = dial();
    Wire refused = dial();
    assertProblem(refused.send(request(wrong, "")).read(), 403, "bad-ticket");
    Wire parked = dial();
    assertProblem(parked.send("junk").read(), 403, "no-ticket");
    await(() -> first.held() == 3);

    end(first);
    assertThat(waiting.isHungUp()).isTrue();
    assertThat(refused.isHungUp()).isTrue();
    assertThat(parked.isHungUp()).isTrue();
    assertThat(first.held()).isZero();
    assertThat(counts().closed()).isEqualTo(3);

    dial().send(request(ticket, ""));
    var _ = door();
    assertThat(read(guest())).isEqualTo(request(ticket, ""));
  }

  /// The clock stands still: what this waits for is the request alone.
  @Test
  void whoWasAcceptedBeforeTheEndIsStillHeard() throws Exception {
    Door door = door();
    Wire wire = dial();
    await(() -> door.held() == 1);
    Thread closing = Thread.ofPlatform().start(door::close);
    Thread.sleep(250);
    wire.send(request(ticket, "statement"));
    assertThat(read(guest())).isEqualTo(request(ticket, "statement"));
    assertThat(closing.join(PATIENCE)).isTrue();
  }
}
