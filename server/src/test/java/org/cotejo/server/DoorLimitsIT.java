package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.server.Wire.assertProblem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotejo.server.gate.Door;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Limits;
import org.cotejo.server.telemetry.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How much the door gives to those it does not let in: answers, room, time.
class DoorLimitsIT extends BareDoor {
  @Test
  void aNetworkIsToldOfAFewRefusalsAndThenOfNone() throws Exception {
    set(Limit.ANSWERS_PER_NETWORK, 1);
    Door door = door();
    // As many as in two seconds at once.
    for (int i = 0; i < 2; i++) {
      assertProblem(dial().send(request(wrong, "")).read(), 403, "bad-ticket");
    }
    Wire third = dial().send(request(wrong, ""));
    awaitRefused(Reason.BAD_TICKET, 3);
    assertSilence(third);
    await(() -> door.held() == 3);
  }

  @Test
  void withoutAnswersThereIsSilenceUntilTheEnd() throws Exception {
    set(Limit.ANSWERS_PER_NETWORK, 0);
    Door door = door();
    Wire wire = dial().send(request(wrong, ""));
    awaitRefused(Reason.BAD_TICKET, 1);
    assertSilence(wire);
    assertThat(door.held()).isEqualTo(1);
    skip(LONG);
    assertThat(wire.isHungUp()).isTrue();
    await(() -> door.held() == 0);
  }

  @Test
  void withoutRoomToWaitRefusedConnectionsEndAtOnce() throws Exception {
    set(Limit.ANSWERS_PER_NETWORK, 0);
    set(Limit.PARKED, 0);
    Door door = door();
    Wire wire = dial().send(request(wrong, ""));
    assertThat(wire.isHungUp()).isTrue();
    await(() -> door.held() == 0 && counts().closed() == 1);
  }

  @Test
  void whoSaysNothingIsLetGo() throws Exception {
    Door door = door();
    Wire wire = dial();
    await(() -> door.held() == 1);
    assertSilence(wire);
    assertThat(counts().refused()).isEmpty();
    skip(Duration.ofSeconds(Limits.STANDARD.of(Limit.FIRST_BYTES_SECONDS) + 1));
    assertThat(wire.isHungUp()).isTrue();
    awaitRefused(Reason.TIMEOUT, 1);
    assertThat(door.held()).isZero();
  }

  @Test
  void whoLeavesIsForgotten() throws Exception {
    Door door = door();
    Wire wire = dial();
    await(() -> door.held() == 1);
    wire.close();
    await(() -> door.held() == 0 && counts().closed() == 1);
  }

  @Test
  void theOldestThatWaitsMakesRoom() throws Exception {
    set(Limit.WAITING, 16);
    Door door = door();
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      wires.add(dial());
      int expected = Math.min(wires.size(), 16);
      await(() -> door.held() == expected);
    }
    awaitRefused(Reason.EVICTED, 4);
    for (Wire wire : wires.subList(0, 4)) {
      assertThat(wire.isHungUp()).isTrue();
    }
    wires.get(4).send(request(ticket, ""));
    assertThat(read(guest())).isEqualTo(request(ticket, ""));
  }

  @Test
  void ofOneNetworkNoMoreWaitThanMay() throws Exception {
    set(Limit.WAITING_PER_NETWORK, 2);
    Door door = door();
    dial();
    Wire second = dial();
    await(() -> door.held() == 2);
    assertThat(dial().isHungUp()).isTrue();
    awaitRefused(Reason.NETWORK_FULL, 1);
    second.send(request(ticket, ""));
    assertThat(read(guest())).isEqualTo(request(ticket, ""));
    dial();
    await(() -> door.held() == 2);
  }

  @Test
  void whoAsksTooOftenIsToldWhenToComeBack() throws Exception {
    set(Limit.TICKET_BURST, 1);
    set(Limit.TICKET_PER_SECOND, 1);
    var _ = door();
    String request = request(ticket, "statement");
    dial().send(request);
    assertThat(read(guest())).isEqualTo(request);
    Wire.Reply reply = dial().send(request).read();
    assertProblem(reply, 429, "too-often");
    assertThat(reply.header("retry-after")).isEqualTo("5");
    assertThat(counts().refused(Reason.RATE)).isEqualTo(1);
    skip(Duration.ofSeconds(1));
    dial().send(request);
    assertThat(read(guest())).isEqualTo(request);
  }

  @Test
  void whoFindsTheHallFullIsToldWhenToComeBack() throws Exception {
    hasRoom = false;
    var _ = door();
    Wire wire = dial();
    Wire.Reply reply = wire.send(request(ticket, "")).read();
    assertProblem(reply, 503, "busy");
    assertThat(reply.header("retry-after")).isEqualTo("2");
    assertThat(counts().refused(Reason.BUSY)).isEqualTo(1);
    hasRoom = true;
    wire.send(request(ticket, ""));
    assertThat(read(guest())).isEqualTo(request(ticket, ""));
  }

  @Test
  void aNetworkThatKeepsFailingIsNotHeardAtAll() throws Exception {
    set(Limit.FAILURES_PER_NETWORK, 5);
    var _ = door();
    for (int i = 1; i <= 6; i++) {
      dial().send("junk");
      awaitRefused(Reason.NO_TICKET, i);
    }
    Wire wire = dial().send(request(ticket, ""));
    awaitRefused(Reason.NETWORK_REFUSED, 1);
    assertSilence(wire);
    assertThat(hall).isEmpty();
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "POST /",
        "junk",
        "GET / HTTP/1.1\r\n\r\n",
        "POST /x/statements HTTP/1.1\r\nContent-Length: 9\r\n\r\nhalf",
      })
  void aCrowdTakesNoMoreDescriptorsThanTheLimitsSay(String text) throws Exception {
    set(Limit.WAITING, 16);
    set(Limit.PARKED, 16);
    set(Limit.ANSWERS_PER_NETWORK, 10_000);
    Door door = door();
    int crowd = 1000;
    long before = descriptors();
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < crowd; i++) {
      wires.add(dial().send(text));
    }
    await(() -> counts().connections() == crowd && counts().closed() >= crowd - 32);
    assertThat(door.held()).isLessThanOrEqualTo(32);
    // One of each connection is the test's own; the rest may move a little by itself.
    assertThat(descriptors() - before - crowd).isLessThanOrEqualTo(32 + 16);
    for (Wire wire : wires) {
      wire.close();
    }
    dial().send(request(ticket, ""));
    assertThat(read(guest())).isEqualTo(request(ticket, ""));
  }
}
