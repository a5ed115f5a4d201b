package org.cotejo.server.telemetry;

import java.util.concurrent.atomic.AtomicLongArray;

/// A row of counters that many threads add to at full speed. There are several copies of the row,
/// and threads are spread over them, so that two event loops seldom fight for a cache line; reading
/// adds the copies up.
final class Tally {
  private static final int MAX_STRIPES = 16;

  /// Longs in a cache line, and as many again because processors fetch lines in pairs.
  private static final int PADDING = 16;

  private final int width;
  private final int mask;
  private final AtomicLongArray cells;

  Tally(int size) {
    int cores = Math.min(Runtime.getRuntime().availableProcessors(), MAX_STRIPES);
    int stripes = Math.max(2, Integer.highestOneBit(2 * cores - 1));
    this.mask = stripes - 1;
    this.width = (size + 2 * PADDING - 1) / PADDING * PADDING;
    this.cells = new AtomicLongArray(stripes * width);
  }

  /// Adds to one counter.
  ///
  /// @return what this thread's copy of it held before: a number that is cheap and differs from
  ///   call to call
  long add(int counter, long amount) {
    int stripe = (int) Thread.currentThread().threadId() & mask;
    return cells.getAndAdd(stripe * width + counter, amount);
  }

  long sum(int counter) {
    long sum = 0;
    for (int stripe = 0; stripe <= mask; stripe++) {
      sum += cells.get(stripe * width + counter);
    }
    return sum;
  }
}
