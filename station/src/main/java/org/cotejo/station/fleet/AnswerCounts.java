package org.cotejo.station.fleet;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.cotejo.station.delivery.Answer;

/// Counts what all senders of a fleet hear. Any thread.
final class AnswerCounts {
  private final LongAdder taken = new LongAdder();
  private final LongAdder known = new LongAdder();
  private final LongAdder unheard = new LongAdder();
  private final Map<String, LongAdder> problems = new ConcurrentHashMap<>();

  void count(Answer answer) {
    switch (answer) {
      case Answer.Taken of -> (of.isNew() ? taken : known).increment();
      case Answer.Unheard _ -> unheard.increment();
      case Answer.Refused of ->
          problems.computeIfAbsent(of.problem(), urn -> new LongAdder()).increment();
    }
  }

  Report report(Map<Route, Integer> stations, Map<Route, Integer> done, boolean isOver) {
    SortedMap<String, Long> counts = new TreeMap<>();
    problems.forEach((urn, count) -> counts.put(urn, count.sum()));
    return new Report(stations, done, taken.sum(), known.sum(), unheard.sum(), counts, isOver);
  }
}
