package org.cotejo.audit.docket;

import java.util.OptionalLong;

/// When a statement arrived, as far as the log can tell: between the time-marks around it. POSIX
/// seconds.
///
/// @param after of the newest mark before it; empty if there is none
/// @param before of the first mark after it; empty if there is none yet
public record Arrival(OptionalLong after, OptionalLong before) {}
