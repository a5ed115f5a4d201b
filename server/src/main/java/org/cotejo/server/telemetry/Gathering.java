package org.cotejo.server.telemetry;

/// Where a lane notes networks at the moment. The ticker lays out another every second; what a slow
/// thread still writes into an old one is lost to the sketches, never to the counters.
///
/// @param distinct of this minute, the same for all its seconds
/// @param requests of this second
/// @param refusals of this second
record Gathering(HyperLogLog distinct, Samples requests, Samples refusals) {}
