package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.bench.Comparison.Part;
import org.cotejo.bench.Refuser.Way;
import org.cotejo.bench.flood.FloodPlan;
import org.cotejo.bench.flood.FloodPlan.Source;
import org.cotejo.bench.flood.FloodProcess;
import org.cotejo.bench.flood.Manner;
import org.cotejo.bench.flood.Tally;
import org.cotejo.model.NewDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures what it costs to turn somebody away.
@Command(
    name = "gate",
    mixinStandardHelpOptions = true,
    description = {
      "Processor time of the server for each refusal, beside nginx and HAProxy.",
      "",
      "Each server runs on core 0, one and the same load on core 1. The servers take turns, and each"
          + " figure is the median of the rounds, those in brackets. Peers that are missing are named"
          + " with the Debian package that has them.",
      "",
      "With the kernel's help needs root: it makes network namespaces and removes them."
    })
final class Gate implements Callable<Integer> {
  private static final long SEED = 1;
  private static final int NETWORKS = 256;

  private static final String KERNEL_TITLE = "dropped by the kernel, all its work counted";
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final List<String> SERVER_CORE = List.of("-c", "0");
  private static final List<String> LOAD_CORE = List.of("-c", "1");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of each server (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "4",
      description = "Length of a turn (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--connections",
      paramLabel = "K",
      defaultValue = "64",
      description = "Connections of the load at a time (default ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only comparisons whose title has this in it.")
  private String only = "";

  @Override
  public Integer call() throws IOException {
    if (rounds < 1 || seconds < 1 || connections < 1) {
      throw new IOException("--rounds, --seconds and --connections are at least 1");
    }
    var lines = new Lines(spec.commandLine().getOut());
    lines.title(
        "gate: processor time of the server for each refusal, %d rounds of %d s, %d connections"
            .formatted(rounds, seconds, connections));
    Path directory = Files.createTempDirectory("cotejo-gate");
    try (var flood = FloodProcess.start(pinned(LOAD_CORE));
        var servers = Refusers.start(directory, pinned(SERVER_CORE), lines)) {
      // What handshakes need from this process is load too.
      var _ =
          Program.TASKSET.run("-a", "-c", "-p", "1", Long.toString(ProcessHandle.current().pid()));
      var unwanted = new Unwanted(directory, SEED);
      List<Comparison> comparisons = comparisons(unwanted, flood, servers.all());
      for (Comparison comparison : comparisons.stream().filter(this::isAskedFor).toList()) {
        comparison.warmUp();
        for (int round = 0; round < rounds; round++) {
          comparison.round();
        }
        comparison.report(lines);
      }
      withKernel(directory, unwanted.wrongTicketsOnce(), lines);
    } finally {
      NewDirectory.remove(directory);
    }
    return Bench.MEASURED;
  }

  private boolean isAskedFor(Comparison comparison) {
    return comparison.title().contains(only);
  }

  private static List<String> pinned(List<String> core) throws IOException {
    return Program.TASKSET.command(core.toArray(String[]::new));
  }

  private List<Comparison> comparisons(Unwanted unwanted, FloodProcess flood, List<Refuser> servers)
      throws IOException {
    var kept = new Comparison("answered, connections kept");
    var once = new Comparison("answered, one connection each");
    var silent = new Comparison("closed without an answer");
    var byName = new Comparison("TLS, refused by the name in its first message");
    Path keptMessages = unwanted.wrongTickets();
    Path onceMessages = unwanted.wrongTicketsOnce();
    Path hellos = unwanted.hellos();
    var hello = new Hello();
    for (Refuser server : servers) {
      server
          .answering()
          .ifPresent(
              way -> add(kept, server, way, flooding(flood, way, Manner.KEEP, keptMessages)));
      server
          .answering()
          .ifPresent(
              way -> add(once, server, way, flooding(flood, way, Manner.ONCE, onceMessages)));
      server
          .silent()
          .ifPresent(
              way -> add(silent, server, way, flooding(flood, way, Manner.ONCE, onceMessages)));
      server
          .byName()
          .ifPresent(way -> add(byName, server, way, flooding(flood, way, Manner.ONCE, hellos)));
      server
          .handshaking()
          .ifPresent(way ->
              byName.add(
                  way.name(), Part.SCALE, server.process().toHandle(), () -> shake(hello, way)));
    }
    return List.of(kept, once, silent, byName);
  }

  private void withKernel(Path directory, Path messages, Lines lines) throws IOException {
    if (!KERNEL_TITLE.contains(only)) {
      return;
    }
    lines.title(KERNEL_TITLE);
    try (var kernel = new KernelRefusal(directory, messages, connections)) {
      kernel.teach();
      for (int round = 0; round < rounds; round++) {
        kernel.round(Duration.ofSeconds(seconds));
      }
      kernel.report(lines);
    } catch (IOException e) {
      lines.line("not measured", String.valueOf(e.getMessage()));
    }
  }

  private static void add(Comparison to, Refuser server, Way way, Comparison.Load load) {
    to.add(way.name(), server.part(), server.process().toHandle(), load);
  }

  private Comparison.Load flooding(FloodProcess flood, Way way, Manner manner, Path messages) {
    var plan =
        new FloodPlan(
            way.address(),
            manner,
            messages,
            connections,
            Source.loopback(1, 0, NETWORKS),
            Duration.ofSeconds(seconds),
            PATIENCE);
    return () -> {
      Tally tally = flood.run(plan);
      return tally.refused() + tally.closed();
    };
  }

  private long shake(Hello hello, Way way) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
    long shaken = 0;
    while (System.nanoTime() - end < 0) {
      hello.shake(way.address(), "any." + Certificate.BASE);
      shaken++;
    }
    return shaken;
  }
}
