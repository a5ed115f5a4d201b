package org.cotejo.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// What goes wrong in a night, and when. One seed makes one plan.
record ChaosPlan(Duration length, List<Event> events) {
  /// Region whose link stays cut in the end.
  static final int LOST_REGION = Terrain.REGIONS - 1;

  /// @param at after the beginning
  record Event(Duration at, Action action) {}

  /// What can go wrong, and be put right.
  sealed interface Action {
    record Cut(int region) implements Action {}

    record Join(int region) implements Action {}

    record Throttle(int region, int kilobits) implements Action {}

    record Unthrottle(int region) implements Action {}

    record Kill() implements Action {}

    record FillDisk() implements Action {}

    record FreeDisk() implements Action {}

    /// For the report.
    default String text() {
      return switch (this) {
        case Cut(int region) -> "the link to region " + (1 + region) + " is cut";
        case Join(int region) -> "the link to region " + (1 + region) + " is back";
        case Throttle(int region, int kilobits) ->
            "the link to region " + (1 + region) + " is down to " + kilobits + " kbit/s";
        case Unthrottle(int region) -> "the link to region " + (1 + region) + " is good again";
        case Kill() -> "the server is killed";
        case FillDisk() -> "the server's disk is full";
        case FreeDisk() -> "there is room on the disk again";
      };
    }
  }

  static ChaosPlan of(long seed, Duration length) {
    var random = new SplittableRandom(seed);
    var making = new Making(random, length.toMillis(), new ArrayList<>());
    for (int region = 0; region < Terrain.REGIONS; region++) {
      making.add(
          0.05 + 0.2 * region,
          0.15,
          new Action.Throttle(region, 64 << random.nextInt(3)),
          new Action.Unthrottle(region));
    }
    for (int region = 0; region < LOST_REGION; region++) {
      making.add(0.15 + 0.3 * region, 0.15, new Action.Cut(region), new Action.Join(region));
    }
    making.add(0.2, 0, new Action.Kill());
    making.add(0.6, 0, new Action.Kill());
    making.add(0.4, 0.1, new Action.FillDisk(), new Action.FreeDisk());
    making.add(0.62, 0, new Action.Cut(LOST_REGION));
    making.events.sort(Comparator.comparing(Event::at));
    return new ChaosPlan(length, List.copyOf(making.events));
  }

  private record Making(SplittableRandom random, long millis, List<Event> events) {
    /// @param from share of the night, give or take
    /// @param lasting share of the night until each next action
    void add(double from, double lasting, Action... actions) {
      double at = from + random.nextDouble(0.05);
      for (Action action : actions) {
        events.add(new Event(Duration.ofMillis((long) (at * millis)), action));
        at += lasting;
      }
    }
  }
}
