package org.cotejo.server.telemetry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The networks with the most events of a minute, in the memory of 64 counters: Space-Saving
/// (Metwally, Agrawal, El Abbadi, 2005). Every network with more than 1/64 of all events is among
/// them, and no count is too high by more than 1/64 of all.
final class TopNetworks {
  static final int COUNTERS = 64;

  /// One of them.
  ///
  /// @param atLeast events that it certainly had, of those that were added
  /// @param atMost events that it can have had
  record Heavy(long network, long atLeast, long atMost) {}

  private final long[] networks = new long[COUNTERS];
  private final long[] counts = new long[COUNTERS];
  private final long[] errors = new long[COUNTERS];
  private int used;

  void add(long network, long events) {
    int at = place(network);
    if (networks[at] != network || at == used) {
      // The one with the least gives way; for all we know, its events were this one's.
      errors[at] = counts[at];
      networks[at] = network;
      used = Math.max(used, at + 1);
    }
    counts[at] += events;
  }

  private int place(long network) {
    int least = 0;
    for (int i = 0; i < used; i++) {
      if (networks[i] == network) {
        return i;
      }
      least = counts[i] < counts[least] ? i : least;
    }
    return used < COUNTERS ? used : least;
  }

  /// The first of them, most events first.
  List<Heavy> largest(int limit) {
    List<Heavy> all = new ArrayList<>();
    for (int i = 0; i < used; i++) {
      all.add(new Heavy(networks[i], counts[i] - errors[i], counts[i]));
    }
    all.sort(Comparator.comparingLong(Heavy::atMost).reversed().thenComparingLong(Heavy::network));
    return List.copyOf(all.subList(0, Math.min(limit, used)));
  }
}
