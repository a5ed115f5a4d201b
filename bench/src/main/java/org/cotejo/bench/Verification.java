package org.cotejo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.cotejo.model.NewDirectory;
import org.cotejo.server.Announcement;
import org.cotejo.server.ElectionServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Verification of a whole publication, as `cotejo verify` does it.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Statements verified a second by `cotejo verify`, everything it checks included.",
      "",
      "Plays an election through a real server first, one bulletin after each slice of the records,"
          + " and keeps what was published under bench/target for the next run of the same size."
    },
    footer = {"", "Example:", "  bench/run verify --stations 5000 --contests 2 --bulletins 10"})
final class Verification implements Callable<Integer> {
  private static final int CONNECTIONS = 64;

  @Option(
      names = "--stations",
      defaultValue = "100000",
      description = "Polling stations (default ${DEFAULT-VALUE}).")
  private int stations;

  @Option(
      names = "--contests",
      defaultValue = "10",
      description = "Contests at each station (default ${DEFAULT-VALUE}).")
  private int contests;

  @Option(
      names = "--bulletins",
      defaultValue = "100",
      description = "Bulletins on the way, at least (default ${DEFAULT-VALUE}).")
  private int bulletins;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path night =
        Bench.home()
            .resolve("bench/target/verify-%d-%d-%d".formatted(stations, contests, bulletins));
    Path done = night.resolveSibling(night.getFileName() + ".done");
    if (!Files.exists(done)) {
      if (Files.exists(night)) {
        NewDirectory.remove(night);
      }
      play(night);
      Files.createFile(done);
    }
    double limit = Limit.verificationsASecond();
    Path said = night.resolveSibling(night.getFileName() + ".log");
    long start = System.nanoTime();
    Process verifier =
        new ProcessBuilder(
                Bench.home().resolve("cotejo").toString(),
                "verify",
                "--forget",
                night.resolve("public").toString(),
                "--authority",
                night.resolve("authority.pub").toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    long peak = 0;
    while (!verifier.waitFor(100, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, residentKibibytes(verifier.pid()));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    String text = Files.readString(said);
    if (verifier.exitValue() != 0) {
      throw new IOException(text);
    }
    long statements = (long) stations * contests;
    long made;
    try (var files = Files.list(night.resolve("public/bulletins"))) {
      made = files.count();
    }
    System.out.printf(
        "%,d records, %d bulletins: verified in %.1f s, at most %,d MiB resident%n",
        statements, made, seconds, peak >> 10);
    Limit.compare("verified", statements / seconds, limit);
    return 0;
  }

  /// The highest this process has had (Linux, proc(5): VmHWM); 0 where nothing says it.
  private static long residentKibibytes(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (var lines = Files.lines(status, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> line.replaceAll("[^0-9]", ""))
          .findFirst()
          .map(Long::parseLong)
          .orElse(0L);
    } catch (IOException e) {
      // It ended between the look and the read.
      return 0;
    }
  }

  private void play(Path night) throws IOException, InterruptedException {
    var trial = new Trial(night, stations, contests);
    BlockingQueue<Announcement> published = new ArrayBlockingQueue<>(bulletins + 10);
    var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Duration second = Duration.ofSeconds(1);
    try (ElectionServer server =
        ElectionServer.start(
            trial.directory(),
            new ElectionServer.Settings(any, any, second, second),
            InstantSource.system(),
            new Waiting(published))) {
      new Senders(server.intakeAddress(), 1).send(List.of(trial.opening()));
      List<Integer> order = new ArrayList<>(IntStream.range(0, stations).boxed().toList());
      // Stations of all areas report at any time, so a bulletin changes most of the totals.
      Collections.shuffle(order, new Random(1));
      var senders = new Senders(server.intakeAddress(), CONNECTIONS);
      for (int slice = 0; slice < bulletins; slice++) {
        long last = senders.send(records(trial, slice(order, slice))).lastIndex();
        while (published.take().bulletin().logSize() <= last) {
          // A bulletin that came amid the slice.
        }
        System.err.printf("\rplaying: %d of %d bulletins", slice + 1, bulletins);
      }
      System.err.println();
    }
  }

  private List<Integer> slice(List<Integer> order, int slice) {
    int from = (int) ((long) stations * slice / bulletins);
    int to = (int) ((long) stations * (slice + 1) / bulletins);
    return order.subList(from, to);
  }

  private List<byte[]> records(Trial trial, List<Integer> of) {
    return of.parallelStream()
        .flatMap(station -> trial.records(station, contests).stream())
        .toList();
  }

  /// Waits for bulletins; a failure ends the benchmark.
  private record Waiting(BlockingQueue<Announcement> published) implements ElectionServer.Listener {
    @Override
    public void published(Announcement bulletin) {
      published.add(bulletin);
    }

    @Override
    public void failed(Exception cause) {
      System.err.println("the server stops: " + cause);
      Runtime.getRuntime().halt(70);
    }
  }
}
