package org.cotejo.server.gate;

/// Who is at the other end of a connection that showed a ticket. A copied ticket looks the same:
/// this says whom to charge, never whom to believe.
///
/// @param device id of the key that the ticket was made for
/// @param ticket which of the device's tickets: epoch and endpoint
/// @param network key of a [Network]
public record Visitor(long device, int ticket, long network) {}
