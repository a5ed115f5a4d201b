package org.cotejo.model;

/// What a key may sign; every key is enrolled with exactly one.
public enum Role {
  /// Elections, enrolments of stations, phases and corrigenda; k of n, offline.
  AUTHORITY,
  /// Time-marks, bulletins and incidents; on the server.
  OPERATOR,
  /// Rulings.
  COURT,
  /// Openings and tally records of its own station.
  STATION,
  /// Enrolments of its own agents, copies of sheets, claims, challenges and evidence.
  ORGANISATION,
  /// Copies of sheets and evidence, for the organisation that enrolled it.
  AGENT
}
