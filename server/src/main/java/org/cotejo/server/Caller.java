package org.cotejo.server;

import io.netty.handler.codec.http.HttpRequest;

/// Whoever is at the other end of one connection, as its lane sees them. Used on the connection's
/// event loop.
interface Caller {
  /// A request begins, of which the body has not been read.
  Visit hear(HttpRequest request);

  /// Something came that cannot be read as a request.
  Visit unreadable(Refusal refusal);

  /// Whether the network is turned away altogether since the connection was let in; not a sender of
  /// whom something was taken from there. Counts as a refusal.
  boolean isTurnedAway();

  /// Whether the connection is one sender's, who can be made to wait for what was asked in vain; a
  /// proxy's is not.
  boolean isOneSenders();

  /// The connection has ended.
  void left();

  /// Whether a statement of the caller's was taken before, on this connection or another.
  boolean isProved();
}
