package org.cotejo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.DiskStorage;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.Journal;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.Tile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures how fast a log is read again: by its own server at a start, and by whoever checks it.
@Command(
    name = "tree",
    mixinStandardHelpOptions = true,
    description = {
      "Seconds to rebuild and check a log of a million entries.",
      "",
      "From the journal, as a server does when it starts; and from the published bundles, comparing"
          + " every tile and the root, as a reader does. One thread each."
    })
final class Rebuild implements Callable<Integer> {
  private static final int BATCH = 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Entries (default ${DEFAULT-VALUE}).")
  private int entries;

  @Option(
      names = "--bytes",
      paramLabel = "B",
      defaultValue = "500",
      description = "Size of each, 8 to 65535 (default ${DEFAULT-VALUE}).")
  private int bytes;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "Where the log is meanwhile (default: bench/target).")
  private @Nullable Path directory;

  @Override
  public Integer call() throws IOException {
    if (entries < 1 || bytes < 8 || bytes > 65_535) {
      throw new IOException("--entries is at least 1, --bytes is 8 to 65535");
    }
    var lines = new Lines(spec.commandLine().getOut());
    lines.title("tree: %,d entries of %d bytes".formatted(entries, bytes));
    try (var place = WorkDirectory.make(directory, "tree")) {
      Hash root = make(place.path());
      for (int run = 1; run <= 3; run++) {
        measure(place.path(), root, run, lines);
      }
    }
    return Bench.MEASURED;
  }

  private Hash make(Path place) throws IOException {
    var random = new Random(1);
    var tree = new MerkleTree();
    var published = new LogDirectory(new DiskStorage(place.resolve("public")));
    var bundle = new ArrayList<byte[]>();
    try (Journal journal = Journal.open(place.resolve("journal"))) {
      var batch = new ArrayList<byte[]>();
      for (int n = 0; n < entries; n++) {
        var entry = new byte[bytes];
        random.nextBytes(entry);
        ByteBuffer.wrap(entry).putLong(0, n);
        tree.append(entry);
        batch.add(entry);
        bundle.add(entry);
        boolean isLast = n + 1 == entries;
        if (batch.size() == BATCH || isLast) {
          journal.append(batch);
          batch.clear();
        }
        if (bundle.size() == LogFile.FULL || isLast) {
          var file = new EntryBundle(n / LogFile.FULL, bundle.size());
          published.write(file.path(), EntryBundle.encode(bundle));
          bundle.clear();
        }
      }
    }
    for (LogFile file : LogFile.of(entries).toList()) {
      if (file instanceof Tile(int level, long n, int width)) {
        published.write(file.path(), tree.tile(level, n, width));
      }
    }
    return tree.root();
  }

  private void measure(Path place, Hash root, int run, Lines lines) throws IOException {
    long before = used();
    long start = System.nanoTime();
    var tree = new MerkleTree();
    try (Journal journal = Journal.open(place.resolve("journal"))) {
      journal.replay((index, entry) -> tree.append(entry));
    }
    expect(tree.root().equals(root), "the journal");
    lines.line("run " + run + ": from the journal", seconds(start));
    long memory = used() - before;
    start = System.nanoTime();
    check(place.resolve("public"), root);
    lines.line("run " + run + ": published, every tile compared", seconds(start));
    if (run == 3) {
      lines.line(
          "memory of the tree with its index",
          "%.1f bytes an entry, %d MiB".formatted((double) memory / entries, memory >> 20));
    }
    expect(tree.size() == entries, "the journal");
  }

  private static String seconds(long start) {
    return "%.2f s".formatted((System.nanoTime() - start) / 1e9);
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private void check(Path published, Hash root) throws IOException {
    var tree = new MerkleTree();
    List<LogFile> files = LogFile.of(entries).toList();
    for (LogFile file : files) {
      byte[] content = Files.readAllBytes(published.resolve(file.path()));
      switch (file) {
        case EntryBundle bundle -> decode(content, bundle.width()).forEach(tree::append);
        case Tile(int level, long n, int width) ->
            expect(Arrays.equals(content, tree.tile(level, n, width)), file.path());
      }
    }
    expect(tree.root().equals(root), "the published entries");
  }

  private static List<byte[]> decode(byte[] content, int width) throws IOException {
    try {
      return EntryBundle.decode(content, width);
    } catch (MalformedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void expect(boolean holds, String what) throws IOException {
    if (!holds) {
      throw new IOException(what + ": not what was written");
    }
  }
}
