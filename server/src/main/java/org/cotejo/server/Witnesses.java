package org.cotejo.server;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Policy;
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

  /// The witnesses and the quorum of a policy; what it says of logs is for its readers.
  ///
  /// @throws MalformedException if a witness has no address to ask at
  public static Witnesses of(Policy policy) throws MalformedException {
    var peers = new ArrayList<WitnessClient.Peer>();
    for (Policy.Witness witness : policy.witnesses()) {
      try {
        String address = witness.url().orElseThrow(() -> new MalformedException("no address"));
        peers.add(new WitnessClient.Peer(witness.key(), URI.create(address)));
      } catch (MalformedException | IllegalArgumentException e) {
        throw new MalformedException(
            "witness %s cannot be asked: %s".formatted(witness.name(), e.getMessage()));
      }
    }
    return new Witnesses(peers, checkpoint -> holds(policy, checkpoint), WitnessClient.PATIENCE);
  }

  private static boolean holds(Policy policy, SignedNote checkpoint) {
    try {
      return policy.evaluate(checkpoint).holds();
    } catch (MalformedException e) {
      // It lists the log under other keys: what it asks for is not there.
      return false;
    }
  }
}
