package org.cotejo.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.cotejo.server.gate.Network;

/// A server on free ports of this machine, and what it tells its listener.
final class Running implements AutoCloseable {
  /// Takes this machine for a proxy, behind which many ask in vain.
  static final ServerSettings.FrontSettings BEHIND_A_PROXY =
      new ServerSettings.FrontSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ServerSettings.KernelChoice.NONE,
          Set.of(new Network(Network.keyOf(new byte[] {127, 0, 0, 1}))),
          false);

  final LinkedBlockingQueue<Announcement> bulletins = new LinkedBlockingQueue<>();
  final LinkedBlockingQueue<Exception> failures = new LinkedBlockingQueue<>();
  final CountDownLatch succeeded = new CountDownLatch(1);
  final ElectionServer server;

  Running(ElectionDirectory directory) throws IOException {
    this(directory, ServerSettings.Addresses.local());
  }

  Running(ElectionDirectory directory, ServerSettings.Addresses addresses) throws IOException {
    this(directory, addresses, ServerSettings.FrontSettings.PLAIN);
  }

  Running(
      ElectionDirectory directory,
      ServerSettings.Addresses addresses,
      ServerSettings.FrontSettings front)
      throws IOException {
    var settings =
        new ServerSettings(addresses, Duration.ofSeconds(1), Duration.ofSeconds(1), front);
    server = ElectionServer.start(directory, settings, InstantSource.system(), listener());
  }

  private ElectionServer.Listener listener() {
    return new ElectionServer.Listener() {
      @Override
      public void published(Announcement bulletin) {
        bulletins.add(bulletin);
      }

      @Override
      public void succeeded() {
        succeeded.countDown();
      }

      @Override
      public void failed(Exception cause) {
        failures.add(cause);
      }
    };
  }

  static InetSocketAddress freePort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  Wire dial() throws IOException {
    return new Wire(server.openAddress());
  }

  /// Hands one statement in on a connection of its own.
  Wire.Reply post(byte[] statement) throws IOException {
    try (Wire wire = dial()) {
      return wire.post(statement).read();
    }
  }

  /// A connection to the stations' lane.
  Wire dialStations() throws IOException {
    return new Wire(server.intakeAddress());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
