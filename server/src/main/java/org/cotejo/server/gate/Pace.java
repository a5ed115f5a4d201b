package org.cotejo.server.gate;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How fast all askers together may go: so much a second, with a second's worth at once.
final class Pace {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /// Shorter waits are left for later: to sleep costs more than what they are for.
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(50);

  private final long cost;
  private final LongSupplier nanos;
  private long due;

  Pace(int perSecond, LongSupplier nanos) {
    this.cost = SECOND / perSecond;
    this.nanos = nanos;
    this.due = nanos.getAsLong() - SECOND;
  }

  /// Nanoseconds that whoever takes this much has to wait, perhaps none.
  synchronized long take(int amount) {
    long now = nanos.getAsLong();
    due = Math.max(due - now, -SECOND) + now + amount * cost;
    return due - now < SHORTEST ? 0 : due - now;
  }
}
