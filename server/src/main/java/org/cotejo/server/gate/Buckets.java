package org.cotejo.server.gate;

import java.util.concurrent.locks.StampedLock;

/// Rows of a table that never grows: which few rows a key may have, and the lock they share. Where
/// keys end up depends on a secret seed, so that nobody can choose addresses that push others out.
final class Buckets {
  private static final int MAX_LOCKS = 1024;

  private final int ways;
  private final int mask;
  private final long seed;
  private final StampedLock[] locks;

  /// @param rows at least; rounded up to a power of two
  /// @param ways rows that a key may have, a power of two
  Buckets(int rows, int ways, long seed) {
    this.ways = ways;
    this.mask = Integer.highestOneBit(Math.max(rows, 2 * ways) * 2 - 1) / ways - 1;
    this.seed = seed;
    this.locks = new StampedLock[Math.min(mask + 1, MAX_LOCKS)];
    for (int i = 0; i < locks.length; i++) {
      locks[i] = new StampedLock();
    }
  }

  int rows() {
    return (mask + 1) * ways;
  }

  /// The first of the rows that a key may have.
  int first(long key) {
    return (int) (mix(mix(key ^ seed) + seed) & mask) * ways;
  }

  /// The lock over all rows that begin here. Shared with other keys: whoever only asks reads
  /// without it, whoever counts does without a count rather than wait.
  StampedLock lock(int first) {
    return locks[first / ways & locks.length - 1];
  }

  /// The finalizer of MurmurHash3: every bit of the key decides over every bit of the result.
  private static long mix(long key) {
    long mixed = (key ^ key >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
