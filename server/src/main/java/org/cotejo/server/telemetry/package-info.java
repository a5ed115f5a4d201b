/// What came to the front door and what became of it, counted per second and lane: for the
/// operator's console, for Prometheus and OpenTelemetry, and as raw counters on disk that a
/// statement about an incident can be checked against. Counting never stands in the way of the
/// intake.
@NullMarked
package org.cotejo.server.telemetry;

import org.jspecify.annotations.NullMarked;
