package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
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
import org.junit.jupiter.api.io.TempDir;

/// A door over real sockets, with nothing behind it but a list of who was let in.
abstract class BareDoor {
  private static final ElectionId ELECTION = ElectionId.of("election".getBytes(ISO_8859_1));
  static final KeyId DEVICE = KeyId.of(Hash.sha256(new byte[] {1}).bytes());
  static final long LOOPBACK = Network.keyOf(new byte[] {127, 0, 0, 1});
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /// Longer than the door waits for anybody.
  static final Duration LONG = Duration.ofSeconds(12);

  record Guest(int socket, Visitor visitor, boolean isTls) {}

  @TempDir private Path directory;
  final LinkedBlockingQueue<Guest> hall = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong(-7);
  private final AtomicLong seconds = new AtomicLong(1_000);
  private final AtomicReference<Limits> limits =
      new AtomicReference<>(Limits.STANDARD.with(Limit.FAILURES_PER_NETWORK, 10_000));
  private final TicketSecrets secrets = TicketSecrets.create(ELECTION, new SecureRandom());
  final String ticket = secrets.issue(DEVICE, 1).toString();
  final String wrong =
      TicketSecrets.create(ELECTION, new SecureRandom()).issue(DEVICE, 1).toString();
  private Optional<ListeningSocket> listener = Optional.empty();
  private Optional<Telemetry> telemetry = Optional.empty();
  volatile boolean hasRoom = true;
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

  void end(Door door) {
    isEnding = true;
    door.close();
    isEnding = false;
  }

  void skip(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  void set(Limit limit, int value) {
    limits.set(limits.get().with(limit, value));
  }

  Door door() {
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

  Wire dial() throws IOException {
    return keep(new Wire(listener.orElseThrow().address()));
  }

  static String request(String ticket, String body) {
    return "POST /%s/statements HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(ticket, body.length(), body);
  }

  Guest guest() throws InterruptedException {
    Guest guest = hall.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(guest).isNotNull();
    return Objects.requireNonNull(guest);
  }

  /// What has arrived for somebody who was let in.
  static String read(Guest guest) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(8192);
    var socket = new FileDescriptor(guest.socket());
    int length = socket.read(bytes, 0, bytes.capacity());
    socket.close();
    byte[] read = new byte[Math.max(0, length)];
    bytes.get(0, read);
    return new String(read, ISO_8859_1);
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
  }

  Counts counts() {
    Telemetry counting = telemetry.orElseThrow();
    counting.tick();
    return Objects.requireNonNull(counting.snapshot().lanes().get(Lane.STATIONS)).total().counts();
  }

  void awaitRefused(Reason reason, long times) throws InterruptedException {
    await(() -> counts().refused(reason) == times);
  }

  /// An answer must not come at all; there is no event to wait for.
  static void assertSilence(Wire wire) throws Exception {
    Thread.sleep(200);
    assertThat(wire.hasArrived()).isFalse();
  }
}
