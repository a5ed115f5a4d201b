package org.cotejo.server.telemetry;

import java.util.Arrays;
import java.util.Optional;

/// Why a request, or the connection it would have come on, was turned away. Labels are stable: raw
/// counters of last week and dashboards are read by them.
public enum Reason {
  /// The network has as many connections as one may have.
  NETWORK_FULL("network-full"),
  /// The network was turned away before, too often.
  NETWORK_REFUSED("network-refused"),
  NO_TICKET("no-ticket"),
  BAD_TICKET("bad-ticket"),
  /// More than the device or its network may send.
  RATE("rate"),
  /// The client puzzle is missing or wrong.
  PUZZLE("puzzle"),
  TOO_LARGE("too-large"),
  BAD_REQUEST("bad-request"),
  TIMEOUT("timeout"),
  NOT_FOUND("not-found"),
  METHOD("method"),
  MALFORMED("malformed"),
  UNKNOWN_KEY("unknown-key"),
  BAD_SIGNATURE("bad-signature"),
  NOT_PERMITTED("not-permitted"),
  /// Counting is not open yet.
  NOT_OPEN("not-open"),
  /// Full at the moment.
  BUSY("busy"),
  /// Closed to make room for a sender with a ticket.
  EVICTED("evicted");

  private final String label;

  Reason(String label) {
    this.label = label;
  }

  /// The name in files and metrics; it does not change.
  public String label() {
    return label;
  }

  static Optional<Reason> of(String label) {
    return Arrays.stream(values()).filter(reason -> reason.label.equals(label)).findFirst();
  }
}
