package org.cotejo.station.fleet;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What somebody carries to where there is a network: records of stations whose route is this one.
///
/// @param number from 0, among the loads of its route
/// @param arrives since the polls closed; by then all of its stations have closed their count
/// @param stations by their index
/// @param again stations of another load, whose records are carried a second time
public record Load(
    Route route, int number, Duration arrives, List<Integer> stations, List<Integer> again) {
  public Load {
    stations = List.copyOf(stations);
    again = List.copyOf(again);
  }

  /// Everybody's whose records are in it.
  List<Integer> all() {
    return Stream.concat(stations.stream(), again.stream()).toList();
  }

  /// The name of its bundle.
  String name() {
    return route.label() + "-" + number;
  }
}
