package org.cotejo.publication.bulk;

import java.util.Arrays;
import org.cotejo.count.StationState;
import org.cotejo.publication.TotalsRow;

/// Which state each station is in, in each contest it takes part in: twelve bytes each.
public final class StationStates {
  private int[] stations = new int[1 << 10];
  private int[] contests = new int[1 << 10];
  private StationState[] states = new StationState[1 << 10];
  private int size;

  /// Rows of stations, contest after contest.
  public void add(TotalsRow row) {
    if (size == stations.length) {
      stations = Arrays.copyOf(stations, 2 * size);
      contests = Arrays.copyOf(contests, 2 * size);
      states = Arrays.copyOf(states, 2 * size);
    }
    stations[size] = row.place();
    contests[size] = row.contest();
    states[size++] = row.state();
  }

  /// Stations in all, each as often as it takes part in a contest.
  public int size() {
    return size;
  }

  /// Takes a state.
  @FunctionalInterface
  interface Taker<E extends Exception> {
    /// @param station index
    /// @param contest index
    void take(int station, int contest, StationState state) throws E;
  }

  /// All of one contest.
  <E extends Exception> void ofContest(int contest, Taker<E> taker) throws E {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (contests[middle] < contest) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low; i < size && contests[i] == contest; i++) {
      taker.take(stations[i], contest, states[i]);
    }
  }

  /// The same station by station.
  ///
  /// @param count stations of the election
  ByStation byStation(int count) {
    return new ByStation(Members.of(size, i -> stations[i], count));
  }

  /// States in the order of stations.
  final class ByStation {
    private final Members rows;

    private ByStation(Members rows) {
      this.rows = rows;
    }

    <E extends Exception> void of(int station, Taker<E> taker) throws E {
      for (int row : rows.of(station).toArray()) {
        taker.take(station, contests[row], states[row]);
      }
    }
  }
}
