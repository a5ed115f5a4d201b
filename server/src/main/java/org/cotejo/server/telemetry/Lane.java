package org.cotejo.server.telemetry;

import java.util.Arrays;
import java.util.Optional;

/// The ways in, counted apart because their senders and limits have nothing in common.
public enum Lane {
  /// Stations with tickets.
  STATIONS("stations"),
  /// Couriers and whoever has no ticket.
  OPEN("open"),
  /// Operators with the operator key.
  OPERATORS("operators");

  private final String label;

  Lane(String label) {
    this.label = label;
  }

  /// The name in files and metrics; it does not change.
  public String label() {
    return label;
  }

  static Optional<Lane> of(String label) {
    return Arrays.stream(values()).filter(lane -> lane.label.equals(label)).findFirst();
  }
}
