package org.cotejo.station.fleet;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.DiskStorage;
import org.cotejo.log.Merkle;
import org.cotejo.model.Mode;
import org.cotejo.station.bundle.BundleWriter;
import org.cotejo.station.bundle.Delivery;
import org.cotejo.station.bundle.Fate;
import org.cotejo.station.bundle.Part;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.delivery.Line;
import org.cotejo.station.outbox.Item;
import org.cotejo.station.outbox.Outbox;
import org.cotejo.station.outbox.Sending;
import org.jspecify.annotations.Nullable;

/// Plays a night: every station puts its records into an outbox of its own when its count closes,
/// and they go the way that the plan says, with the programs that stations and couriers have.
///
/// What has been done is on disk, as with them. Killed or stopped at any moment and started again
/// with the same plan, it goes on, and nothing is in the log twice. It never sends to an election
/// that is one: its constructor refuses it.
public final class Fleet {
  /// Stations and couriers that are at work at once, most of them waiting.
  private static final int MAX_AT_WORK = 1000;

  /// As many send at once: fewer than a server lets wait from one network of which it knows nobody.
  private static final int MAX_SENDING = 64;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// How long somebody is at work before others may be, on this machine.
  private static final Duration TURN = Duration.ofSeconds(60);

  /// How long a station tries when it has no network, on this machine.
  private static final Duration LOOK = Duration.ofMillis(20);

  /// After its network is back a station tries again within this, as after hours of failures.
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// After the last courier, on this machine: then those who still wait do so in vain.
  private static final Duration GRACE = Duration.ofMinutes(3);

  private final Path directory;
  private final ElectionLog log;
  private final NightPlan plan;
  private final Crew crew;
  private final Endpoint open;
  private final int factor;
  private final Watcher watcher;
  private final AnswerCounts answers = new AnswerCounts();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparing(Task::due));
  private int atWork;
  private volatile boolean isStopped;
  private @Nullable Throwable failure;

  /// Sees how it goes. Any thread.
  @FunctionalInterface
  public interface Watcher {
    /// @param done stations of which the log has everything
    void sees(int done, int stations);
  }

  /// Something to do at a time of the night, and when to go on with it, if ever.
  private record Task(Duration due, Work work) {}

  @FunctionalInterface
  private interface Work {
    Optional<Duration> run(Play play) throws IOException, InterruptedException;
  }

  /// What one run has open.
  private record Play(CompressedTime time, FinishedStations finished, Link.Shared links) {
    Duration now() {
      return Duration.ofNanos(time.nanos());
    }
  }

  /// @param directory where stations and couriers keep what they have
  /// @param open the lane for what is carried
  /// @param factor how much faster than a real night
  /// @throws IllegalArgumentException if the election is a real one
  public Fleet(
      Path directory,
      ElectionLog log,
      NightPlan plan,
      Crew crew,
      Endpoint open,
      int factor,
      Watcher watcher) {
    if (log.election().mode() == Mode.REAL) {
      throw new IllegalArgumentException("a real election is not rehearsed");
    }
    this.directory = directory;
    this.log = log;
    this.plan = plan;
    this.crew = crew;
    this.open = open;
    this.factor = factor;
    this.watcher = watcher;
  }

  /// Ends [#run] soon, with whatever is on its way still answered. Any thread.
  public void stop() {
    isStopped = true;
  }

  /// Plays what is left of the night.
  ///
  /// @param night names the election, its seed and its conditions in one line
  /// @throws IOException if the directory is another night's, or the disk fails
  public Report run(String night) throws IOException, InterruptedException {
    Files.createDirectories(directory.resolve("bundles"));
    try (FinishedStations finished =
        FinishedStations.open(directory.resolve("returns"), night, plan.size())) {
      fill(finished);
      Task first = tasks.peek();
      var time = new CompressedTime(factor, first == null ? Duration.ZERO : first.due());
      var play =
          new Play(time, finished, new Link.Shared(new Semaphore(MAX_SENDING), time, answers));
      Duration end =
          tasks.stream()
              .map(Task::due)
              .max(Comparator.naturalOrder())
              .orElse(Duration.ZERO)
              .plus(plan.longestOutage())
              .plus(time.here(GRACE));
      boolean isOver = play(play, end);
      return report(finished, isOver);
    }
  }

  private void fill(FinishedStations finished) {
    for (int station = 0; station < plan.size(); station++) {
      Course course = plan.course(station);
      int own = station;
      if (course.route() == Route.NETWORK && !finished.has(station)) {
        tasks.add(new Task(course.closes(), play -> send(play, own)));
      }
    }
    for (Load load : plan.loads()) {
      if (load.all().stream().anyMatch(station -> !finished.has(station))) {
        tasks.add(new Task(load.arrives(), play -> deliver(play, load)));
      }
    }
  }

  private Report report(FinishedStations finished, boolean isOver) {
    Map<Route, Integer> stations = new EnumMap<>(Route.class);
    Map<Route, Integer> done = new EnumMap<>(Route.class);
    for (int station = 0; station < plan.size(); station++) {
      Route route = plan.course(station).route();
      stations.merge(route, 1, Integer::sum);
      done.merge(route, finished.has(station) ? 1 : 0, Integer::sum);
    }
    return answers.report(stations, done, isOver);
  }

  /// @return whether the time of the night ended before its stations were done
  private boolean play(Play play, Duration end) throws IOException, InterruptedException {
    boolean isOver = false;
    lock.lock();
    try {
      while (true) {
        isOver = play.now().compareTo(end) > 0;
        if (isStopped || isOver || failure != null) {
          break;
        }
        Task next = tasks.peek();
        if (next == null && atWork == 0) {
          return false;
        }
        long wait =
            next == null || atWork == MAX_AT_WORK
                ? Long.MAX_VALUE / 2
                : next.due().minus(play.now()).toNanos();
        if (wait > 0 || next == null) {
          var _ = play.time.await(changed, wait);
        } else {
          var _ = tasks.poll();
          atWork++;
          Thread.ofVirtual().start(() -> work(next, play));
        }
      }
      play.time.stop();
      while (atWork > 0) {
        changed.await();
      }
      rethrow();
      return isOver;
    } finally {
      play.time.stop();
      lock.unlock();
    }
  }

  private void rethrow() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException told -> throw told;
      case Throwable bug -> throw new IllegalStateException("a station of the fleet failed", bug);
    }
  }

  private void work(Task task, Play play) {
    Optional<Duration> again = Optional.empty();
    Throwable failed = null;
    try {
      again = task.work.run(play);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      failed = e;
    }
    lock.lock();
    try {
      again.ifPresent(due -> tasks.add(new Task(due, task.work)));
      failure = failure == null ? failed : failure;
      atWork--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void done(Play play, int station) throws IOException {
    play.finished.add(station);
    watcher.sees(play.finished.size(), plan.size());
  }

  private Duration turn(Play play) {
    return play.time.here(TURN);
  }

  /// A station with a network, or one that waits for it.
  private Optional<Duration> send(Play play, int station) throws IOException, InterruptedException {
    Course course = plan.course(station);
    boolean isDark = play.now().compareTo(course.networkReturns()) < 0;
    for (int copy = 0; copy < course.copies(); copy++) {
      try (Outbox outbox = outbox(station, copy, course)) {
        sending(play, station, course, outbox).run(isDark ? play.time.here(LOOK) : turn(play));
        if (!outbox.items().stream().allMatch(Item::isDelivered)) {
          return Optional.of(isDark ? afterOutage(station, course) : play.now());
        }
      }
    }
    done(play, station);
    return Optional.empty();
  }

  private Duration afterOutage(int station, Course course) {
    var random = new SplittableRandom(station);
    return course.networkReturns().plusMillis(random.nextLong(LONGEST_PAUSE.toMillis()));
  }

  private Sending sending(Play play, int station, Course course, Outbox outbox) throws IOException {
    var attempts = new AtomicInteger();
    return new Sending(
        outbox,
        log,
        crew.ways(station),
        way ->
            new Link(
                new Line(way, PATIENCE),
                () ->
                    play.now().compareTo(course.networkReturns()) < 0
                        ? NightPlan.Link.DEAD
                        : plan.linkOf(station, attempts.getAndIncrement()),
                play.links),
        play.time.wrongBy(course.clockError()),
        new SplittableRandom(station),
        items -> {});
  }

  /// The outbox of a station with its records in it, as old as its clock says.
  ///
  /// @param copy 1 for a second device that has them as well
  private Outbox outbox(int station, int copy, Course course) throws IOException {
    Path box =
        directory.resolve(copy == 0 ? "outbox" : "second").resolve("%07d".formatted(station));
    Outbox outbox = Outbox.open(new DiskStorage(box), log);
    try {
      for (Sign1 record : crew.records(station)) {
        var _ = outbox.add(record.bytes());
      }
      if (!course.clockError().isZero()) {
        Instant shown = Instant.now().plus(course.clockError());
        Files.setLastModifiedTime(box, FileTime.from(shown));
      }
      return outbox;
    } catch (MalformedException e) {
      outbox.close();
      throw new IOException("a station signs what no outbox takes: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      outbox.close();
      throw e;
    }
  }

  /// Somebody arrives with what stations have, on paper or in their outboxes, and hands it in.
  private Optional<Duration> deliver(Play play, Load load)
      throws IOException, InterruptedException {
    Path bundle = directory.resolve("bundles").resolve(load.name() + ".bundle");
    if (!Files.exists(bundle)) {
      pack(load, bundle);
    }
    Path state = bundle.resolveSibling(load.name() + ".delivery");
    try (var way = new Link(new Line(open, PATIENCE), () -> NightPlan.Link.WHOLE, play.links)) {
      Delivery.Report report =
          new Delivery(
                  bundle,
                  state,
                  way,
                  new SplittableRandom(load.number()),
                  play.time,
                  (done, total, word) -> {})
              .run(turn(play));
      for (int station : load.all()) {
        if (hasAll(report.fates(), crew.records(station))) {
          done(play, station);
        }
      }
      return report.left() > 0 ? Optional.of(play.now()) : Optional.empty();
    }
  }

  private static boolean hasAll(SequencedMap<Hash, Fate> fates, List<Sign1> records) {
    return records.stream()
        .map(record -> fates.get(Merkle.leaf(record.bytes())))
        .allMatch(fate -> fate instanceof Fate.New || fate instanceof Fate.Known);
  }

  /// Whatever is broken off leaves the bundle or none.
  private void pack(Load load, Path bundle) throws IOException {
    var writer = new BundleWriter();
    writer.add(new Part.Election(log));
    for (int station : load.all()) {
      for (Sign1 statement : carried(load, station)) {
        writer.add(new Part.Signed(statement));
      }
    }
    Path unfinished = bundle.resolveSibling(bundle.getFileName() + ".unfinished");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(unfinished))) {
      writer.write(out);
    }
    Files.move(unfinished, bundle, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Sign1> carried(Load load, int station) throws IOException {
    if (load.route() == Route.COURIER) {
      int copy = load.stations().contains(station) ? 0 : 1;
      try (Outbox outbox = outbox(station, copy, plan.course(station))) {
        return outbox.items().stream().map(Item::statement).toList();
      }
    }
    var read = new ArrayList<Sign1>();
    for (Sign1 record : crew.records(station)) {
      read.add(crew.photographed(record, load.number()));
    }
    return read;
  }
}
