package org.cotejo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Answer;
import org.cotejo.log.Journal;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Sequencer;
import org.cotejo.log.TlogProof;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures the log alone: no HTTP, no statements, no signatures but the log's own.
@Command(
    name = "append",
    mixinStandardHelpOptions = true,
    description = {
      "Entries a second that the log makes durable and answers with a receipt.",
      "",
      "One sequencer over one journal; senders wait for their receipts. Held against what the disk"
          + " does if nothing else is done: appends of a full group, each forced."
    })
final class Append implements Callable<Integer> {
  private static final int GROUP = 1024;
  private static final int EVERY = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "500000",
      description = "Entries that are measured (default ${DEFAULT-VALUE}).")
  private int entries;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Entries before them (default ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--bytes",
      paramLabel = "B",
      defaultValue = "500",
      description = "Size of each, 8 to 65535 (default ${DEFAULT-VALUE}).")
  private int bytes;

  @Option(
      names = "--senders",
      paramLabel = "S",
      defaultValue = "2048",
      description = "Entries that wait for their receipts at once (default ${DEFAULT-VALUE}).")
  private int senders;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "Where the journal is meanwhile, on a disk (default: bench/target).")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (entries < 1 || warmUp < 0 || bytes < 8 || bytes > 65_535 || senders < 1 || senders > 8192) {
      throw new IOException("--bytes is 8 to 65535, --senders 1 to 8192");
    }
    var lines = new Lines(spec.commandLine().getOut());
    lines.title("append: %,d entries of %d bytes, %,d senders".formatted(entries, bytes, senders));
    try (var place = WorkDirectory.onDisk(directory, "append")) {
      double limit = GROUP * Disk.forcesPerSecond(place.resolve("limit"), GROUP * (bytes + 2));
      double perSecond = measure(place.resolve("journal"), lines);
      lines.line("the disk alone, groups of " + GROUP, "%,.0f entries/s".formatted(limit));
      lines.line("ratio to the disk alone", "%.2f".formatted(perSecond / limit));
    }
    return Bench.MEASURED;
  }

  private double measure(Path file, Lines lines) throws IOException, InterruptedException {
    var signer =
        new NoteSigner("log.example", SigningKey.fromSeed(Algorithm.ED25519, new byte[32]));
    var failed = new AtomicReference<@Nullable Exception>();
    try (Journal journal = Journal.open(file);
        var sequencer =
            new Sequencer<String, String>(
                journal,
                new MerkleTree(),
                signer,
                (index, entry, about) -> Optional.empty(),
                failed::set)) {
      sequencer.start();
      send(sequencer, 0, warmUp, signer);
      long[] latencies = new long[entries];
      long start = System.nanoTime();
      List<TlogProof> receipts = send(sequencer, warmUp, latencies, signer);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (failed.get() != null || sequencer.size() != warmUp + entries) {
        throw new IOException("the log stopped", failed.get());
      }
      Arrays.sort(latencies);
      lines.line(
          "durable, with receipt",
          "%,.0f entries/s (%.1f s)".formatted(entries / seconds, seconds));
      lines.line(
          "answered in, median and 99 %",
          "%.1f ms, %.1f ms"
              .formatted(latencies[entries / 2] / 1e6, latencies[(int) (entries * 0.99)] / 1e6));
      lines.line("receipts verified afterwards", "%,d".formatted(receipts.size()));
      return entries / seconds;
    }
  }

  private void send(Sequencer<String, String> sequencer, int from, int count, NoteSigner signer)
      throws IOException, InterruptedException {
    var _ = send(sequencer, from, new long[count], signer);
  }

  /// Sends as many entries as there are latencies to be measured.
  private List<TlogProof> send(
      Sequencer<String, String> sequencer, int from, long[] latencies, NoteSigner signer)
      throws IOException, InterruptedException {
    var free = new Semaphore(senders);
    var receipts = new ArrayList<TlogProof>();
    var template = new byte[bytes];
    new Random(from).nextBytes(template);
    for (int n = 0; n < latencies.length; n++) {
      byte[] entry = ByteBuffer.wrap(template.clone()).putLong(0, from + n).array();
      int place = n;
      free.acquire();
      long sent = System.nanoTime();
      boolean taken =
          sequencer.submit(
              entry,
              Merkle.leaf(entry),
              "",
              answer -> {
                latencies[place] = System.nanoTime() - sent;
                if (place % EVERY == 0 && answer instanceof Answer.Accepted<String> accepted) {
                  receipts.add(accepted.receipt());
                }
                free.release();
              });
      if (!taken) {
        throw new IOException("the queue is full");
      }
    }
    free.acquire(senders);
    for (int n = 0; n < receipts.size(); n++) {
      byte[] entry = ByteBuffer.wrap(template.clone()).putLong(0, from + n * EVERY).array();
      try {
        receipts.get(n).verify(Merkle.leaf(entry), "log.example", List.of(signer.verifier()));
      } catch (MalformedException e) {
        throw new IOException("receipt " + n + ": " + e.getMessage(), e);
      }
    }
    return receipts;
  }
}
