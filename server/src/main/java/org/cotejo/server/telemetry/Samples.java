package org.cotejo.server.telemetry;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/// The networks of some of one second's events, from any thread, for the ticker to weigh: of all of
/// them while there are few, of one in 2ⁿ during a flood. How many events there were is counted
/// elsewhere, exactly; each sample stands for its share of them.
final class Samples {
  static final int CAPACITY = 8_192;

  private final long seed;
  private final long mask;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicLongArray networks = new AtomicLongArray(CAPACITY);

  /// Samples for a second that is expected to be like one with this many events.
  Samples(long events, long seed) {
    this.seed = seed;
    this.mask = events <= CAPACITY ? 0 : Long.highestOneBit((events - 1) / CAPACITY) * 2 - 1;
  }

  /// @param event a number that differs from call to call
  void offer(long event, long network) {
    // Looking first keeps threads off the shared counter once there are enough.
    if ((Bits.mix(event + seed) & mask) == 0 && taken.get() < CAPACITY) {
      int place = taken.getAndIncrement();
      if (place < CAPACITY) {
        networks.setOpaque(place, network);
      }
    }
  }

  /// Adds every sample up, together as much as there were events.
  void weigh(long events, TopNetworks top) {
    int samples = Math.min(taken.get(), CAPACITY);
    for (int i = 0; i < samples; i++) {
      long network = networks.getOpaque(i);
      long weight = events / samples + (i < events % samples ? 1 : 0);
      // 0 is no network: another thread is about to write it.
      if (network != 0 && weight > 0) {
        top.add(network, weight);
      }
    }
  }
}
