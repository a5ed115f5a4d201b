package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.cotejo.log.JournalInUseException;
import org.cotejo.model.Phase;
import org.cotejo.server.gate.ListeningSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One server takes over from another while stations and couriers send: nobody is refused, nobody
/// waits long, and every record is in the log once.
@Timeout(180)
class HandoverIT {
  private static final int STATIONS = 400;
  private static final int SENDERS = 4;

  @TempDir private Path root;
  private TestElection election;
  private InetSocketAddress stations = Running.freePort();
  private InetSocketAddress open = Running.freePort();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void found() throws IOException {
    assumeTrue(ListeningSocket.isPossible(), "sockets can be handed over on Linux alone");
    election = TestElection.found(root, STATIONS, 7, TestElection.ORIGIN);
  }

  private static ServerSettings.FrontSettings takingOver() {
    return new ServerSettings.FrontSettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ServerSettings.KernelChoice.NONE,
        Set.of(),
        true);
  }

  private static ServerSettings.Addresses addresses(ElectionServer of) {
    return new ServerSettings.Addresses(
        of.intakeAddress(), of.openAddress(), Running.freePort(), of.siteAddress());
  }

  @Test
  void refusesNobodyWhileAnotherServerTakesOver() throws Exception {
    var first = new Running(election.directory());
    assertThat(first.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(201);
    stations = first.server.intakeAddress();
    open = first.server.openAddress();
    List<Thread> senders = IntStream.range(0, SENDERS).mapToObj(this::sender).toList();
    awaitSent(STATIONS / 5);

    Thread closer = Thread.ofPlatform().start(() -> closeOnceSucceeded(first));
    try (Running second =
        new Running(election.directory(), addresses(first.server), takingOver())) {
      closer.join();
      awaitSent(STATIONS * 3 / 5);
      stopped.set(true);
      for (Thread sender : senders) {
        sender.join();
      }
      assertThat(wrong).isEmpty();
      assertThat(first.failures).isEmpty();
      assertThat(second.failures).isEmpty();
      assertThat(second.server.size()).isGreaterThanOrEqualTo(next.get() - SENDERS);
      assertThat(Duration.ofNanos(longest.get())).isLessThan(Duration.ofSeconds(8));
    }
  }

  private void closeOnceSucceeded(Running running) {
    try {
      assertThat(running.succeeded.await(60, TimeUnit.SECONDS)).isTrue();
      running.close();
    } catch (IOException | InterruptedException e) {
      wrong.add(e.toString());
    }
  }

  private Thread sender(int number) {
    return Thread.ofPlatform()
        .start(() -> {
          while (!stopped.get()) {
            int station = next.getAndIncrement();
            if (station >= STATIONS) {
              return;
            }
            send(station, number % 2 == 0);
          }
        });
  }

  private void send(int station, boolean withTicket) {
    long start = System.nanoTime();
    try {
      byte[] sheet = election.sheet(0, station);
      var address = withTicket ? stations : open;
      try (Wire wire = new Wire(address)) {
        Wire.Reply reply =
            withTicket
                ? wire.post(election.ticket(station), sheet).read()
                : wire.post(sheet).read();
        if (reply.status() != 201) {
          wrong.add("station %d was answered %d".formatted(station, reply.status()));
        }
      }
      Thread.sleep(20);
    } catch (IOException | InterruptedException e) {
      wrong.add("station %d: %s".formatted(station, e));
    }
    longest.accumulateAndGet(System.nanoTime() - start, Math::max);
  }

  private void awaitSent(int records) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (next.get() < records) {
      assertThat(wrong).isEmpty();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(10);
    }
  }

  @Test
  void doesNotTakeOverWithoutBeingTold() throws IOException {
    try (Running first = new Running(election.directory())) {
      assertThatThrownBy(() -> new Running(election.directory()))
          .isInstanceOf(JournalInUseException.class);
      assertThat(first.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(201);
    }
  }

  @Test
  void startsAsUsualWhereNobodyIsToBeRelieved() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (Running alone =
          new Running(election.directory(), ServerSettings.Addresses.local(), takingOver())) {
        assertThat(alone.post(election.sheet(0, i)).status()).isEqualTo(409);
      }
    }
  }
}
