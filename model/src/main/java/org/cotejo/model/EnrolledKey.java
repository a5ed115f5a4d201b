package org.cotejo.model;

import org.cotejo.cose.VerificationKey;

/// A key the election knows, with what it may do at this point of the log.
///
/// @param station index of the station whose device holds the key; -1 for every other role
/// @param late enrolled after counting opened: its station is a line of its own in the coverage
/// @param revoked no longer valid; its tally records are held from here on
/// @param organisation index in entry 0 of the organisation that holds the key, or whose agent
///   does; -1 for every other role
public record EnrolledKey(
    VerificationKey key, Role role, int station, boolean late, boolean revoked, int organisation) {

  /// A key that is no organisation's.
  public EnrolledKey(VerificationKey key, Role role, int station, boolean late, boolean revoked) {
    this(key, role, station, late, revoked, -1);
  }

  /// An organisation's own key, or one of its agents'.
  static EnrolledKey of(VerificationKey key, Role role, int organisation) {
    return new EnrolledKey(key, role, -1, false, false, organisation);
  }

  EnrolledKey withRevoked() {
    return new EnrolledKey(key, role, station, late, true, organisation);
  }
}
