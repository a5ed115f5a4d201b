package org.cotejo.server;

import java.time.Duration;
import java.util.function.LongSupplier;

/// When those who find no room are to come again: one after the other, at the pace at which entries
/// are taken, so that they do not all come at once and find no room again. A place in a line that
/// nobody holds. Safe for any number of threads.
final class RetryAfter {
  /// Nobody is sent away for longer: behind the end of the minute the line begins again.
  private static final long LONGEST_NANOS = 60_000_000_000L;

  private static final long SECOND = 1_000_000_000L;

  private final LongSupplier nanoTime;
  private long lineEnds;

  RetryAfter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lineEnds = nanoTime.getAsLong();
  }

  /// Whole seconds, 1 to 60.
  ///
  /// @param wait until there is room, as expected
  /// @param perEntry how long each takes
  synchronized int seconds(Duration wait, Duration perEntry) {
    long now = nanoTime.getAsLong();
    long first = Math.min(wait.toNanos(), LONGEST_NANOS - SECOND);
    long place = Math.max(lineEnds - now, first);
    if (place >= LONGEST_NANOS) {
      place = first;
    }
    lineEnds = now + place + Math.min(perEntry.toNanos(), SECOND);
    return (int) (place / SECOND) + 1;
  }
}
