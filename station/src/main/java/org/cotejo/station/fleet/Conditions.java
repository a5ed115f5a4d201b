package org.cotejo.station.fleet;

import java.time.Duration;
import java.util.stream.IntStream;

/// What a night is like. Shares are stations of a thousand.
///
/// @param cutOff stations whose area has no network when the polls close
/// @param outage after which the network comes back there, area by area
/// @param couriers stations whose records are carried, and reach the log no other way
/// @param photographs stations of whose records only photographs reach the log
/// @param flapping links that fail, or fail after the log has heard, again and again
/// @param wrongClocks machines whose clock is wrong, by up to ten years
/// @param twice stations whose records are sent a second time
public record Conditions(
    int cutOff,
    Duration outage,
    int couriers,
    int photographs,
    int flapping,
    int wrongClocks,
    int twice) {
  private static final int ALL = 1000;
  private static final Duration LONGEST_OUTAGE = Duration.ofDays(7);

  /// A night in which not much happens.
  public static final Conditions USUAL = new Conditions(40, Duration.ofHours(4), 20, 5, 50, 30, 30);

  public Conditions {
    boolean areShares =
        IntStream.of(cutOff, couriers, photographs, flapping, wrongClocks, twice)
            .allMatch(share -> share >= 0 && share <= ALL);
    if (!areShares || couriers + photographs > ALL) {
      throw new IllegalArgumentException(
          "shares are stations of a thousand, 0 to 1000, couriers and photographs together as well");
    }
    if (outage.isNegative() || outage.compareTo(LONGEST_OUTAGE) > 0) {
      throw new IllegalArgumentException("an outage lasts up to seven days");
    }
  }

  /// How many of these stations a share is, rounded down.
  static int of(int share, int stations) {
    return (int) ((long) stations * share / ALL);
  }
}
