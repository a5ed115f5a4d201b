package org.cotejo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.TlogProof;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures how fast `cotejo serve` takes records in.
@Command(
    name = "accept",
    mixinStandardHelpOptions = true,
    description = {
      "Records a second that `cotejo serve` accepts, each durable before it is answered.",
      "",
      "The records are signed beforehand, few by each key. The server runs in a process of its own"
          + " with its usual settings, publishing meanwhile, on one core; the senders on the others."
          + " Then once more with the signatures of BouncyCastle."
    })
final class Accept implements Callable<Integer> {
  private static final int FSYNC_BYTES = 16 * 1024;

  /// As long as keys are looked at after the start, for at most a minute.
  private static final int LOOKS = 120;

  private static final Duration LOOK = Duration.ofMillis(500);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--stations",
      paramLabel = "N",
      defaultValue = "60000",
      description = "Polling stations, each with its key (default ${DEFAULT-VALUE}).")
  private int stations;

  @Option(
      names = "--contests",
      paramLabel = "C",
      defaultValue = "3",
      description = "Records each of them sends (default ${DEFAULT-VALUE}).")
  private int contests;

  @Option(
      names = "--warm-up",
      paramLabel = "R",
      defaultValue = "100000",
      description =
          "The first of them are not measured: until then a core is shared with the compiler"
              + " (default ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--profiled",
      paramLabel = "R",
      defaultValue = "20000",
      description = "The last of them tell what the time goes into (default ${DEFAULT-VALUE}).")
  private int profiled;

  @Option(
      names = "--connections",
      paramLabel = "K",
      defaultValue = "256",
      description = "Connections kept open (default ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description =
          "Where the server keeps its files meanwhile, on a disk (default: bench/target).")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    int measured = Math.multiplyExact(stations, contests) - warmUp - profiled;
    if (stations < 1 || warmUp < 1 || profiled < 1 || connections < 1 || measured < 1) {
      throw new IOException("--warm-up and --profiled are at least 1 and leave some to measure");
    }
    var lines = new Lines(spec.commandLine().getOut());
    lines.title(
        "accept: %,d records of %,d stations over HTTP, %d connections"
            .formatted(measured, stations, connections));
    try (var night = WorkDirectory.onDisk(directory, "accept")) {
      Peers peers = Peers.measure(lines);
      Bench.tell(lines, peers);
      Cores cores = Cores.divided();
      lines.line("processors", cores.text());
      lines.line(
          "disk",
          "%,.0f fsyncs/s, each of 16 KiB"
              .formatted(Disk.forcesPerSecond(night.resolve("fsync"), FSYNC_BYTES)));
      run("the provider in use", "", night.resolve("election"), cores, peers, lines);
      run("BouncyCastle", "-Dcotejo.signatures=bc", night.resolve("bc"), cores, peers, lines);
    }
    return Bench.MEASURED;
  }

  private void run(
      String provider, String javaOptions, Path place, Cores cores, Peers peers, Lines lines)
      throws IOException, InterruptedException {
    lines.title("with " + provider);
    Rehearsal rehearsal = Rehearsal.found(place, stations, contests);
    List<byte[]> records =
        rehearsal.records(0, rehearsal.records()).stream().map(Sign1::bytes).toList();
    List<byte[]> requests = rehearsal.requests(0, rehearsal.records());
    List<InetSocketAddress> ports = Ports.free(4);
    try (var server =
            Child.piped(
                cores,
                javaOptions,
                "serve",
                "--dir",
                rehearsal.directory().root().toString(),
                "--intake",
                Ports.text(ports.get(0)),
                "--open",
                Ports.text(ports.get(1)),
                "--operators",
                Ports.text(ports.get(2)),
                "--site",
                Ports.text(ports.get(3)));
        var senders = senders(server, ports, connections)) {
      cores.takeLoad();
      rehearsal.open(ports.get(1));
      awaitRest(server);
      var _ = senders.send(requests.subList(0, warmUp));
      int end = records.size() - profiled;
      measure(
          server,
          senders,
          requests.subList(warmUp, end),
          records.subList(warmUp, end),
          peers,
          lines);
      profile(
          server, senders, requests.subList(end, records.size()), place.resolve("samples"), lines);
    }
  }

  private static void measure(
      Child server,
      Senders senders,
      List<byte[]> requests,
      List<byte[]> records,
      Peers peers,
      Lines lines)
      throws IOException {
    Duration before = server.usage().processor();
    Senders.Outcome outcome = senders.send(requests);
    Usage after = server.usage();
    check(outcome.receipts(), records);
    double seconds = outcome.nanos() / 1e9;
    double perSecond = records.size() / seconds;
    double micros = after.processor().minus(before).toNanos() / 1e3 / records.size();
    lines.line("accepted and durable", "%,.0f records/s (%.1f s)".formatted(perSecond, seconds));
    lines.line(
        "answered in, median and 99 %",
        "%.1f ms, %.1f ms"
            .formatted(outcome.latencies().millis(0.5), outcome.latencies().millis(0.99)));
    lines.line(
        "processor time of a record",
        "%.1f µs the server, %.1f µs the senders"
            .formatted(micros, outcome.processorNanos() / 1e3 / records.size()));
    double limit = peers.limit().perSecond();
    lines.line(
        "ratio to " + peers.limit().name() + ", one core",
        "%.2f by the clock, %.2f by processor time"
            .formatted(perSecond / limit, 1e6 / micros / limit));
    lines.line("server, peak of resident memory", after.peakText());
    lines.line("receipts verified afterwards", "%,d".formatted(outcome.receipts().size()));
  }

  private static void profile(
      Child server, Senders senders, List<byte[]> records, Path file, Lines lines)
      throws IOException, InterruptedException {
    try {
      Profile profile = Profile.start(server.process().pid());
      var _ = senders.send(records);
      Optional<Map<Step, Double>> shares = profile.stop(file);
      if (shares.isEmpty()) {
        lines.line("what it goes into", "not measured: this Java takes no samples here");
      }
      shares.ifPresent(found ->
          found.forEach(
              (step, share) -> lines.line(step.label(), "%5.1f %%".formatted(100 * share))));
    } catch (IOException e) {
      lines.line("what it goes into", "not measured: " + e.getMessage());
    }
  }

  /// Waits while the server still has work from its start.
  private static void awaitRest(Child server) throws InterruptedException {
    Duration before = server.usage().processor();
    for (int look = 0; look < LOOKS; look++) {
      Thread.sleep(LOOK);
      Duration now = server.usage().processor();
      if (now.minus(before).multipliedBy(5).compareTo(LOOK) < 0) {
        return;
      }
      before = now;
    }
  }

  private static Senders senders(Child server, List<InetSocketAddress> ports, int connections)
      throws IOException {
    BufferedReader output = server.process().inputReader(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(() -> drain(output));
    Ports.await(server.process(), ports.get(3));
    return new Senders(ports.get(0), connections);
  }

  /// What the server prints is in nobody's way.
  private static void drain(BufferedReader output) {
    try {
      output.lines().forEach(ignored -> {});
    } catch (UncheckedIOException e) {
      // It is closed with the server.
      return;
    }
  }

  private static void check(List<Senders.Receipt> receipts, List<byte[]> records)
      throws IOException {
    NoteVerifier log = new NoteSigner(Rehearsal.ORIGIN, Rehearsal.log()).verifier();
    for (Senders.Receipt receipt : receipts) {
      try {
        byte[] text = receipt.text().getBytes(StandardCharsets.UTF_8);
        TlogProof.parse(text)
            .verify(Merkle.leaf(records.get(receipt.record())), log.name(), List.of(log));
      } catch (MalformedException e) {
        throw new IOException("the receipt of record " + receipt.record() + ": " + e.getMessage());
      }
    }
  }
}
