package org.cotejo.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.model.ElectionId;
import org.cotejo.server.gate.Door;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Limits;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.NetworkLimits;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.gate.TicketSecrets;
import org.cotejo.server.gate.UserlandOnly;
import org.cotejo.server.gate.Visitor;
import org.cotejo.server.telemetry.Lane;
import org.cotejo.server.telemetry.LaneCounters;
import org.cotejo.server.telemetry.Telemetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortableDoorTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 4000);
  private static final long NETWORK = Network.keyOf(PEER.getAddress().getAddress());
  private static final ElectionId ELECTION = ElectionId.of("an election".getBytes(US_ASCII));
  private static final KeyId DEVICE = KeyId.of(Hash.sha256("device".getBytes(US_ASCII)).bytes());

  private final TicketSecrets secrets = TicketSecrets.create(ELECTION, new SecureRandom());
  private final Networks networks =
      new Networks(NetworkLimits.STANDARD, 10, new UserlandOnly("a test"), System::nanoTime, 1);
  private final List<Visitor> admitted = new ArrayList<>();
  private Telemetry telemetry;
  private final EmbeddedChannel channel =
      new EmbeddedChannel() {
        @Override
        protected SocketAddress remoteAddress0() {
          return PEER;
        }
      };
  private boolean hasRoom = true;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    telemetry =
        Telemetry.open(
            new Telemetry.Settings(directory, Long::toString, Optional.empty(), 1),
            InstantSource.system());
  }

  @AfterEach
  void close() throws Exception {
    channel.finishAndReleaseAll();
    telemetry.close();
  }

  private void connect() {
    LaneCounters counters = telemetry.lane(Lane.STATIONS);
    var rates = new Rates(System::nanoTime, () -> Limits.STANDARD, networks, 1);
    var rules =
        new Door.Rules(
            new AtomicReference<>(secrets), () -> Limits.STANDARD, networks, rates, false, 1);
    channel.freezeTime();
    channel
        .pipeline()
        .addLast(new PortableDoor(rules, StationIntake.words(), counters, this::admit));
    channel.pipeline().fireChannelActive();
  }

  private boolean admit(Channel entering, Visitor visitor, Rates.Paid paid, boolean isTls) {
    assertThat(entering).isSameAs(channel);
    assertThat(paid).isNotEqualTo(Rates.Paid.NOTHING);
    assertThat(isTls).isFalse();
    if (hasRoom) {
      admitted.add(visitor);
    }
    return hasRoom;
  }

  private void send(String bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes, ISO_8859_1));
  }

  private String request() {
    return "POST /" + secrets.issue(DEVICE, 1) + "/statements HTTP/1.1\r\n\r\n";
  }

  private String answer() {
    ByteBuf answer = channel.readOutbound();
    if (answer == null) {
      return "nothing";
    }
    String text = answer.toString(ISO_8859_1);
    answer.release();
    return text.substring(0, text.indexOf("\r\n"));
  }

  @Test
  void letsInWhoShowsATicketAndPassesOnWhatWasReadToMakeSure() {
    connect();
    send(request().substring(0, 20));
    assertThat(admitted).isEmpty();
    send(request().substring(20));
    assertThat(admitted)
        .extracting(Visitor::device, Visitor::network)
        .containsExactly(tuple(DEVICE.bits(), NETWORK));
    ByteBuf passedOn = channel.readInbound();
    assertThat(passedOn.toString(ISO_8859_1)).isEqualTo(request());
    passedOn.release();
    assertThat(channel.pipeline().get(PortableDoor.class)).isNull();
    channel.advanceTimeBy(1, TimeUnit.DAYS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void tellsWhoShowsNoneAndEndsTheConnection() {
    connect();
    send("GET / HTTP/1.1\r\n\r\n");
    assertThat(answer()).isEqualTo("HTTP/1.1 403 Forbidden");
    assertThat(channel.isOpen()).isFalse();
    assertThat(admitted).isEmpty();
  }

  @Test
  void tellsWhoShowsATicketOfAnotherIntake() {
    TicketSecrets others = TicketSecrets.create(ELECTION, new SecureRandom());
    connect();
    send("POST /" + others.issue(DEVICE, 1) + "/statements HTTP/1.1\r\n\r\n");
    assertThat(answer()).isEqualTo("HTTP/1.1 403 Forbidden");
    assertThat(channel.isOpen()).isFalse();
    assertThat(admitted).isEmpty();
  }

  @Test
  void hearsNobodyOutWhoNeverComesToTheTicket() {
    connect();
    send("POST /" + "\0".repeat(10_000));
    assertThat(answer()).startsWith("HTTP/1.1 40");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void hangsUpOnWhoSaysNothingInTime() {
    connect();
    int seconds = Limits.STANDARD.of(Limit.FIRST_BYTES_SECONDS);
    channel.advanceTimeBy(seconds * 1000L - 1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(answer()).isEqualTo("nothing");
  }

  @Test
  void hangsUpOnNetworksThatAreRefused() {
    for (int i = 0; i < 2 * NetworkLimits.STANDARD.failures(); i++) {
      networks.failed(NETWORK);
    }
    connect();
    assertThat(channel.isOpen()).isFalse();
    assertThat(answer()).isEqualTo("nothing");
  }

  @Test
  void asksToComeAgainWhenThereIsNoRoom() {
    hasRoom = false;
    connect();
    send(request());
    assertThat(answer()).isEqualTo("HTTP/1.1 503 Service Unavailable");
    assertThat(channel.isOpen()).isFalse();
  }
}
