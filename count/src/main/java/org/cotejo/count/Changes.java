package org.cotejo.count;

import java.util.BitSet;
import java.util.function.IntConsumer;

/// The stations of each contest whose published row may have changed, so that a bulletin renders
/// those alone.
public final class Changes {
  private final BitSet[] changed;

  Changes(int contests, int stations) {
    changed = new BitSet[contests];
    for (int contest = 0; contest < contests; contest++) {
      changed[contest] = new BitSet(stations);
    }
  }

  void add(int contest, int station) {
    changed[contest].set(station);
  }

  /// Hands over the changed stations of a contest, in order, and forgets them.
  public void take(int contest, IntConsumer station) {
    changed[contest].stream().forEach(station);
    changed[contest].clear();
  }
}
