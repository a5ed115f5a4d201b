package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotejo.server.Wire.assertProblem;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cotejo.log.Priority;
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

/// How much of the intake one sender can hold on to, and how it ends.
@Timeout(60)
class IntakeLimitsIT {
  @TempDir private Path root;
  private TestElection election;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    election = TestElection.found(root);
    gate = new Gate(election, limits(30, 60));
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    assertThat(gate.halts).isEmpty();
  }

  private static Limits limits(int silence, int request) {
    return Limits.STANDARD
        .with(Limit.OPEN_CONNECTIONS, 20)
        .with(Limit.SILENCE_SECONDS, silence)
        .with(Limit.REQUEST_SECONDS, request);
  }

  @Test
  void holdsBackSenderWithTooManyRequestsUnanswered() throws IOException {
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    try (Wire wire = gate.dial()) {
      for (int i = 0; i < 40; i++) {
        wire.post(open);
      }
      assertThat(wire.isHungUp()).isTrue();
    }
    gate.assertServes();
  }

  @Test
  void saysWhenToComeBackWhileTheQueueIsFullAndTakesTheStatementThen() throws Exception {
    Submission founding = election.directory().founding();
    while (gate.queue(founding)) {
      // The queue has a bound, or this never ends.
    }
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    try (Wire wire = gate.dial()) {
      Wire.Reply busy = wire.post(open).read();
      assertProblem(busy, 503, "busy");
      assertThat(Integer.parseInt(busy.header("retry-after"))).isBetween(1, 60);
      assertThat(busy.header("connection")).isEqualTo("keep-alive");
      gate.sequencer.start();
      while (gate.sequencer.load(Priority.LAST) > 0.5) {
        Thread.sleep(5);
      }
      assertThat(wire.post(open).read().status()).isEqualTo(201);
    }
  }

  /// A second intake with limits that a test can wait for.
  private Gate impatient(int silence, int request) throws IOException {
    TestElection own = TestElection.found(root.resolve("impatient"));
    return new Gate(own, limits(silence, request));
  }

  @Test
  void hangsUpOnSilence() throws IOException {
    Duration silence = Duration.ofSeconds(1);
    long start = System.nanoTime();
    try (Gate impatient = impatient(1, 60);
        Wire nothing = impatient.dial();
        Wire header = impatient.dial().send("POST /statements HT");
        Wire body = impatient.dial().send(Wire.head(100)).send("half of it");
        Wire between = impatient.dial().send("GET / HTTP/1.1\r\n\r\n")) {
      assertThat(between.read().status()).isEqualTo(404);
      assertProblem(body.read(), 408, "timeout");
      for (Wire wire : List.of(nothing, header, body, between)) {
        assertThat(wire.isHungUp()).isTrue();
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(silence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "POST /statements HTTP/1.1\r\nContent-Length: 9000\r\n\r\n"})
  void endsRequestsThatTrickleInForTooLong(String start) throws Exception {
    Duration request = Duration.ofSeconds(1);
    long began = System.nanoTime();
    try (Gate impatient = impatient(60, 1);
        Wire wire = impatient.dial().send(start)) {
      while (!wire.send("P").hasArrived()) {
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        Thread.sleep(50);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(request);
      assertProblem(wire.read(), 408, "timeout");
      assertThat(wire.isHungUp()).isTrue();
    }
  }

  @Test
  void sendsAnswersUnderWayBeforeItEnds() throws Exception {
    byte[] open = election.phase(Phase.COUNTING_OPEN);
    try (Wire wire = gate.dial().post(open);
        Wire idle = gate.dial()) {
      awaitQueued(2);
      Thread closer = Thread.ofPlatform().start(gate.intake::close);
      assertThat(idle.isHungUp()).isTrue();
      gate.sequencer.start();
      Wire.Reply reply = wire.read();

      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.header("connection")).isEqualTo("close");
      election.verified(open, reply.body());
      assertThat(wire.isHungUp()).isTrue();
      closer.join();
      assertThatThrownBy(gate::dial).isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void hurtsNobodyWithAnAnswerThatComesAfterItsEnd() throws Exception {
    try (Wire wire = gate.dial().post(election.phase(Phase.COUNTING_OPEN))) {
      awaitQueued(2);
      gate.intake.close();
      gate.sequencer.start();
      gate.sequencer.close();

      assertThat(wire.isHungUp()).isTrue();
      assertThat(gate.halts).isEmpty();
      assertThat(gate.sequencer.size()).isEqualTo(2);
    }
  }

  private void awaitQueued(int statements) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (gate.sequencer.load(Priority.LAST) * 1024 < statements) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
  }

  @Test
  void letsTheOldestIdleConnectionGoWhenAnotherOneComes() throws IOException {
    List<Wire> wires = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        wires.add(gate.dial());
        assertThat(wires.getLast().send("GET / HTTP/1.1\r\n\r\n").read().status()).isEqualTo(404);
      }
      gate.assertServes();
      assertThat(wires.getFirst().isHungUp()).isTrue();
      assertThat(wires.getLast().send("GET / HTTP/1.1\r\n\r\n").read().status()).isEqualTo(404);
    } finally {
      for (Wire wire : wires) {
        wire.close();
      }
    }
  }

  /// A courier goes on over one connection, however many come who bring nothing.
  @Test
  void keepsTheConnectionOfWhoeverBroughtSomethingNew() throws IOException {
    gate.sequencer.start();
    List<Wire> strangers = new ArrayList<>();
    try (Wire courier = gate.dial()) {
      assertThat(courier.post(election.phase(Phase.COUNTING_OPEN)).read().status()).isEqualTo(201);
      for (int i = 0; i < 60; i++) {
        strangers.add(gate.dial());
        assertThat(strangers.getLast().send("GET / HTTP/1.1\r\n\r\n").read().status())
            .isEqualTo(404);
      }
      assertThat(strangers.getFirst().isHungUp()).isTrue();
      assertThat(courier.post(election.sheet(0, 1)).read().status()).isEqualTo(201);
    } finally {
      for (Wire wire : strangers) {
        wire.close();
      }
    }
  }

  @Test
  void cutsConnectionsAboveItsLimitAndTakesNewOnesWhenOldOnesEnd() throws Exception {
    List<Wire> wires = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) {
        wires.add(gate.dial().send("GET / HTTP/1.1\r\n\r\n"));
        assertThat(wires.getLast().read().status()).isEqualTo(404);
        wires.getLast().send(Wire.head(100, "Expect: 100-continue"));
        assertThat(wires.getLast().read(false).status()).isEqualTo(100);
      }
      try (Wire above = gate.dial()) {
        assertThat(above.isHungUp()).isTrue();
      }
      wires.removeFirst().close();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (!isServed()) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(10);
      }
    } finally {
      for (Wire wire : wires) {
        wire.close();
      }
    }
  }

  private boolean isServed() {
    try (Wire wire = gate.dial()) {
      return wire.send("GET / HTTP/1.1\r\n\r\n").read().status() == 404;
    } catch (IOException e) {
      return false;
    }
  }
}
