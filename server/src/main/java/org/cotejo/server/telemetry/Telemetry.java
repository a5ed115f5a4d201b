package org.cotejo.server.telemetry;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/// Everything that is counted at the front door of one server, from its start.
///
/// Once a second a thread of its own looks at the counters, remembers what was added, and writes it
/// to the raw counters. Nothing that counts waits for that thread, and nothing that fails there,
/// like a full disk, is ever noticed by what counts.
public final class Telemetry implements AutoCloseable {
  /// The gauge of the seconds that are missing from the raw counters.
  public static final String LOST_SECONDS = "telemetry_lost_seconds";

  /// As many gauges as there may be.
  public static final int MAX_GAUGES = 64;

  /// What names of gauges begin with that are depths of queues.
  static final String QUEUE = "queue_";

  private static final Pattern GAUGE = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /// What telemetry is given.
  ///
  /// @param directory to keep raw counters in, in a directory `raw`
  /// @param names text of a network's key, as `192.0.2.0/24` or `2001:db8::/56`
  /// @param countries an MMDB file, if countries of networks are wanted
  /// @param seed of hashing and sampling; by chance, so that no sender can aim at either
  public record Settings(
      Path directory, LongFunction<String> names, Optional<Path> countries, long seed) {}

  private final InstantSource clock;
  private final Optional<Countries> countries;
  private final Map<Lane, LaneCounters> lanes = new EnumMap<>(Lane.class);
  private final Map<Lane, LaneHistory> histories = new EnumMap<>(Lane.class);
  private final SortedMap<String, LongSupplier> gauges = new ConcurrentSkipListMap<>();
  private final RawFiles files;
  private final AtomicLong lostSeconds = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread ticker = Thread.ofPlatform().daemon().name("telemetry").unstarted(this::run);
  private final long started;
  private long newest;
  private volatile Snapshot snapshot;

  private Telemetry(Settings settings, Optional<Countries> countries, InstantSource clock) {
    this.clock = clock;
    this.countries = countries;
    this.files = new RawFiles(raw(settings.directory()));
    this.started = clock.instant().getEpochSecond();
    this.newest = started - 1;
    var gazetteer = new Gazetteer(settings.names(), countries);
    Map<Lane, Snapshot.LaneView> views = new EnumMap<>(Lane.class);
    for (Lane lane : Lane.values()) {
      var counters = new LaneCounters(settings.seed() + lanes.size());
      lanes.put(lane, counters);
      histories.put(lane, new LaneHistory(lane, counters, gazetteer));
      views.put(lane, Snapshot.LaneView.before(started));
    }
    gauge(LOST_SECONDS, lostSeconds::get);
    this.snapshot = new Snapshot(started, newest, Collections.unmodifiableMap(views), gauges());
  }

  /// Telemetry that counts; [#start] has it look at the counters every second.
  ///
  /// @throws IOException if the countries' file cannot be read; a directory that cannot be written
  ///   is no reason not to start
  public static Telemetry open(Settings settings, InstantSource clock) throws IOException {
    Optional<Countries> countries =
        settings.countries().isEmpty()
            ? Optional.empty()
            : Optional.of(Countries.open(settings.countries().get()));
    return new Telemetry(settings, countries, clock);
  }

  /// Where the raw counters of a telemetry directory are.
  public static Path raw(Path directory) {
    return directory.resolve("raw");
  }

  /// Starts the thread that ticks once a second, until closed.
  public void start() {
    ticker.start();
  }

  public LaneCounters lane(Lane lane) {
    return requireNonNull(lanes.get(lane));
  }

  /// Has a value looked at every second: depths of queues, parked connections, heap.
  ///
  /// @param name lower-case letters, digits and underscores; `queue_…` for the depth of a queue
  /// @param value never fails and never waits
  public void gauge(String name, LongSupplier value) {
    if (!GAUGE.matcher(name).matches() || gauges.size() == MAX_GAUGES) {
      throw new IllegalArgumentException("not the name of a gauge, or one too many: " + name);
    }
    if (gauges.putIfAbsent(name, value) != null) {
      throw new IllegalArgumentException("there is a gauge already: " + name);
    }
  }

  /// Takes the second that has ended. Called once a second; in a second that was taken before, it
  /// does nothing, and what was counted goes to the next.
  ///
  /// If seconds were missed, one line covers all of them: nobody knows in which of them things were
  /// counted. After the clock was set back, seconds come again.
  public void tick() {
    take(clock.instant().getEpochSecond() - 1);
  }

  private void take(long ended) {
    List<Second> lines = advance(ended);
    if (!lines.isEmpty()) {
      try {
        files.append(lines);
      } catch (IOException e) {
        lostSeconds.addAndGet(lines.getFirst().seconds());
      }
    }
  }

  private synchronized List<Second> advance(long ended) {
    if (ended == newest) {
      return List.of();
    }
    long covered = ended > newest ? Math.min(ended - newest, Second.MAX_SECONDS) : 1;
    newest = ended;
    List<Second> lines = new ArrayList<>();
    Map<Lane, Snapshot.LaneView> views = new EnumMap<>(Lane.class);
    histories.forEach((lane, history) -> {
      LaneHistory.Now now = history.advance(ended, covered);
      lines.add(now.second());
      views.put(lane, now.view());
    });
    snapshot = new Snapshot(started, ended, Collections.unmodifiableMap(views), gauges());
    return lines;
  }

  /// How things stood at the end of the newest second.
  public Snapshot snapshot() {
    return snapshot;
  }

  /// The newest seconds of every lane.
  ///
  /// @param limit how many of each, at most
  public synchronized History history(int limit) {
    Map<Lane, List<Second>> newestSeconds = new EnumMap<>(Lane.class);
    histories.forEach((lane, history) -> newestSeconds.put(lane, history.newest(limit)));
    return new History(Collections.unmodifiableMap(newestSeconds));
  }

  /// When counting began, in POSIX seconds.
  long started() {
    return started;
  }

  Instant now() {
    return clock.instant();
  }

  /// The gauges at this moment.
  SortedMap<String, Long> gauges() {
    SortedMap<String, Long> values = new TreeMap<>();
    gauges.forEach((name, value) -> values.put(name, value.getAsLong()));
    return Collections.unmodifiableSortedMap(values);
  }

  private void run() {
    try {
      while (!closing.await(1_000 - Math.floorMod(clock.millis(), 1_000), TimeUnit.MILLISECONDS)) {
        tick();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the ticker, and takes what has been counted of the second that is running.
  @Override
  public void close() {
    if (closing.getCount() == 0) {
      return;
    }
    closing.countDown();
    try {
      ticker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    take(clock.instant().getEpochSecond());
    countries.ifPresent(Countries::close);
  }
}
