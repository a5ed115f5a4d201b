package org.cotejo.server;

import io.netty.handler.codec.http.HttpRequest;

/// Whoever is at the other end of one connection, as its lane sees them. Used on the connection's
/// event loop.
interface Caller {
  /// A request begins, of which the body has not been read.
  Visit hear(HttpRequest request);

  /// Something came that cannot be read as a request.
  Visit unreadable(Refusal refusal);

  /// The connection has ended.
  void left();

  /// Whether a statement of the caller's was taken before, on this connection or another.
  boolean isProved();
}
