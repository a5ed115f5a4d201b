package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotejo.bench.flood.FloodPlan;
import org.cotejo.bench.flood.FloodPlan.Source;
import org.cotejo.bench.flood.FloodProcess;
import org.cotejo.bench.flood.Manner;
import org.cotejo.bench.flood.Tally;

/// What it costs to drop an attempt to connect in the kernel, once our server has put the network
/// it comes from into the kernel's set. All that core 0 does counts, the kernel's own work
/// included, but for what it does when nobody comes.
final class KernelRefusal implements AutoCloseable {
  private static final int STATIONS = 10;
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

  /// @param directory for the server and its election
  /// @throws IOException if namespaces are not permitted or the kernel has no nftables
  KernelRefusal(Path directory, Path messages, int connections) throws IOException {
    this.messages = messages;
    this.connections = connections;
    this.ground = new Namespaces();
    this.addresses = ground.addresses();
    try {
      ground.steerFloodTo(0);
      Rehearsal rehearsal = Rehearsal.found(directory.resolve("kernel"), STATIONS, 1);
      Served.limit(rehearsal.directory(), QUICK_TO_LEARN);
      server =
          Served.launch(
              rehearsal.directory(),
              addresses,
              on(0, ground.atServer()),
              List.of("--kernel", "nft"),
              directory.resolve("kernel.out"));
      flood = FloodProcess.start(on(1, ground.inHostile()));
    } catch (IOException e) {
      ground.close();
      throw e;
    }
  }

  private static List<String> on(int core, List<String> where) throws IOException {
    List<String> command = new ArrayList<>(where);
    command.addAll(Program.TASKSET.command("-c", Integer.toString(core)));
    return command;
  }

  /// Misbehaves until the kernel drops what comes.
  void teach() throws IOException {
    for (int i = 0; i < 20; i++) {
      Tally tally = flood.run(plan(Manner.ONCE, TEACHING, Duration.ofMillis(500)));
      if (tally.connected() == 0 && tally.unanswered() > 0) {
        return;
      }
    }
    throw new IOException("the kernel does not drop what comes from networks that failed");
  }

  /// @return microseconds of processor time for each attempt, the median of the rounds
  double measure(int rounds, Duration length) throws IOException {
    double[] micros = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      double idle = busyNanosPerSecond(length);
      long before = busyNanos();
      Tally tally = flood.run(plan(Manner.KNOCK, length, Duration.ZERO));
      double busy = busyNanos() - before - idle * tally.nanos() / 1e9;
      if (tally.connected() > 0) {
        throw new IOException("the kernel let %,d connect".formatted(tally.connected()));
      }
      micros[round] = busy / 1e3 / tally.attempts();
    }
    Arrays.sort(micros);
    return micros[rounds / 2];
  }

  private FloodPlan plan(Manner manner, Duration length, Duration patience) {
    return new FloodPlan(
        addresses.intake(),
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
    server.destroy();
    try {
      server.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ground.close();
  }
}
