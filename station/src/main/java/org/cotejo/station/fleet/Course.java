package org.cotejo.station.fleet;

import java.time.Duration;

/// One station's night. Times are since the polls closed.
///
/// @param closes when its count is closed and its records are signed
/// @param networkReturns until when its area has no network; zero if it always has
/// @param isFlapping whether its link fails again and again ([NightPlan#linkOf])
/// @param clockError by how much its clock is wrong
/// @param copies how often its records are sent, 1 or 2
public record Course(
    Route route,
    Duration closes,
    Duration networkReturns,
    boolean isFlapping,
    Duration clockError,
    int copies) {
  /// Whether it has no network when its count is closed.
  public boolean isCutOff() {
    return closes.compareTo(networkReturns) < 0;
  }
}
