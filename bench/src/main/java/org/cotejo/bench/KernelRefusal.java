package org.cotejo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.cotejo.bench.flood.FloodPlan;
import org.cotejo.bench.flood.FloodPlan.Source;
import org.cotejo.bench.flood.FloodProcess;
import org.cotejo.bench.flood.Manner;
import org.cotejo.bench.flood.Tally;

/// What it costs to drop an attempt to connect in the kernel, once our server has put the network
/// it comes from into the kernel's set. All that core 0 does counts, the kernel's own work
/// included, but for what it does when nobody comes.
final class KernelRefusal implements AutoCloseable {
  private static final double TARGET = 0.1;
  private static final double QUIET = 0.1;
  private static final int SERVER_CORE = 0;
  private static final int LOAD_CORE = 1;
  private static final int PEER_PORT = 8710;
  private static final int STATIONS = 10;
  private static final int LESSONS = 20;
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int NETWORKS = 64;
  private static final Duration TEACHING = Duration.ofSeconds(4);
  private static final Map<String, Integer> QUICK_TO_LEARN =
      Map.of("failuresPerNetwork", 5, "refusedSeconds", 3600);

  private final Namespaces ground;
  private final Process server;
  private final FloodProcess flood;
  private final Served.Addresses addresses;
  private final Path messages;
  private final int connections;
  private final Optional<Process> peer;

  /// Largest share of core 0 that was used when nobody came.
  private double elsewhere;

  private final List<Double> ours = new ArrayList<>();
  private final List<Double> peers = new ArrayList<>();

  /// @param directory for the server and its election
  /// @throws IOException if namespaces are not permitted or the kernel has no nftables
  KernelRefusal(Path directory, Path messages, int connections) throws IOException {
    this.messages = messages;
    this.connections = connections;
    this.ground = new Namespaces();
    this.addresses = ground.addresses();
    try {
      ground.steerFlood(SERVER_CORE, LOAD_CORE);
      Rehearsal rehearsal = Rehearsal.found(directory.resolve("kernel"), STATIONS, 1);
      Served.limit(rehearsal.directory(), QUICK_TO_LEARN);
      List<String> atServer = on(SERVER_CORE, ground.atServer());
      server =
          Served.launch(
              rehearsal.directory(),
              addresses,
              atServer,
              List.of("--kernel", "nft"),
              directory.resolve("kernel.out"));
      peer =
          Program.HAPROXY.isInstalled()
              ? Optional.of(Haproxy.rejecting(directory, peerAddress(), atServer))
              : Optional.empty();
      flood = FloodProcess.start(on(LOAD_CORE, ground.inHostile()));
    } catch (IOException e) {
      ground.close();
      throw e;
    }
  }

  private InetSocketAddress peerAddress() {
    return new InetSocketAddress(addresses.intake().getAddress(), PEER_PORT);
  }

  private static List<String> on(int core, List<String> where) throws IOException {
    List<String> command = new ArrayList<>(where);
    command.addAll(Program.TASKSET.command("-c", Integer.toString(core)));
    return command;
  }

  /// Misbehaves until the kernel drops what comes.
  void teach() throws IOException {
    FloodPlan lesson = plan(addresses.intake(), Manner.ONCE, TEACHING, PATIENCE);
    for (int i = 0; i < LESSONS; i++) {
      Tally tally = flood.run(lesson);
      if (tally.connected() == 0 && tally.unanswered() > 0) {
        return;
      }
    }
    throw new IOException("the kernel does not drop what comes from networks that failed");
  }

  void round(Duration length) throws IOException {
    if (peer.isPresent()) {
      FloodPlan plan = plan(peerAddress(), Manner.ONCE, length, PATIENCE);
      peers.add(micros(plan, Tally::closed));
    }
    ours.add(
        micros(
            plan(addresses.intake(), Manner.KNOCK, length, Duration.ZERO),
            tally -> tally.connected() == 0 ? tally.attempts() : 0));
  }

  /// Processor time for each refusal.
  private double micros(FloodPlan plan, ToLongFunction<Tally> refusals) throws IOException {
    double idle = busyNanosPerSecond(plan.length());
    elsewhere = Math.max(elsewhere, idle / 1e9);
    long before = busyNanos();
    Tally tally = flood.run(plan);
    double busy = busyNanos() - before - idle * tally.nanos() / 1e9;
    if (refusals.applyAsLong(tally) == 0) {
      throw new IOException("nobody was refused as it should be: " + tally);
    }
    return busy / 1e3 / refusals.applyAsLong(tally);
  }

  void report(Lines lines) {
    if (elsewhere > QUIET) {
      lines.line(
          "not to be relied on",
          "other processes used up to %.0f %% of core 0".formatted(100 * elsewhere));
    }
    peer.ifPresent(there ->
        lines.line("HAProxy, tcp-request connection reject", "%8.2f µs".formatted(median(peers))));
    lines.line("cotejo, with nftables", "%8.2f µs".formatted(median(ours)));
    if (peer.isPresent()) {
      lines.line("", Comparison.verdict(median(ours) / median(peers), TARGET));
    } else {
      lines.title("  " + Program.HAPROXY.missing());
    }
  }

  private static double median(List<Double> micros) {
    return micros.stream().sorted().toList().get(micros.size() / 2);
  }

  private FloodPlan plan(
      InetSocketAddress target, Manner manner, Duration length, Duration patience) {
    return new FloodPlan(
        target,
        manner,
        messages,
        connections,
        Source.of(ground.hostile().first().getHostAddress(), NETWORKS),
        length,
        patience);
  }

  private static double busyNanosPerSecond(Duration length) throws IOException {
    long before = busyNanos();
    long start = System.nanoTime();
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return (busyNanos() - before) * 1e9 / (System.nanoTime() - start);
  }

  /// What core 0 has done so far, by how long it has been idle.
  private static long busyNanos() throws IOException {
    String core =
        Files.readAllLines(Path.of("/proc/stat")).stream()
            .filter(line -> line.startsWith("cpu0 "))
            .findFirst()
            .orElseThrow(() -> new IOException("/proc/stat does not tell of core 0"));
    String[] ticks = core.split(" ", -1);
    // user, nice, system, then idle and waiting for disks, then interrupts.
    long idle = Long.parseLong(ticks[4]) + Long.parseLong(ticks[5]);
    return System.nanoTime() - idle * 10_000_000;
  }

  @Override
  public void close() throws IOException {
    flood.close();
    peer.ifPresent(Process::destroy);
    server.destroy();
    try {
      server.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ground.close();
  }
}
