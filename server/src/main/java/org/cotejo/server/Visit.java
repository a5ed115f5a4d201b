package org.cotejo.server;

import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.log.Priority;

/// One request, as its lane sees it: whether it is heard, and what is remembered of how it went.
interface Visit {
  /// Why the request is not heard, if it is not.
  Optional<Refusal> refusal();

  Priority priority();

  /// Why the statement is not looked at, if it is not.
  ///
  /// @param puzzle the header `cotejo-puzzle`, empty if there is none
  Optional<Refusal> weigh(Hash leaf, String puzzle);

  /// A statement by this signer is in the log, and was not before.
  ///
  /// @param nanos since its last byte came in
  void accepted(KeyId signer, long nanos);

  /// The statement was in the log already.
  ///
  /// @return whether that was to be expected of this sender; if not, it counts as asked in vain
  boolean duplicate(long nanos);

  void refused(Refusal.Problem problem);
}
