package org.cotejo.server;

import java.io.IOException;
import org.cotejo.log.Sequencer;
import org.cotejo.log.SignedNote;
import org.cotejo.log.WitnessClient;
import org.cotejo.publication.Witnessing;

/// Gets the cosignatures of an election's witnesses for its checkpoints. Whatever witnesses do, the
/// checkpoint is published: a missing quorum is told, not waited for.
final class Cosigning implements AutoCloseable {
  private final WitnessClient client;
  private final Witnesses.Quorum quorum;
  private final Sequencer<Submission, Refusal> sequencer;

  /// @param checkpoint as it is to be published
  /// @param state what to tell about it
  record Cosigned(SignedNote checkpoint, Witnessing state) {}

  Cosigning(Witnesses witnesses, Sequencer<Submission, Refusal> sequencer) {
    this.client = new WitnessClient(witnesses.peers(), witnesses.patience());
    this.quorum = witnesses.quorum();
    this.sequencer = sequencer;
  }

  /// @param checkpoint signed by the log, of a size that is committed
  Cosigned ask(SignedNote checkpoint, long size) throws IOException {
    try {
      WitnessClient.Asked asked =
          client.ask(checkpoint, (old, now) -> sequencer.read(tree -> tree.consistency(old, now)));
      var state = new Witnessing(size, quorum.holdsFor(asked.note()), asked.replies());
      return new Cosigned(asked.note(), state);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while asking witnesses", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
