package org.cotejo.station.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: anything from nothing to a limit that doubles with each
/// failure ("full jitter"), so that those who failed together do not come back together. What a
/// server asked for comes before it.
///
/// @param first the limit after one failure
/// @param longest the limit that is never exceeded
public record Backoff(Duration first, Duration longest) {
  /// For a way that does not answer: hours may pass before it does.
  public static final Backoff OF_WAY = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(5));

  /// For a statement that is not taken yet: it takes people to change that.
  public static final Backoff OF_STATEMENT =
      new Backoff(Duration.ofSeconds(20), Duration.ofMinutes(10));

  private static final int MAX_DOUBLINGS = 20;

  public Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("no waiting between " + first + " and " + longest);
    }
  }

  /// @param failures in a row, at least 1
  /// @param asked how long the server asked for; zero if it did not
  public Duration after(int failures, Duration asked, RandomGenerator random) {
    long doubled = first.toMillis() << Math.min(MAX_DOUBLINGS, Math.max(0, failures - 1));
    return asked.plusMillis(random.nextLong(Math.min(longest.toMillis(), doubled) + 1));
  }
}
