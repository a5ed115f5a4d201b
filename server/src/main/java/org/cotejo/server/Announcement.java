package org.cotejo.server;

import org.cotejo.model.BulletinStatement;

/// A bulletin that was just published, for people who watch the process.
///
/// @param counted stations whose value is in the totals of the first contest, at the bulletin's
///   size
/// @param stations all stations of that contest
public record Announcement(BulletinStatement bulletin, long counted, long stations) {}
