package org.cotejo.audit;

import java.time.Instant;
import java.util.Optional;

/// What a reader's policy found on the checkpoint; its quorum holds.
///
/// @param cosigned how many of the policy's witnesses cosigned
/// @param witnesses how many it knows
/// @param quorum the name of what must have cosigned, `none` if nobody
/// @param newest when the newest cosignature was made, by that witness's clock
public record Witnessed(long cosigned, long witnesses, String quorum, Optional<Instant> newest) {}
