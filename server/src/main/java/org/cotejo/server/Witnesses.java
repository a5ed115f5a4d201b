package org.cotejo.server;

import java.time.Duration;
import java.util.List;
import org.cotejo.log.SignedNote;
import org.cotejo.log.WitnessClient;

/// Whom a publisher asks before it publishes a checkpoint, and when it has enough.
///
/// @param peers the witnesses
/// @param quorum the rule for enough
/// @param patience longest time that asking may take, above zero
public record Witnesses(List<WitnessClient.Peer> peers, Quorum quorum, Duration patience) {

  /// Which cosignatures together are enough.
  @FunctionalInterface
  public interface Quorum {
    boolean holdsFor(SignedNote checkpoint);
  }

  public Witnesses {
    peers = List.copyOf(peers);
    if (!patience.isPositive()) {
      throw new IllegalArgumentException("nobody answers in no time");
    }
  }
}
