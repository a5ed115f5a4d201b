package org.cotejo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.MerkleTree;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Statement;
import org.cotejo.publication.Publication;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures how long a bulletin takes: totals, index, findings and every page, written to files.
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = {
      "Seconds to build the whole publication of a night, and the next bulletin after one record"
          + " more.",
      "",
      "Beside them, what hashing and writing the same bytes takes on one core."
    })
final class Publish implements Callable<Integer> {
  /// Records that are signed at once and then forgotten.
  private static final int CHUNK = 50_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--stations",
      paramLabel = "N",
      defaultValue = "13005",
      description = "Polling stations (default ${DEFAULT-VALUE}).")
  private int stations;

  @Option(
      names = "--contests",
      paramLabel = "N",
      defaultValue = "1",
      description = "Contests, each at every station (default ${DEFAULT-VALUE}).")
  private int contests;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "Where it is published meanwhile (default: bench/target).")
  private @Nullable Path directory;

  /// What a bulletin wrote.
  private record Written(double seconds, int files, long bytes) {}

  @Override
  public Integer call() throws IOException {
    if (stations < 1 || contests < 1 || (long) stations * contests < 2) {
      throw new IOException("--stations and --contests make two records at least");
    }
    var lines = new Lines(spec.commandLine().getOut());
    int records = Math.multiplyExact(stations, contests);
    lines.title("publish: %,d stations, %d contests".formatted(stations, contests));
    try (var place = WorkDirectory.make(directory, "publish")) {
      measure(
          Rehearsal.found(place.resolve("election"), stations, contests),
          records,
          place.path(),
          lines);
    }
    return Bench.MEASURED;
  }

  private static void measure(Rehearsal rehearsal, int records, Path place, Lines lines)
      throws IOException {
    var tree = new MerkleTree();
    Map<String, byte[]> emitted = new HashMap<>();
    Path published = place.resolve("public");
    var publication =
        new Publication(
            rehearsal.directory().electionPackage(),
            AuthorityKeys.of(Rehearsal.authority().verificationKey()),
            rehearsal.program(),
            tree::leaf,
            tree::root,
            (path, content) -> {
              write(published.resolve(path), content);
              emitted.put(path, content);
            });
    append(rehearsal.founding(), tree, publication);
    append(
        rehearsal.signed(new PhaseChange(Phase.COUNTING_OPEN), Rehearsal.authority()),
        tree,
        publication);
    long counting = 0;
    for (int from = 0; from < records - 1; from += CHUNK) {
      var signed = rehearsal.records(from, Math.min(records - 1, from + CHUNK));
      long start = System.nanoTime();
      signed.forEach(record -> append(record, tree, publication));
      counting += System.nanoTime() - start;
    }
    lines.line("counting the records", "%.2f s".formatted(counting / 1e9));
    emitted.clear();
    Written whole = bulletin(rehearsal, tree, publication, emitted);
    line(lines, "the whole publication", whole);
    double limit = plainly(emitted, place.resolve("plainly"));
    lines.line(
        "the same bytes, hashed and written",
        "%.2f s, ratio %.2f".formatted(limit, limit / whole.seconds()));
    emitted.clear();
    rehearsal.records(records - 1, records).forEach(record -> append(record, tree, publication));
    line(lines, "after one record more", bulletin(rehearsal, tree, publication, emitted));
    long totals = emitted.keySet().stream().filter(p -> p.startsWith(Publication.TOTALS)).count();
    lines.line("  of these files, totals", "%,d; the others are pages".formatted(totals));
  }

  /// Makes the next bulletin and logs it.
  private static Written bulletin(
      Rehearsal rehearsal, MerkleTree tree, Publication publication, Map<String, byte[]> emitted) {
    long start = System.nanoTime();
    BulletinStatement draft = publication.draft();
    publication.pages(draft);
    double seconds = (System.nanoTime() - start) / 1e9;
    long bytes = emitted.values().stream().mapToLong(content -> content.length).sum();
    var written = new Written(seconds, emitted.size(), bytes);
    append(rehearsal.signed(draft, Rehearsal.operator()), tree, publication);
    return written;
  }

  private static void line(Lines lines, String what, Written written) {
    lines.line(
        what,
        "%.2f s: %,d files, %,.1f MB"
            .formatted(written.seconds(), written.files(), written.bytes() / 1e6));
  }

  private static double plainly(Map<String, byte[]> emitted, Path place) {
    long start = System.nanoTime();
    emitted.forEach((path, content) -> {
      Hash.sha256(content);
      write(place.resolve(path), content);
    });
    return (System.nanoTime() - start) / 1e9;
  }

  private static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(Sign1 envelope, MerkleTree tree, Publication publication) {
    tree.append(envelope.bytes());
    try {
      publication.apply(envelope, Statement.decode(envelope));
    } catch (MalformedException e) {
      throw new IllegalStateException("an entry made here cannot be read", e);
    }
  }
}
