package org.cotejo.server.gate;

import java.util.concurrent.atomic.AtomicLongArray;

/// Token buckets for very many keys in fixed memory, any thread, without locks: the generic cell
/// rate algorithm (ITU-T I.371, annex A), which needs one number a bucket, the time at which it
/// will be full again. A bucket that is full is the same as none, so its place can be taken.
///
/// When a key finds no place, the table is full of keys in debt: the caller is told and decides. Of
/// a key that has a place, no charge is lost, however many threads charge it. While it takes one,
/// each thread may take another and lose a charge with it; and of two keys that take the same
/// place, one may be charged for the other, once.
final class TokenBuckets {
  /// Places a key may be in.
  private static final int PROBES = 8;

  enum Charge {
    TAKEN,
    EMPTY,
    /// The key is not kept account of.
    NO_PLACE
  }

  private final AtomicLongArray keys;
  private final AtomicLongArray fullAt;
  private final int mask;
  private final long seed;

  /// @param places how many buckets can be in debt at once; a power of two
  /// @param seed unknown to senders, who choose keys and could push others out of their places
  TokenBuckets(int places, long seed) {
    if (places < PROBES || Integer.bitCount(places) != 1) {
      throw new IllegalArgumentException("places are a power of two");
    }
    keys = new AtomicLongArray(places);
    fullAt = new AtomicLongArray(places);
    mask = places - 1;
    this.seed = seed;
  }

  /// Takes tokens out of a bucket.
  ///
  /// @param now nanoseconds of a clock that does not go back, above 0
  /// @param interval nanoseconds in which one token comes back
  Charge charge(long key, long now, long interval, long burst, long tokens) {
    return take(key, now, tokens * interval, burst * interval);
  }

  /// Takes tokens whether they are there or not: what is missing has to come back first.
  void owe(long key, long now, long interval, long tokens) {
    var _ = take(key, now, tokens * interval, Long.MAX_VALUE);
  }

  private Charge take(long key, long now, long cost, long most) {
    while (true) {
      int place = placeOf(key, now);
      if (place < 0) {
        return Charge.NO_PLACE;
      }
      long holder = keys.get(place);
      long before = fullAt.get(place);
      if (holder != key && before > now) {
        // Another key has just been put there.
        continue;
      }
      long then = Math.max(now, before) + cost;
      if (then - now > most) {
        return Charge.EMPTY;
      }
      if ((holder == key || keys.compareAndSet(place, holder, key))
          && fullAt.compareAndSet(place, before, then)) {
        return Charge.TAKEN;
      }
    }
  }

  /// Gives tokens back.
  void refund(long key, long now, long interval, long tokens) {
    int place = placeOf(key, now);
    if (place >= 0 && keys.get(place) == key) {
      var _ = fullAt.addAndGet(place, -tokens * interval);
    }
  }

  /// Where the key is, or else where it can be put; -1 if nowhere.
  private int placeOf(long key, long now) {
    int first = (int) (mix(key ^ seed) >>> 32);
    int free = -1;
    for (int probe = 0; probe < PROBES; probe++) {
      int place = (first + probe) & mask;
      if (keys.get(place) == key) {
        return place;
      }
      if (free < 0 && fullAt.get(place) <= now) {
        free = place;
      }
    }
    return free;
  }

  /// Spreads keys that somebody else chooses (the finalizer of MurmurHash3).
  static long mix(long key) {
    long mixed = (key ^ (key >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
