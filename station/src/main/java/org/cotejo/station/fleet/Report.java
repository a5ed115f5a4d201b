package org.cotejo.station.fleet;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How far a fleet has come, and what its senders heard in this run.
///
/// @param stations by route, how many there are
/// @param done by route, of how many stations the log has all records, this run's and earlier ones'
/// @param taken answers that a statement is new in the log
/// @param known answers that the log had it already
/// @param unheard tries without an answer, as of a station that has no network
/// @param problems other answers, by the URN of their problem
/// @param isOver whether the time of the night ended before its stations were done
public record Report(
    Map<Route, Integer> stations,
    Map<Route, Integer> done,
    long taken,
    long known,
    long unheard,
    SortedMap<String, Long> problems,
    boolean isOver) {
  public Report {
    stations = new EnumMap<>(stations);
    done = new EnumMap<>(done);
    problems = new TreeMap<>(problems);
  }

  /// Stations of which the log has not answered for every record.
  public int left() {
    return sum(stations) - sum(done);
  }

  private static int sum(Map<Route, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
