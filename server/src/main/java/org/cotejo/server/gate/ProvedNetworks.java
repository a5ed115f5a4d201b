package org.cotejo.server.gate;

import java.time.Duration;
import java.util.concurrent.locks.StampedLock;

/// From which networks a device has sent what was newly accepted: a few for each, so that whoever
/// copies a ticket or steals one key cannot vouch for the networks of a flood.
final class ProvedNetworks {
  /// More than a station has at once: two providers, an office, a courier's telephone.
  static final int PER_DEVICE = 8;

  static final Duration EXEMPTION = Duration.ofMinutes(10);
  static final Duration MEMORY = Duration.ofHours(24);

  private static final int WAYS = 16;
  private static final int MIN_ROWS = 1024;
  private static final int NONE = -1;
  private static final long EXEMPTION_NANOS = EXEMPTION.toNanos();
  private static final long MEMORY_NANOS = MEMORY.toNanos();

  private final Buckets buckets;
  private final long[] devices;
  private final long[] networks;
  private final long[] provedAt;

  /// @param enrolled devices that are expected; room for two networks of each
  ProvedNetworks(int enrolled, long seed) {
    buckets = new Buckets(Math.max(MIN_ROWS, 2 * enrolled), WAYS, seed);
    devices = new long[buckets.rows()];
    networks = new long[buckets.rows()];
    provedAt = new long[buckets.rows()];
  }

  int rows() {
    return buckets.rows();
  }

  /// Remembers a pair.
  ///
  /// @return whether the network is exempt by this; not if the device exempts others already
  boolean prove(long device, long network, long now) {
    int first = buckets.first(device);
    StampedLock lock = buckets.lock(first);
    long stamp = lock.writeLock();
    try {
      int row = rowFor(first, device, network, now);
      if (row == NONE) {
        return false;
      }
      devices[row] = device;
      networks[row] = network;
      provedAt[row] = now;
      return true;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /// The pair's own row; else the oldest of the device's if it has all it may have; else the oldest
  /// of anybody's. None if that one still exempts.
  private int rowFor(int first, long device, long network, long now) {
    int own = 0;
    int oldest = first;
    int oldestOwn = NONE;
    for (int row = first; row < first + WAYS; row++) {
      boolean isOwn = networks[row] != 0 && devices[row] == device;
      if (isOwn && networks[row] == network) {
        return row;
      }
      if (isOwn) {
        own++;
        oldestOwn = oldestOwn == NONE || age(row, now) > age(oldestOwn, now) ? row : oldestOwn;
      }
      if (age(row, now) > age(oldest, now)) {
        oldest = row;
      }
    }
    int candidate = own < PER_DEVICE ? oldest : oldestOwn;
    return age(candidate, now) < EXEMPTION_NANOS ? NONE : candidate;
  }

  private long age(int row, long now) {
    return networks[row] == 0 ? Long.MAX_VALUE : now - provedAt[row];
  }

  boolean has(long device, long network, long now) {
    int first = buckets.first(device);
    StampedLock lock = buckets.lock(first);
    long stamp = lock.tryOptimisticRead();
    boolean has = find(first, device, network, now);
    if (lock.validate(stamp)) {
      return has;
    }
    stamp = lock.readLock();
    try {
      return find(first, device, network, now);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  private boolean find(int first, long device, long network, long now) {
    for (int row = first; row < first + WAYS; row++) {
      if (networks[row] == network && devices[row] == device) {
        return now - provedAt[row] < MEMORY_NANOS;
      }
    }
    return false;
  }
}
