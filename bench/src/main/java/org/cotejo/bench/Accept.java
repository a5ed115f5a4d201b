package org.cotejo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.TlogProof;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
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
      "The records are signed beforehand. The server runs in a process of its own with its usual"
          + " settings, publishing meanwhile; the senders share the machine with it."
    })
final class Accept implements Callable<Integer> {
  private static final int FSYNC_BYTES = 16 * 1024;
  private static final Pattern ADDRESS = Pattern.compile("http://\\S+/statements");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--stations",
      paramLabel = "N",
      defaultValue = "8000",
      description = "Polling stations, each with its key (default ${DEFAULT-VALUE}).")
  private int stations;

  @Option(
      names = "--contests",
      paramLabel = "C",
      defaultValue = "10",
      description = "Records each of them sends (default ${DEFAULT-VALUE}).")
  private int contests;

  @Option(
      names = "--warm-up",
      paramLabel = "R",
      defaultValue = "20000",
      description = "The first of them are not measured (default ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--connections",
      paramLabel = "K",
      defaultValue = "64",
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
    int measured = Math.multiplyExact(stations, contests) - warmUp;
    if (stations < 1 || contests < 1 || warmUp < 1 || connections < 1 || measured < 1) {
      throw new IOException("--warm-up is at least 1 and less than stations times contests");
    }
    var lines = new Lines(spec.commandLine().getOut());
    lines.title(
        "accept: %,d records of %,d stations over HTTP, %d connections"
            .formatted(measured, stations, connections));
    Path parent = directory == null ? Child.checkout().resolve("bench/target") : directory;
    Files.createDirectories(parent);
    Disk.refuseMemory(parent);
    Peers peers = Peers.measure(lines);
    Path night = Files.createTempDirectory(parent, "accept");
    try {
      lines.line(
          "disk",
          "%,.0f fsyncs/s, each of 16 KiB"
              .formatted(Disk.forcesPerSecond(night.resolve("fsync"), FSYNC_BYTES)));
      Rehearsal rehearsal = Rehearsal.found(night.resolve("election"), stations, contests);
      List<byte[]> records =
          rehearsal.records(0, rehearsal.records()).stream().map(Sign1::bytes).toList();
      double perSecond = measure(rehearsal, records, lines);
      Bench.compare(lines, perSecond, peers);
    } finally {
      NewDirectory.remove(night);
    }
    return Bench.MEASURED;
  }

  private double measure(Rehearsal rehearsal, List<byte[]> records, Lines lines)
      throws IOException, InterruptedException {
    try (var server =
            Child.piped(
                "serve",
                "--dir",
                rehearsal.directory().root().toString(),
                "--intake",
                "127.0.0.1:0",
                "--site",
                "127.0.0.1:0");
        var senders = new Senders(address(server), connections)) {
      var open = new PhaseChange(Phase.COUNTING_OPEN);
      var _ = senders.send(List.of(rehearsal.signed(open, Rehearsal.authority()).bytes()));
      var _ = senders.send(records.subList(0, warmUp));
      Duration before = server.usage().processor();
      List<byte[]> rest = records.subList(warmUp, records.size());
      Senders.Outcome outcome = senders.send(rest);
      Usage after = server.usage();
      check(outcome.receipts(), rest);
      double seconds = outcome.nanos() / 1e9;
      lines.line(
          "accepted and durable",
          "%,.0f records/s (%.1f s)".formatted(rest.size() / seconds, seconds));
      lines.line(
          "answered in, median and 99 %",
          "%.1f ms, %.1f ms"
              .formatted(outcome.latencies().millis(0.5), outcome.latencies().millis(0.99)));
      lines.line(
          "processor time",
          "%.1f s the server, %.1f s the senders"
              .formatted(
                  VerifyNight.seconds(after.processor().minus(before)),
                  outcome.processorNanos() / 1e9));
      lines.line("server, peak of resident memory", after.peakText());
      lines.line("receipts verified afterwards", "%,d".formatted(outcome.receipts().size()));
      return rest.size() / seconds;
    }
  }

  private static InetSocketAddress address(Child server) throws IOException {
    BufferedReader output = server.process().inputReader(StandardCharsets.UTF_8);
    URI address =
        output
            .lines()
            .flatMap(line -> ADDRESS.matcher(line).results())
            .map(found -> URI.create(found.group()))
            .findFirst()
            .orElseThrow(() -> new IOException("the server does not start"));
    Thread.ofVirtual().start(() -> drain(output));
    return new InetSocketAddress(address.getHost(), address.getPort());
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
