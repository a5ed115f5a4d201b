package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A witness whose key is ML-DSA-44: its cosignature names the log in at most 255 bytes and leaves
/// extension lines out.
class WitnessPostQuantumTest {
  private static final MerkleTree TREE = Vectors.tree(Vectors.tallyRecords(8));
  private static final Cosigner KEY =
      Cosigner.mlDsa44("witness.example/pq", new byte[32], new SecureRandom());

  @TempDir private Path directory;

  private Witness open(NoteVerifier log) throws IOException {
    return Witness.open(
        directory, KEY, List.of(log), InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)));
  }

  private static byte[] request(NoteSigner log, List<String> extensions) {
    var checkpoint = new Checkpoint(log.verifier().name(), 8, TREE.root(), extensions);
    return new AddCheckpoint(0, List.of(), log.sign(checkpoint.body())).bytes();
  }

  @Test
  void opensAgainAfterItCosignedACheckpointWithExtensionLines() throws IOException {
    NoteSigner log = Vectors.logSigner();
    Path kept = directory.resolve(WitnessStore.name(log.verifier().name()).hex());
    try (Witness witness = open(log.verifier())) {
      assertThat(witness.add(request(log, List.of("an extension"))).status()).isEqualTo(200);
    }

    try (Witness witness = open(log.verifier())) {
      assertThat(kept).exists();
      assertThat(witness.sizes().get(log.verifier().name())).hasValue(8);
    }
  }

  @Test
  void givesItsCosignatureOfACheckpointWithExtensionLinesToTheLog() throws Exception {
    NoteSigner log = Vectors.logSigner();
    var checkpoint = new Checkpoint(log.verifier().name(), 8, TREE.root(), List.of("an extension"));
    try (Witness witness = open(log.verifier());
        var served = LoopbackWitness.honest(witness);
        var client = new WitnessClient(List.of(served.as(KEY)), Duration.ofSeconds(10))) {
      WitnessClient.Asked asked =
          client.ask(log.sign(checkpoint.body()), (old, size) -> TREE.consistency(old, size));

      assertThat(asked.replies())
          .containsExactly(new WitnessReply(KEY.verifier().name(), WitnessReply.Outcome.COSIGNED));
      assertThat(asked.note().signatures()).hasSize(2);
    }
  }

  @Test
  void refusesToWatchALogWhoseNameItsCosignaturesCannotSay() {
    SigningKey key = SigningKey.fromSeed(Algorithm.ED25519, new byte[32]);
    NoteSigner log = new NoteSigner("o".repeat(256), key);

    assertThatThrownBy(() -> open(log.verifier()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("255 bytes");
  }
}
