package org.cotejo.server.gate;

import java.util.concurrent.locks.StampedLock;

/// Networks that are not refused for a while, since an honest sender is behind them. A table of its
/// own, so that a flood, which adds nothing here, pushes nobody out.
final class Exemptions {
  private static final int WAYS = 8;

  private final Buckets buckets;
  private final long[] networks;
  private final long[] ends;

  Exemptions(int rows, long seed) {
    buckets = new Buckets(rows, WAYS, seed);
    networks = new long[buckets.rows()];
    ends = new long[buckets.rows()];
  }

  /// Exempts a network up to a time. Where there is no room, the one that would end first ends now.
  void extend(long network, long now, long end) {
    int first = buckets.first(network);
    StampedLock lock = buckets.lock(first);
    long stamp = lock.writeLock();
    try {
      int row = rowFor(first, network, now);
      networks[row] = network;
      ends[row] = end;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private int rowFor(int first, long network, long now) {
    int soonest = first;
    for (int row = first; row < first + WAYS; row++) {
      if (networks[row] == network) {
        return row;
      }
      if (left(row, now) < left(soonest, now)) {
        soonest = row;
      }
    }
    return soonest;
  }

  private long left(int row, long now) {
    return networks[row] == 0 ? Long.MIN_VALUE : ends[row] - now;
  }

  boolean has(long network, long now) {
    int first = buckets.first(network);
    StampedLock lock = buckets.lock(first);
    long stamp = lock.tryOptimisticRead();
    boolean has = find(first, network, now);
    if (lock.validate(stamp)) {
      return has;
    }
    stamp = lock.readLock();
    try {
      return find(first, network, now);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private boolean find(int first, long network, long now) {
    for (int row = first; row < first + WAYS; row++) {
      if (networks[row] == network) {
        return ends[row] - now > 0;
      }
    }
    return false;
  }
}
