package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.cotejo.model.NewDirectory;
import org.cotejo.server.ElectionDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures `cotejo verify` on a published night.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Statements verified a second by `cotejo verify`, from its start to its verdict.",
      "",
      "Publishes a synthetic night once, in bench/target, and keeps it for the next run; of the"
          + " default size it takes 9 GB there. Stations report in a random order, so that every"
          + " bulletin replaces every file of the totals: the most a verifier can have to do."
    })
final class VerifyNight implements Callable<Integer> {
  private static final int LIMIT_SECONDS = 60;
  private static final int LIMIT_MIB = 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--stations",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Polling stations (default ${DEFAULT-VALUE}).")
  private int stations;

  @Option(
      names = "--contests",
      paramLabel = "C",
      defaultValue = "10",
      description = "Contests at each of them (default ${DEFAULT-VALUE}).")
  private int contests;

  @Option(
      names = "--bulletins",
      paramLabel = "B",
      defaultValue = "100",
      description = "Bulletins over the night (default ${DEFAULT-VALUE}).")
  private int bulletins;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "Keep the published nights there (default: bench/target/nights).")
  private @Nullable Path directory;

  @Option(names = "--fresh", description = "Publish the night again.")
  private boolean fresh;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (stations < 1 || contests < 1 || bulletins < 1 || (long) stations * contests < bulletins) {
      throw new IOException("a night has at least one record for each bulletin");
    }
    var lines = new Lines(spec.commandLine().getOut());
    int records = Math.multiplyExact(stations, contests);
    lines.title(
        "verify: %,d records (%,d stations, %d contests), %d bulletins"
            .formatted(records, stations, contests, bulletins));
    Peers peers = Peers.measure(lines);
    ElectionDirectory night = night(lines);
    describe(night.publicDirectory(), lines);
    Child.Run run;
    try (var child =
        Child.start(
            "verify",
            night.publicDirectory().toString(),
            "--authority",
            night.authorityFile().toString(),
            "--forget")) {
      run = child.await();
    }
    if (run.exitCode() != 0) {
      lines.title(
          "the night does not verify, see %s; if a format has changed since, run with --fresh"
              .formatted(Child.output()));
      return Bench.DID_NOT_WORK;
    }
    double seconds = seconds(run.wall());
    lines.line("wall clock", "%.1f s of at most %d".formatted(seconds, LIMIT_SECONDS));
    lines.line("processor time", "%.1f s".formatted(seconds(run.usage().processor())));
    lines.line(
        "peak of resident memory", "%s of at most %d".formatted(run.usage().peakText(), LIMIT_MIB));
    lines.line("statements verified", "%,.0f/s".formatted(records / seconds));
    Bench.compare(lines, records / seconds, peers);
    return Bench.MEASURED;
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private ElectionDirectory night(Lines lines) throws IOException {
    Path nights = directory == null ? Child.checkout().resolve("bench/target/nights") : directory;
    Path night = nights.resolve("%d-%d-%d".formatted(stations, contests, bulletins));
    if (fresh || !Files.isDirectory(night)) {
      Path unfinished = nights.resolve(night.getFileName() + ".unfinished");
      for (Path old : List.of(night, unfinished)) {
        if (Files.exists(old)) {
          NewDirectory.remove(old);
        }
      }
      Files.createDirectories(nights);
      long start = System.nanoTime();
      Rehearsal rehearsal = Rehearsal.found(unfinished, stations, contests);
      PublishedNight.publish(
          rehearsal,
          bulletins,
          number -> {
            if (number % 10 == 0) {
              lines.line("published bulletin", "%d of %d".formatted(number, bulletins));
            }
          });
      Files.move(unfinished, night);
      lines.line("made the night in", "%.0f s".formatted((System.nanoTime() - start) / 1e9));
    }
    return new ElectionDirectory(night);
  }

  private static void describe(Path published, Lines lines) throws IOException {
    var files = new AtomicLong();
    var bytes = new AtomicLong();
    Files.walkFileTree(
        published,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.incrementAndGet();
            bytes.addAndGet(attributes.size());
            return FileVisitResult.CONTINUE;
          }
        });
    lines.line("published", "%,d files, %,d MB".formatted(files.get(), bytes.get() / 1_000_000));
  }
}
