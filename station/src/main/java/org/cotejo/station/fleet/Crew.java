package org.cotejo.station.fleet;

import java.io.IOException;
import java.util.List;
import org.cotejo.cose.Sign1;
import org.cotejo.station.delivery.Endpoint;

/// Whoever counts, signs, prints and photographs at the stations of a fleet. Any thread.
public interface Crew {
  /// The signed records of a station, the same bytes each time.
  ///
  /// @param station its index
  List<Sign1> records(int station) throws IOException;

  /// The ways that a station has, at least one.
  List<Endpoint> ways(int station);

  /// What is read off a photograph of the sheet that has this record on it.
  ///
  /// @param take of several photographs of one sheet
  Sign1 photographed(Sign1 record, int take) throws IOException;
}
