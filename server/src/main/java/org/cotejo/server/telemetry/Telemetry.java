package org.cotejo.server.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/// Everything that is counted at the front door of one server, from its start.
public final class Telemetry implements AutoCloseable {
  /// What telemetry is given.
  ///
  /// @param directory for raw counters
  /// @param names text of a network's key, as `192.0.2.0/24` or `2001:db8::/56`
  /// @param countries an MMDB file, if countries of networks are wanted
  /// @param seed of hashing and sampling, so that no sender can aim at either
  public record Settings(
      Path directory, LongFunction<String> names, Optional<Path> countries, long seed) {}

  private final Map<Lane, LaneCounters> lanes = new EnumMap<>(Lane.class);
  private final Map<String, LongSupplier> gauges = new ConcurrentSkipListMap<>();

  private Telemetry() {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new LaneCounters());
    }
  }

  /// Telemetry that counts; [#start] makes it look at the counters every second.
  ///
  /// @throws IOException if the countries' file cannot be read; a directory that cannot be written
  ///   is no reason to stop
  public static Telemetry open(Settings settings, InstantSource clock) throws IOException {
    return new Telemetry();
  }

  /// Starts the thread that ticks once a second, until closed.
  public void start() {}

  public LaneCounters lane(Lane lane) {
    return java.util.Objects.requireNonNull(lanes.get(lane));
  }

  /// Has a value looked at every second: depths of queues, parked connections, heap.
  ///
  /// @param name lower-case letters, digits and underscores; `queue_…` for the depth of a queue
  public void gauge(String name, LongSupplier value) {
    gauges.put(name, value);
  }

  @Override
  public void close() {}
}
