package org.cotejo.publication.bulk;

import java.io.IOException;
import org.cotejo.publication.TotalsRow;

/// The stations of one contest, figure by figure instead of station by station: formats that list
/// all stations below each selection need them so.
public interface ContestColumns {
  /// Takes some figures of one station.
  @FunctionalInterface
  interface Taker {
    /// @param station its index
    /// @param values in the order asked for; [TotalsRow#NONE] where the station has none. The array
    ///   is used again for the next station
    void take(int station, long[] values) throws IOException;
  }

  /// The row of the area that the contest is held in.
  TotalsRow total();

  /// Goes through some figures of all stations, in the order of the shards.
  ///
  /// @param positions as in the layout of the rows
  void forEach(int[] positions, Taker taker) throws IOException;
}
