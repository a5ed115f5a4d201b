package org.cotejo.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;

class Ed25519CosignerTest {
  private static final String LINE =
      "— witness.example/w1 IDJKvgAAAABlU/EA63WODcDM/vHAUgyXu7oOGJi6+VtpZEwFoJYB5gzdtixC5UqGoFoHHGdO6twRt0uO6q/LfRRLd933snbO0TAWDA==";

  @Test
  void makesTheKnownCosignature() throws MalformedException {
    byte[] seed = new byte[32];
    for (int i = 0; i < seed.length; i++) {
      seed[i] = (byte) (0x20 + i);
    }
    var cosigner =
        new Ed25519Cosigner("witness.example/w1", SigningKey.fromSeed(Algorithm.ED25519, seed));
    Hash root = Hash.parseBase64("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=");
    var checkpoint = new Checkpoint("example.com/tally", 8, root);

    assertThat(cosigner.verifier().vkey())
        .isEqualTo("witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X");
    SignedNote.Signature line = cosigner.cosign(checkpoint, 1_700_000_000);
    assertThat(line.line()).isEqualTo(LINE);
    SignedNote.of(checkpoint.body(), List.of(line))
        .verify(List.of(NoteVerifier.parse(cosigner.verifier().vkey())));
  }

  @Test
  void verifiesTheCosignatureOfAnotherProgram() throws MalformedException {
    SignedNote note = SignedNote.parse(Vectors.bytes("litewitness-cosigned-70000.checkpoint"));

    note.verify(
        List.of(
            NoteVerifier.parse(
                "litewitness.example/w1+1f4733bc+BKByxPGNRBnFOpOLpuarli5m3vxN14L1eMGzDz6TIxzx")));
  }
}
