package org.cotejo.server;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Priority;
import org.cotejo.log.Sequencer;
import org.cotejo.model.ElectionId;
import org.cotejo.server.gate.Door;
import org.cotejo.server.gate.KernelSet;
import org.cotejo.server.gate.ListeningSocket;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.telemetry.Lane;
import org.cotejo.server.telemetry.OpenTelemetry;
import org.cotejo.server.telemetry.Telemetry;

/// Everything between the network and the sequencer: the lanes, what they share, and what is
/// counted there. It listens before the journal is open, so that a restart makes requests wait and
/// none fail.
final class FrontDoor implements AutoCloseable {
  /// How long the kernel keeps a connection back on which nothing arrives.
  private static final int DEFER_SECONDS = 4;

  private static final Duration PUSH_EVERY = Duration.ofSeconds(10);

  private final ArrayDeque<Closeable> opened = new ArrayDeque<>();
  private final Reception reception = new Reception();
  private final HotSettings settings;
  private final Telemetry telemetry;
  private final Networks networks;
  private final KernelSet kernel;
  private final StationIntake stations;
  private final OpenIntake open;
  private final Optional<Handover.Listeners> listeners;
  private boolean closed;

  /// @param devices how many are enrolled, about
  /// @param inherited the sockets of a server that runs and will end
  /// @throws IOException if a file or an address cannot be used
  FrontDoor(
      ElectionDirectory directory,
      ElectionId election,
      int devices,
      ServerSettings asked,
      Optional<Handover.Listeners> inherited,
      InstantSource clock,
      ElectionServer.Listener told)
      throws IOException {
    try {
      settings = keep(new HotSettings(directory, election, asked.front().spared(), told::noticed));
      long seed = new SecureRandom().nextLong();
      telemetry =
          keep(
              Telemetry.open(
                  new Telemetry.Settings(
                      directory.telemetry(),
                      key -> new Network(key).toString(),
                      asked.front().countries(),
                      seed),
                  clock));
      listeners = inherited.isPresent() ? inherited : listen(asked);
      kernel = asked.front().kernel().open(ports(asked.addresses()));
      opened.push(kernel::close);
      networks = new Networks(settings.networkLimits(), devices, kernel, System::nanoTime, seed);
      var rates = new Rates(System::nanoTime, settings::limits, networks, seed);
      Optional<SslContext> tls =
          asked.front().tls().isPresent()
              ? Optional.of(context(asked.front().tls().get()))
              : Optional.empty();
      stations =
          keep(
              new StationIntake(
                  listeners.map(Handover.Listeners::stations),
                  asked.addresses().intake(),
                  reception,
                  new Door.Rules(
                      settings.secrets(), settings::limits, networks, rates, tls.isPresent(), seed),
                  tls,
                  telemetry.lane(Lane.STATIONS),
                  problem -> told.failed(new IllegalStateException("the door ended", problem))));
      open =
          keep(
              new OpenIntake(
                  listeners.map(Handover.Listeners::open),
                  asked.addresses().open(),
                  reception,
                  rates,
                  networks,
                  settings::limits,
                  telemetry.lane(Lane.OPEN)));
      settings.start(networks::limit);
      gauges();
      telemetry.start();
      if (asked.front().otlp().isPresent()) {
        keep(new OpenTelemetry(telemetry, asked.front().otlp().get(), PUSH_EVERY)).start();
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(() -> closeQuietly(part));
    return part;
  }

  private static void closeQuietly(AutoCloseable part) throws IOException {
    try {
      part.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /// The ports that networks are kept from: those in use, where they are known by now.
  private SortedSet<Integer> ports(ServerSettings.Addresses asked) {
    return Stream.of(
            listeners.map(l -> l.stations().address()).orElse(asked.intake()),
            listeners.map(l -> l.open().address()).orElse(asked.open()))
        .map(InetSocketAddress::getPort)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SslContext context(ServerSettings.Tls tls) throws IOException {
    try {
      return SslContextBuilder.forServer(tls.certificate().toFile(), tls.key().toFile()).build();
    } catch (IllegalArgumentException e) {
      throw new IOException(
          "%s and %s are not a certificate and its key in PEM: %s"
              .formatted(tls.certificate(), tls.key(), e.getMessage()),
          e);
    }
  }

  private static Optional<Handover.Listeners> listen(ServerSettings asked) throws IOException {
    if (!ListeningSocket.isPossible()) {
      return Optional.empty();
    }
    ListeningSocket stations = listen(asked.addresses().intake(), DEFER_SECONDS);
    try {
      return Optional.of(new Handover.Listeners(stations, listen(asked.addresses().open(), 0)));
    } catch (IOException e) {
      stations.close();
      throw e;
    }
  }

  private static ListeningSocket listen(InetSocketAddress address, int deferSeconds)
      throws IOException {
    try {
      return ListeningSocket.open(address, deferSeconds);
    } catch (IOException e) {
      throw Listening.failed(address, e);
    }
  }

  private void gauges() {
    telemetry.gauge("connections_stations", stations::connections);
    telemetry.gauge("connections_held", stations::held);
    telemetry.gauge("connections_open", open::connections);
  }

  /// From now on statements are taken; those that came before have waited.
  void open(RegisterAdmission admission, Sequencer<Submission, Refusal> sequencer, NoteSigner log) {
    reception.open(admission, sequencer, log);
    telemetry.gauge("queue_first", () -> sequencer.waiting(Priority.FIRST));
    telemetry.gauge("queue_last", () -> sequencer.waiting(Priority.LAST));
  }

  InetSocketAddress stationsAddress() {
    return stations.address();
  }

  InetSocketAddress openAddress() {
    return open.address();
  }

  Reception reception() {
    return reception;
  }

  Telemetry telemetry() {
    return telemetry;
  }

  Networks networks() {
    return networks;
  }

  HotSettings settings() {
    return settings;
  }

  /// Why the kernel does not help to refuse networks, if it was asked to and does not.
  Optional<String> kernelProblem() {
    return kernel.problem();
  }

  /// Waits for a successor.
  ///
  /// @param given told once it has the sockets
  Optional<Handover> awaitSuccessor(Path path, Runnable given) throws IOException {
    return listeners.isPresent() && Handover.isPossible(path)
        ? Optional.of(new Handover(path, listeners.get(), given))
        : Optional.empty();
  }

  /// Stops listening, lets answers under way be sent, and ends. A second call does nothing.
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
