package org.cotejo.model;

/// What a key may sign; every key is enrolled with exactly one.
public enum Role {
  /// Elections, enrolments, phases and corrigenda; k of n, offline.
  AUTHORITY,
  /// Time-marks, bulletins and incidents; on the server.
  OPERATOR,
  /// Rulings.
  COURT,
  /// Tally records of its own station.
  STATION
}
