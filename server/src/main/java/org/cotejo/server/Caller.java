package org.cotejo.server;

import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.log.Priority;

/// Whoever is at the other end of one connection, as its lane sees them: what they may ask, and what
/// is remembered of how it went. One for each connection, used on its event loop.
interface Caller {
  Priority priority();

  /// Why a request is not heard, if it is not. Asked once for each, before its body is read.
  Optional<Refusal> hear(HttpRequest request);

  /// Why a statement is not looked at, if it is not.
  ///
  /// @param puzzle the header `cotejo-puzzle`, empty if there is none
  Optional<Refusal> weigh(Hash leaf, String puzzle);

  /// A statement by this signer is in the log, and was not before.
  ///
  /// @param nanos since its last byte came in
  void accepted(KeyId signer, long nanos);

  /// A statement was in the log already.
  void duplicate(long nanos);

  void refused(Refusal.Problem problem);

  /// The connection has ended.
  void left();

  /// Whether a statement of the caller's was taken before, on this connection or another.
  boolean isProved();
}
