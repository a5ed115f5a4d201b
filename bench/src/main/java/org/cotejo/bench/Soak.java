package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.cotejo.bench.Graph.Curve;
import org.cotejo.bench.Graph.Panel;
import org.cotejo.bench.flood.FloodProcess;
import org.cotejo.bench.flood.Tally;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Measures whether a server that is flooded for long holds more and more.
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = {
      "Memory and descriptors of the server, once a second, through a flood of all kinds at once.",
      "",
      "Beside it 200 honest records a second. Flat is what grows by at most 5 %% of its mean from the"
          + " second minute to the end. The figures are in bench/target/soak.csv, and drawn in"
          + " bench/target/soak.svg."
    })
final class Soak implements Callable<Integer> {
  private static final long SEED = 5;
  private static final int STATIONS = 4000;
  private static final int WARM_UP = 400;
  private static final int PER_SECOND = 200;
  private static final long MIB = 1 << 20;
  private static final int LIMIT_MIB = 512;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MINUTES",
      defaultValue = "10",
      description = "How long (default ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--connections",
      paramLabel = "K",
      defaultValue = "2000",
      description = "Connections of the flood (default ${DEFAULT-VALUE}).")
  private int connections;

  @Option(names = "--keep", paramLabel = "FILE", description = "Draw the graph here too.")
  private @Nullable Path keep;

  @Override
  public Integer call() throws IOException {
    int seconds = (int) (minutes * 60);
    if (seconds < 1 || connections < Hostile.KINDS) {
      throw new IOException("MINUTES is more than 0, --connections at least " + Hostile.KINDS);
    }
    var lines = new Lines(spec.commandLine().getOut());
    lines.title(
        "soak: %.1f minutes of all floods at once over %,d connections, %d honest records/s"
            .formatted(minutes, connections, PER_SECOND));
    try (var directory = WorkDirectory.onDisk(null, "soak")) {
      int records = WARM_UP + seconds * PER_SECOND;
      Rehearsal rehearsal =
          Rehearsal.found(directory.resolve("election"), STATIONS, records / STATIONS + 1);
      List<String> tls = Served.tls(Certificate.make(directory.path()));
      try (var server = Served.start(rehearsal.directory(), List.of(), tls)) {
        rehearsal.open(server.addresses().open());
        List<Letter> letters = rehearsal.letters(0, records, Honest::address);
        var stations = new Honest(server.addresses().intake(), PER_SECOND);
        List<Letter> warmUp = letters.subList(0, WARM_UP);
        var _ = stations.send(warmUp);
        var unwanted = new Unwanted(directory.path(), SEED);
        List<Hostile> floods = Hostile.all(unwanted, letters, warmUp);
        soak(server, stations, letters.subList(WARM_UP, records), floods, lines);
      }
    }
    return Bench.MEASURED;
  }

  private void soak(
      Served server, Honest stations, List<Letter> letters, List<Hostile> floods, Lines lines)
      throws IOException {
    int seconds = letters.size() / PER_SECOND;
    try (var flood = FloodProcess.start(Cores.last());
        var heap = new Heap(server.process().pid())) {
      List<FloodProcess.Running> running = new ArrayList<>();
      for (Hostile hostile : floods) {
        running.add(
            flood.begin(
                hostile.plan(
                    server.addresses().intake(),
                    hostile.messages(),
                    connections / Hostile.KINDS,
                    running.size(),
                    Duration.ofSeconds(seconds))));
      }
      var honest = new FutureTask<>(() -> stations.send(letters));
      Thread.ofPlatform().daemon().start(honest);
      List<Sample> samples = samples(server, heap, honest);
      Tally tally = Tally.NOTHING;
      for (FloodProcess.Running each : running) {
        tally = tally.plus(each.await());
      }
      lines.line("honest", outcome(honest).text());
      lines.line("beside", tally.text());
      report(samples, lines);
    }
  }

  private static List<Sample> samples(Served server, Heap heap, FutureTask<Honest.Outcome> until)
      throws IOException {
    List<Sample> samples = new ArrayList<>();
    long start = System.nanoTime();
    try {
      while (!until.isDone()) {
        samples.add(Sample.take(samples.size(), server.process().pid(), heap.bytes()));
        long next = start + samples.size() * 1_000_000_000L;
        Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return samples;
  }

  private static Honest.Outcome outcome(FutureTask<Honest.Outcome> honest) throws IOException {
    try {
      return honest.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the stations failed", e);
    }
  }

  private void report(List<Sample> samples, Lines lines) throws IOException {
    // A heap touches all the room it may use in the first minutes; what grows after is a leak.
    List<Sample> settled = samples.subList(samples.size() / 2, samples.size());
    double lasted = settled.size() / 60.0;
    Trend resident = Trend.of(settled, Sample::resident);
    Trend descriptors = Trend.of(settled, Sample::descriptors);
    double most = Trend.of(samples, Sample::resident).most() / MIB;
    lines.line(
        "resident memory",
        "in the second half mean %.0f MiB, %+.2f MiB a minute: %s"
            .formatted(resident.mean() / MIB, resident.perMinute() / MIB, flat(resident, lasted)));
    lines.line(
        "at most",
        "%.0f MiB of %d: %s".formatted(most, LIMIT_MIB, most <= LIMIT_MIB ? "met" : "not met"));
    lines.line(
        "descriptors",
        "mean %,.0f, at most %,.0f, %+.1f a minute: %s"
            .formatted(
                descriptors.mean(),
                descriptors.most(),
                descriptors.perMinute(),
                flat(descriptors, lasted)));
    Path target = Child.checkout().resolve("bench/target");
    Files.write(
        target.resolve("soak.csv"),
        Stream.concat(Stream.of(Sample.header()), samples.stream().map(Sample::csv)).toList());
    String svg =
        graph()
            .svg("%.1f minutes of flood, %,d connections".formatted(minutes, connections), samples);
    Files.writeString(target.resolve("soak.svg"), svg);
    if (keep != null) {
      Files.writeString(keep, svg);
    }
    lines.line("drawn in", target.resolve("soak.svg").toString());
  }

  private static String flat(Trend trend, double lasted) {
    return trend.isFlat(lasted) ? "flat" : "not flat";
  }

  private static Graph graph() {
    return new Graph(
        List.of(
            new Panel(
                "MiB",
                LIMIT_MIB,
                List.of(
                    new Curve("resident", "#1f5fa8", sample -> (double) sample.resident() / MIB),
                    new Curve("heap in use", "#7aa6d6", sample -> (double) sample.heap() / MIB))),
            new Panel(
                "open descriptors", 0, List.of(new Curve("", "#1f5fa8", Sample::descriptors)))));
  }
}
