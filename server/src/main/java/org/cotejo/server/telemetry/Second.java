package org.cotejo.server.telemetry;

/// One line of raw counters: what one lane counted in one second, or in several if the machine did
/// not come to look at the counters in between.
///
/// @param time the last second covered, in POSIX seconds: from `time` to `time + 1`
/// @param seconds how many seconds are covered, nearly always 1
/// @param open connections open at the end
/// @param counted what was added to the counters
/// @param accepted how long the answers to new records took
/// @param networks estimate of the distinct networks seen in this minute of the clock, up to here
public record Second(
    long time,
    long seconds,
    Lane lane,
    long open,
    Counts counted,
    Latency accepted,
    long networks) {
  /// After more than an hour, the clock was set and no time has passed that anything is known
  /// about.
  static final long MAX_SECONDS = 3_600;

  /// The last second of the year 9999.
  static final long MAX_TIME = 253_402_300_799L;

  public Second {
    if (seconds < 1 || seconds > MAX_SECONDS || time < 0 || time > MAX_TIME || open < 0) {
      throw new IllegalArgumentException("no second of any clock");
    }
    if (networks < 0) {
      throw new IllegalArgumentException("a count below 0");
    }
  }
}
