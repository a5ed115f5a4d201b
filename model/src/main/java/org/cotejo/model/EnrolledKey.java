package org.cotejo.model;

import org.cotejo.cose.VerificationKey;

/// A key the election knows, with what it may do at this point of the log.
///
/// @param station index of the station whose device holds the key; -1 for every other role
/// @param late enrolled after counting opened: its station is a line of its own in the coverage
/// @param revoked no longer valid; its tally records are held from here on
public record EnrolledKey(
    VerificationKey key, Role role, int station, boolean late, boolean revoked) {

  EnrolledKey withRevoked() {
    return new EnrolledKey(key, role, station, late, true);
  }
}
