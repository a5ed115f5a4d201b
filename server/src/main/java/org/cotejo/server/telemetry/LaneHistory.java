package org.cotejo.server.telemetry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What the ticker remembers of one lane: every second of the last hour, the last minute in full,
/// the networks of this minute of the clock and of the one before. One thread at a time is let in.
final class LaneHistory {
  /// Seconds remembered.
  static final int SECONDS = 3_600;

  private static final long MINUTE = 60;

  private final Lane lane;
  private final LaneCounters counters;
  private final Gazetteer gazetteer;
  private final Deque<Second> seconds = new ArrayDeque<>();
  private final Deque<Interval> minute = new ArrayDeque<>();
  private Totals totals = Totals.NONE;
  private Longest longest = Longest.NONE;
  private CrowdCount crowd = new CrowdCount();
  private Optional<Snapshot.Crowd> lastMinute = Optional.empty();

  /// One second in full.
  private record Interval(long time, Totals added, Longest longest) {
    Snapshot.Span span() {
      return LaneHistory.span(added, longest);
    }
  }

  /// The longest answers, in microseconds.
  private record Longest(long accepted, long duplicates) {
    static final Longest NONE = new Longest(0, 0);

    Longest or(Longest other) {
      return new Longest(
          Math.max(accepted, other.accepted), Math.max(duplicates, other.duplicates));
    }
  }

  /// Networks of a minute, while it lasts.
  private record CrowdCount(HyperLogLog distinct, TopNetworks busiest, TopNetworks refusedMost) {
    CrowdCount() {
      this(new HyperLogLog(), new TopNetworks(), new TopNetworks());
    }

    Snapshot.Crowd at(long time, Gazetteer gazetteer) {
      return new Snapshot.Crowd(
          time - Math.floorMod(time, MINUTE),
          distinct.estimate(),
          gazetteer.senders(busiest),
          gazetteer.senders(refusedMost));
    }
  }

  LaneHistory(Lane lane, LaneCounters counters, Gazetteer gazetteer) {
    this.lane = lane;
    this.counters = counters;
    this.gazetteer = gazetteer;
    counters.gatherAnew(crowd.distinct(), Counts.NONE);
  }

  /// Takes what was counted since the last time.
  ///
  /// @param time the second that ended
  /// @param covered how many seconds it has been
  /// @return the second, and how the lane looks now
  Now advance(long time, long covered) {
    Totals before = totals;
    totals = counters.totals();
    Totals added = totals.minus(before);
    var interval = new Interval(time, added, longest(added));
    longest = longest.or(interval.longest());
    // Also after the clock was set back, nothing older than a minute and nothing to come.
    minute.removeIf(old -> old.time() <= time - MINUTE || old.time() > time);
    minute.addLast(interval);

    CrowdCount seen = crowd;
    boolean minuteEnds = Math.floorMod(time + 1, MINUTE) == 0;
    crowd = minuteEnds ? new CrowdCount() : crowd;
    Gathering gathering = counters.gatherAnew(crowd.distinct(), added.counts());
    gathering.requests().weigh(added.counts().requests(), seen.busiest());
    gathering.refusals().weigh(added.counts().allRefused(), seen.refusedMost());
    Snapshot.Crowd thisMinute = seen.at(time, gazetteer);

    long open = totals.counts().open();
    Snapshot.Span newest = interval.span();
    var second =
        new Second(
            time, covered, lane, open, added.counts(), newest.accepted(), thisMinute.distinct());
    remember(second);
    var view =
        new Snapshot.LaneView(
            open, newest, lastSixtySeconds(), span(totals, longest), thisMinute, lastMinute);
    lastMinute = minuteEnds ? Optional.of(thisMinute) : lastMinute;
    return new Now(second, view);
  }

  /// What comes of a second that ended.
  record Now(Second second, Snapshot.LaneView view) {}

  /// The newest seconds, oldest first.
  List<Second> newest(int limit) {
    return seconds.stream().skip(Math.max(0, seconds.size() - limit)).toList();
  }

  private void remember(Second second) {
    if (seconds.size() == SECONDS) {
      seconds.removeFirst();
    }
    seconds.addLast(second);
  }

  private Snapshot.Span lastSixtySeconds() {
    Totals sum = Totals.NONE;
    Longest most = Longest.NONE;
    for (Interval interval : minute) {
      sum = sum.plus(interval.added());
      most = most.or(interval.longest());
    }
    return span(sum, most);
  }

  /// The longest answer stays for the next second if the answer itself is not counted yet.
  private Longest longest(Totals added) {
    return new Longest(
        added.counts().accepted() == 0 ? 0 : counters.acceptedTimes().takeLongestMicros(),
        added.counts().duplicates() == 0 ? 0 : counters.duplicateTimes().takeLongestMicros());
  }

  private static Snapshot.Span span(Totals totals, Longest longest) {
    return new Snapshot.Span(
        totals.counts(),
        totals.accepted().latency(longest.accepted()),
        totals.duplicates().latency(longest.duplicates()));
  }
}
