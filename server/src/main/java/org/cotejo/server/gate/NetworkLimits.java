package org.cotejo.server.gate;

import java.time.Duration;
import java.util.Set;

/// When a network is refused, and for how long.
///
/// @param failures that a network may have within the window; what comes on top refuses it. The
///   count leaks: at a rate just below this it is never refused
/// @param window in which they count
/// @param refusal how long it is refused; an honest sender behind the same address waits no longer
/// @param spared networks that are never refused, above all those of one's own proxies
public record NetworkLimits(int failures, Duration window, Duration refusal, Set<Network> spared) {
  private static final int MAX_FAILURES = 10_000;
  private static final int MAX_SPARED = 1024;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  /// An address shared by hundreds of stations may fail a few times each; a flood fails as often in
  /// a hundredth of a second.
  public static final NetworkLimits STANDARD =
      new NetworkLimits(300, Duration.ofSeconds(10), Duration.ofSeconds(60), Set.of());

  public NetworkLimits {
    spared = Set.copyOf(spared);
    if (failures < 1 || failures > MAX_FAILURES) {
      throw new IllegalArgumentException("failures must be from 1 to " + MAX_FAILURES);
    }
    check("window", window);
    check("refusal", refusal);
    if (spared.size() > MAX_SPARED) {
      throw new IllegalArgumentException("at most %d networks are spared".formatted(MAX_SPARED));
    }
  }

  private static void check(String name, Duration time) {
    if (time.compareTo(SHORTEST) < 0 || time.compareTo(KernelSet.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s must be from %s to %s".formatted(name, SHORTEST, KernelSet.LONGEST));
    }
  }
}
