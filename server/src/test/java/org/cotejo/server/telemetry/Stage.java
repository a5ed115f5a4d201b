package org.cotejo.server.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Telemetry with a clock that stands still until it is told to go on.
final class Stage implements AutoCloseable {
  /// 2026-03-01T12:00:00Z, the first second of a minute.
  static final long NOON = 1_772_366_400;

  /// What the clock shows, in milliseconds.
  private long millis;

  final Telemetry telemetry;

  Stage(Path directory) throws IOException {
    this(directory, NOON, Optional.empty());
  }

  Stage(Path directory, long start, Optional<Path> countries) throws IOException {
    this.millis = start * 1_000 + 100;
    InstantSource clock = () -> Instant.ofEpochMilli(millis);
    this.telemetry =
        Telemetry.open(
            new Telemetry.Settings(directory, Stage::name, countries, 20_260_301), clock);
  }

  /// The clock goes to a moment.
  void setClock(long seconds, long plusMillis) {
    millis = seconds * 1_000 + plusMillis;
  }

  /// So many seconds pass, and then the telemetry ticks.
  void pass(long seconds) {
    millis += seconds * 1_000;
    telemetry.tick();
  }

  LaneCounters lane(Lane lane) {
    return telemetry.lane(lane);
  }

  Snapshot.LaneView view(Lane lane) {
    return Optional.ofNullable(telemetry.snapshot().lanes().get(lane)).orElseThrow();
  }

  /// The key of the network so many /24s behind 10.0.0.0/24.
  static long network(int number) {
    return (4L << 56 | 10L << 16) + number;
  }

  private static String name(long network) {
    return "%d.%d.%d.0/24".formatted(network >> 16 & 0xff, network >> 8 & 0xff, network & 0xff);
  }

  @Override
  public void close() {
    telemetry.close();
  }
}
