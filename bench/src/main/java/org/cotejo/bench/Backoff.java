package org.cotejo.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;

/// How long a station waits before it tries again: longer each time, and anything from nothing to
/// that, so that those who failed together do not come back together.
final class Backoff {
  private static final long FIRST_MILLIS = 250;
  private static final long LONGEST_MILLIS = 8_000;
  private static final int MAX_DOUBLINGS = 5;

  private final SplittableRandom random;
  private int attempts;

  Backoff(SplittableRandom random) {
    this.random = random;
  }

  /// @param asked how long the server asked for, which comes on top
  Duration next(Optional<Duration> asked) {
    long longest = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(MAX_DOUBLINGS, attempts));
    attempts++;
    return asked.orElse(Duration.ZERO).plusMillis(random.nextLong(longest + 1));
  }
}
