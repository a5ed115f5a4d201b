package org.cotejo.audit;

import java.time.Duration;
import java.util.Optional;
import org.cotejo.audit.docket.DocketLog;
import org.cotejo.count.Fold;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;

/// The facts a verification ends with.
///
/// @param size entries under the newest checkpoint
/// @param age time since the newest time-mark under it
/// @param signatures statements whose signature was checked
/// @param files published files compared, to the byte
/// @param bulletins bulletins recomputed, to the byte
/// @param newest the newest of them
/// @param fold the count at the end of the log
/// @param docket what claims, challenges, evidence and decisions the log has
/// @param witnessed what the reader's policy found, if there is one
public record Summary(
    ElectionId election,
    ElectionPackage electionPackage,
    long size,
    Duration age,
    long signatures,
    long files,
    long bulletins,
    Optional<BulletinStatement> newest,
    Fold fold,
    DocketLog docket,
    Optional<Witnessed> witnessed) {}
