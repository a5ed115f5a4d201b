package org.cotejo.station.fleet;

import java.time.Duration;

/// One copy of a station's records comes to the log.
///
/// @param moment since the polls closed
/// @param station its index
public record PlannedArrival(Duration moment, int station) {}
