package org.cotejo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.bench.Reckoning.Acknowledged;
import org.cotejo.bench.flood.Tally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Plays a night in which everything goes wrong, and counts what is left.
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    description = {
      "A night with links cut and throttled, the server killed twice and its disk filled.",
      "",
      "Stations of three regions send what they write and keep it until it is acknowledged, beside a"
          + " flood. One region is cut off for good; couriers bring its records in the end, and copies"
          + " of others. Then the log is read: every acknowledged record has to be at its index,"
          + " nothing twice, and nothing missing.",
      "",
      "Uses network namespaces and a small file system of its own where that is permitted (root), and"
          + " removes both; otherwise the loopback, and says so. A seed makes the same plan each time."
    })
final class Chaos implements Callable<Integer> {
  private static final int DISK_MIB = 48;
  private static final Duration DRAIN = Duration.ofSeconds(90);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides what goes wrong when (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "180",
      description = "Length of the night (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--stations",
      paramLabel = "N",
      defaultValue = "300",
      description = "Polling stations (default ${DEFAULT-VALUE}).")
  private int stations;

  @Option(
      names = "--contests",
      paramLabel = "C",
      defaultValue = "10",
      description = "Records each of them sends (default ${DEFAULT-VALUE}).")
  private int contests;

  @Option(names = "--loopback", description = "Without namespaces, even where they are permitted.")
  private boolean loopback;

  @Override
  public Integer call() throws IOException {
    if (seconds < 30 || stations < 3 || stations % Terrain.REGIONS != 0 || contests < 1) {
      throw new IOException("--seconds is at least 30, --stations a multiple of 3");
    }
    var lines = new Lines(spec.commandLine().getOut());
    ChaosPlan plan = ChaosPlan.of(seed, Duration.ofSeconds(seconds));
    try (var directory = WorkDirectory.make(null, "chaos");
        Terrain terrain = terrain();
        var disk = SmallDisk.make(directory.path(), DISK_MIB)) {
      var cleaning = new Thread(() -> clean(terrain, disk));
      Runtime.getRuntime().addShutdownHook(cleaning);
      lines.title(
          "chaos: seed %d, %,d records of %,d stations in %d s, "
                  .formatted(seed, stations * contests, stations, seconds)
              + terrain.description());
      boolean holds = play(terrain, disk, directory.path(), plan, lines);
      Runtime.getRuntime().removeShutdownHook(cleaning);
      return holds ? Bench.MEASURED : Bench.DID_NOT_WORK;
    }
  }

  private Terrain terrain() throws IOException {
    if (loopback) {
      return new Loopback("as asked", Served.Addresses.free());
    }
    try {
      return new Namespaces();
    } catch (IOException e) {
      return new Loopback(String.valueOf(e.getMessage()), Served.Addresses.free());
    }
  }

  /// For whoever is interrupted in between.
  private static void clean(Terrain terrain, SmallDisk disk) {
    terrain.close();
    try {
      disk.close();
    } catch (IOException e) {
      System.err.println("bench: " + e.getMessage());
    }
  }

  private boolean play(Terrain terrain, SmallDisk disk, Path directory, ChaosPlan plan, Lines lines)
      throws IOException {
    Rehearsal rehearsal = Rehearsal.found(disk.path().resolve("election"), stations, contests);
    List<Letter> letters =
        rehearsal.letters(0, rehearsal.records(), number -> address(terrain, number));
    Path messages = Files.createDirectory(directory.resolve("messages"));
    List<Hostile> floods = Hostile.all(new Unwanted(messages, seed), letters, letters);
    Path output = directory.resolve("server.out");
    Duration drained;
    List<Acknowledged> promises;
    try (var keeper =
            new Keeper(rehearsal.directory(), terrain.addresses(), terrain.atServer(), output);
        var night = new ChaosNight(terrain, directory, disk, keeper, seed, lines)) {
      night.open(rehearsal);
      Tally tally = night.play(plan, letters, floods);
      lines.line(
          "the flood",
          "%,d connections, %,d messages, %,d answers, %,d closed, %,d unanswered"
              .formatted(
                  tally.connected(),
                  tally.messages(),
                  tally.taken() + tally.refused(),
                  tally.closed(),
                  tally.unanswered()));
      drained = night.drain(letters, DRAIN);
      promises = night.acknowledged();
      lines.line("starts of the server", Integer.toString(keeper.starts()));
    }
    return report(Reckoning.of(rehearsal.directory()), letters, promises, drained, lines);
  }

  /// A station keeps its address.
  private InetAddress address(Terrain terrain, int number) {
    return terrain.station(ChaosNight.region(number), number % stations);
  }

  private static boolean report(
      Reckoning log,
      List<Letter> letters,
      List<Acknowledged> promises,
      Duration drained,
      Lines lines) {
    long broken = log.broken(letters, promises);
    long missing = log.missing(letters);
    lines.line("acknowledged", "%,d times".formatted(promises.size()));
    lines.line("of these not in the log as promised", Long.toString(broken));
    lines.line("entries that are there twice", Long.toString(log.doubled()));
    lines.line("records missing", "%,d of %,d".formatted(missing, letters.size()));
    lines.line(
        "drained after",
        "%.1f s of at most %d".formatted(drained.toMillis() / 1e3, DRAIN.toSeconds()));
    return broken == 0 && missing == 0 && log.doubled() == 0;
  }
}
