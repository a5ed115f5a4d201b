package org.cotejo.bench;

import java.net.InetAddress;
import org.cotejo.cose.Sign1;

/// A record on its way: what its station posts, where and from which address.
///
/// @param number in the order of dispatch
/// @param path with the station's ticket, or without one
/// @param source address of the station's network
record Letter(int number, String path, Sign1 statement, InetAddress source) {
  static final String NO_TICKET = "/statements";

  /// Number of the one letter that comes before all others.
  static final int OPENING = -1;

  /// The same, handed in by somebody who has no ticket.
  Letter withoutTicket() {
    return new Letter(number, NO_TICKET, statement, source);
  }

  byte[] request() {
    return Unwanted.request(path, "close", statement.bytes());
  }
}
