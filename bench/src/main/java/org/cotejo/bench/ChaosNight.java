package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.cotejo.bench.ChaosPlan.Action;
import org.cotejo.bench.Reckoning.Acknowledged;
import org.cotejo.bench.flood.FloodProcess;
import org.cotejo.bench.flood.Tally;

/// Plays one night in which everything goes wrong, up to the couriers who bring what is left.
final class ChaosNight implements AutoCloseable {
  private static final int FLOOD_CONNECTIONS = 40;

  /// Share of the night in which records are written.
  private static final double WRITING = 0.75;

  /// One in so many records is also handed in by a courier.
  private static final int COPIES = 10;

  private final Terrain terrain;
  private final Served.Addresses addresses;
  private final Path directory;
  private final SmallDisk disk;
  private final Keeper keeper;
  private final long seed;
  private final Lines lines;
  private final List<Process> outboxes = new ArrayList<>();

  ChaosNight(Terrain terrain, Path directory, SmallDisk disk, Keeper keeper, long seed, Lines lines)
      throws IOException {
    this.terrain = terrain;
    this.addresses = terrain.addresses();
    this.directory = directory;
    this.disk = disk;
    this.keeper = keeper;
    this.seed = seed;
    this.lines = lines;
  }

  /// Opens the counting; waits until the server is there to hear it.
  void open(Rehearsal rehearsal) throws IOException {
    Letter opening = rehearsal.opening(terrain.station(0, 0));
    Process opener = post("opening", 0, List.of(new Letters.Due(opening, Duration.ZERO)), false);
    if (!ends(opener, Duration.ofMinutes(2))) {
      throw new IOException("the counting cannot be opened, see " + directory);
    }
  }

  /// Lets each region send and everything happen that is planned.
  Tally play(ChaosPlan plan, List<Letter> letters, List<Hostile> floods) throws IOException {
    for (int region = 0; region < Terrain.REGIONS; region++) {
      outboxes.add(post(name(region), region, due(plan, letters, region), true));
    }
    try (var flood = FloodProcess.start(terrain.inHostile())) {
      List<FloodProcess.Running> running = new ArrayList<>();
      for (Hostile hostile : floods) {
        running.add(
            flood.begin(
                hostile.plan(
                    addresses.intake(),
                    hostile.messages(),
                    FLOOD_CONNECTIONS,
                    terrain.hostile(),
                    plan.length())));
      }
      long start = System.nanoTime();
      for (ChaosPlan.Event event : plan.events()) {
        sleepUntil(start + event.at().toNanos());
        lines.line("%6.1f s".formatted(event.at().toMillis() / 1e3), event.action().text());
        happen(event.action());
      }
      Tally tally = Tally.NOTHING;
      for (FloodProcess.Running each : running) {
        tally = tally.plus(each.await());
      }
      return tally;
    }
  }

  /// Region of a letter: stations take turns, and so do regions.
  static int region(int number) {
    return Math.floorMod(number, Terrain.REGIONS);
  }

  private static String name(int region) {
    return "region-" + region;
  }

  /// The letters of one region, spread over the night in their order.
  private List<Letters.Due> due(ChaosPlan plan, List<Letter> letters, int region) {
    var random = new SplittableRandom(seed + region);
    double span = plan.length().toMillis() * WRITING / letters.size();
    return letters.stream()
        .filter(letter -> region(letter.number()) == region)
        .map(letter ->
            new Letters.Due(
                letter, Duration.ofMillis((long) (span * (letter.number() + random.nextDouble())))))
        .toList();
  }

  private Process post(String name, int region, List<Letters.Due> letters, boolean withTickets)
      throws IOException {
    Path file = directory.resolve(name + ".letters");
    new Letters(letters).write(file);
    List<String> command = new ArrayList<>(terrain.inRegion(region));
    command.addAll(
        Outbox.command(
            withTickets ? addresses.intake() : addresses.open(),
            file,
            directory.resolve(name + ".acknowledged"),
            seed));
    return new ProcessBuilder(command)
        .inheritIO()
        .redirectInput(ProcessBuilder.Redirect.PIPE)
        .start();
  }

  private void happen(Action action) throws IOException {
    switch (action) {
      case Action.Cut(int region) -> {
        terrain.cut(region);
        tell(region, "cut");
      }
      case Action.Join(int region) -> {
        terrain.join(region);
        tell(region, "join");
      }
      case Action.Throttle(int region, int kilobits) -> terrain.throttle(region, kilobits);
      case Action.Unthrottle(int region) -> terrain.unthrottle(region);
      case Action.Kill() -> keeper.kill();
      case Action.FillDisk() -> disk.fill();
      case Action.FreeDisk() -> disk.free();
    }
  }

  private void tell(int region, String order) throws IOException {
    if (!terrain.cutsLinks() && outboxes.get(region).isAlive()) {
      var orders = outboxes.get(region).outputWriter();
      orders.write(order + "\n");
      orders.flush();
    }
  }

  /// Lets the regions that are left finish, then sends couriers with the records of the lost one,
  /// and with copies of others, through the lane for everybody.
  ///
  /// @return how long it took until all was acknowledged
  /// @throws IOException if that is longer than this
  Duration drain(List<Letter> letters, Duration bound) throws IOException {
    long start = System.nanoTime();
    for (int region = 0; region < Terrain.REGIONS; region++) {
      if (region != ChaosPlan.LOST_REGION && !ends(outboxes.get(region), left(start, bound))) {
        throw new IOException("region %d has not drained in time".formatted(region + 1));
      }
    }
    outboxes.get(ChaosPlan.LOST_REGION).destroy();
    Set<Integer> acknowledged = new HashSet<>();
    for (Acknowledged each : acknowledged()) {
      acknowledged.add(each.number());
    }
    List<Letters.Due> carried =
        letters.stream()
            .filter(
                letter -> letter.number() % COPIES == 0 || !acknowledged.contains(letter.number()))
            .map(letter -> byCourier(letter))
            .toList();
    lines.line("couriers", "%,d records, of which many are known".formatted(carried.size()));
    if (!ends(post("couriers", 0, carried, false), left(start, bound))) {
      throw new IOException("the couriers' records have not been taken in time");
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Letters.Due byCourier(Letter letter) {
    var carried =
        new Letter(letter.number(), Letter.NO_TICKET, letter.statement(), terrain.station(0, 0));
    return new Letters.Due(carried, Duration.ZERO);
  }

  /// All acknowledgements that anybody got.
  List<Acknowledged> acknowledged() throws IOException {
    List<Acknowledged> all = new ArrayList<>();
    for (int region = 0; region < Terrain.REGIONS; region++) {
      all.addAll(Acknowledged.read(directory.resolve(name(region) + ".acknowledged")));
    }
    all.addAll(Acknowledged.read(directory.resolve("couriers.acknowledged")));
    return all;
  }

  private static Duration left(long start, Duration bound) {
    return bound.minusNanos(System.nanoTime() - start);
  }

  private static boolean ends(Process process, Duration within) throws IOException {
    try {
      return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void sleepUntil(long nanos) throws IOException {
    try {
      Thread.sleep(Math.max(0, (nanos - System.nanoTime()) / 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    outboxes.forEach(Process::destroyForcibly);
  }
}
