package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.server.Wire.assertProblem;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.model.ElectionId;
import org.cotejo.server.gate.Door;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Limits;
import org.cotejo.server.gate.ListeningSocket;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.NetworkLimits;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.gate.TicketSecrets;
import org.cotejo.server.gate.UserlandOnly;
import org.cotejo.server.gate.Visitor;
import org.cotejo.server.telemetry.Counts;
import org.cotejo.server.telemetry.Lane;
import org.cotejo.server.telemetry.Reason;
import org.cotejo.server.telemetry.Telemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The door over real sockets, with nothing behind it but a list of who was let in.
class DoorIT {
  private static final ElectionId ELECTION = ElectionId.of("election".getBytes(ISO_8859_1));
  private static final KeyId DEVICE = KeyId.of(Hash.sha256(new byte[] {1}).bytes());
  private static final long LOOPBACK = Network.keyOf(new byte[] {127, 0, 0, 1});
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Longer than the door waits for anybody.
  private static final Duration LONG = Duration.ofSeconds(12);

  private record Guest(int socket, Visitor visitor, boolean isTls) {}

  @TempDir private Path directory;
  private final LinkedBlockingQueue<Guest> hall = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong(-7);
  private final AtomicLong seconds = new AtomicLong(1_000);
  private final AtomicReference<Limits> limits =
      new AtomicReference<>(Limits.STANDARD.with(Limit.FAILURES_PER_NETWORK, 10_000));
  private final TicketSecrets secrets = TicketSecrets.create(ELECTION, new SecureRandom());
  private final String ticket = secrets.issue(DEVICE, 1).toString();
  private final String wrong =
      TicketSecrets.create(ELECTION, new SecureRandom()).issue(DEVICE, 1).toString();
  private Optional<ListeningSocket> listener = Optional.empty();
  private Optional<Telemetry> telemetry = Optional.empty();
  private volatile boolean hasRoom = true;
  private volatile boolean isEnding;

  @BeforeEach
  void listen() throws IOException {
    assumeTrue(ListeningSocket.isPossible());
    listener = Optional.of(keep(ListeningSocket.open(Running.freePort(), 0)));
    telemetry =
        Optional.of(
            keep(
                Telemetry.open(
                    new Telemetry.Settings(directory, Long::toString, Optional.empty(), 1),
                    () -> Instant.ofEpochSecond(seconds.incrementAndGet()))));
  }

  @AfterEach
  void close() throws Exception {
    isEnding = true;
    for (AutoCloseable each : opened.reversed()) {
      each.close();
    }
    for (Guest guest : hall) {
      new FileDescriptor(guest.socket()).close();
    }
    assertThat(failures).isEmpty();
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    opened.add(closeable);
    return closeable;
  }

  /// A clock that stands still unless it is told otherwise: nothing ends, and nothing comes back.
  /// While a door is to end, it goes on whenever it is looked at.
  private long nanos() {
    return isEnding ? nanos.addAndGet(Duration.ofMillis(300).toNanos()) : nanos.get();
  }

  private void end(Door door) {
    isEnding = true;
    door.close();
    isEnding = false;
  }

  private void skip(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private void set(Limit limit, int value) {
    limits.set(limits.get().with(limit, value));
  }

  private Door door() {
    var networkLimits =
        new NetworkLimits(
            limits.get().of(Limit.FAILURES_PER_NETWORK),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Set.of());
    var networks = new Networks(networkLimits, 100, new UserlandOnly("a test"), this::nanos, 1);
    var rules =
        new Door.Rules(
            new AtomicReference<>(secrets),
            limits::get,
            networks,
            new Rates(this::nanos, limits::get, networks, 1),
            true,
            1);
    var words =
        new Door.Words(
            Refusal.Problem.NO_TICKET.answers("told at the door"),
            Refusal.Problem.BAD_TICKET.answers("told at the door"),
            Refusal.Problem.TOO_OFTEN.answers("told at the door"),
            Refusal.Problem.BUSY.answers("told at the door"));
    Door door =
        keep(
            new Door(
                listener.orElseThrow().descriptor(),
                rules,
                this::admit,
                words,
                telemetry.orElseThrow().lane(Lane.STATIONS),
                this::nanos,
                failures::add));
    door.start();
    return door;
  }

  private boolean admit(int socket, Visitor visitor, Rates.Paid paid, boolean isTls) {
    return hasRoom && hall.add(new Guest(socket, visitor, isTls));
  }

  private Wire dial() throws IOException {
    return keep(new Wire(listener.orElseThrow().address()));
  }

  private static String request(String ticket, String body) {
    return "POST /%s/statements HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(ticket, body.length(), body);
  }

  private Guest guest() throws InterruptedException {
    Guest guest = hall.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(guest).isNotNull();
    return Objects.requireNonNull(guest);
  }

  /// What has arrived for somebody who was let in.
  private static String read(Guest guest) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(8192);
    var socket = new FileDescriptor(guest.socket());
    int length = socket.read(bytes, 0, bytes.capacity());
    socket.close();
    byte[] read = new byte[Math.max(0, length)];
    bytes.get(0, read);
    return new String(read, ISO_8859_1);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
  }

  private Counts counts() {
    Telemetry counting = telemetry.orElseThrow();
    counting.tick();
    return Objects.requireNonNull(counting.snapshot().lanes().get(Lane.STATIONS)).total().counts();
  }

  private void awaitRefused(Reason reason, long times) throws InterruptedException {
    await(() -> counts().refused(reason) == times);
  }

  /// An answer must not come at all; there is no event to wait for.
  private static void assertSilence(Wire wire) throws Exception {
    Thread.sleep(200);
    assertThat(wire.hasArrived()).isFalse();
  }

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
    await(() -> door.held() == 0);
    assertThat(counts().closed()).isEqualTo(1);
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
