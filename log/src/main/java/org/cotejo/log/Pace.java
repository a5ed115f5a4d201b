package org.cotejo.log;

import java.time.Duration;

/// How fast a sequencer has been lately while it had something to do, so that whoever finds no room
/// can be told when there will be. One thread measures, any may ask.
final class Pace {
  /// The newest group counts an eighth.
  private static final int MEMORY = 8;

  private volatile long nanosPerEntry;
  private volatile long began;
  private volatile boolean busy;

  void begin(long nanos) {
    began = nanos;
    busy = true;
  }

  void end(long nanos, int entries) {
    long before = nanosPerEntry;
    long newest = (nanos - began) / entries;
    nanosPerEntry = before == 0 ? newest : before + (newest - before) / MEMORY;
    busy = false;
  }

  Duration perEntry() {
    return Duration.ofNanos(nanosPerEntry);
  }

  /// How long so many will take; never shorter than the group under way has taken already, since a
  /// disk that hangs says nothing.
  Duration toServe(int entries, long nanos) {
    long expected = entries * nanosPerEntry;
    return Duration.ofNanos(busy ? Math.max(expected, nanos - began) : expected);
  }
}
