package org.cotejo.log;

import java.util.Arrays;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;

/// Witnesses' keys for tests of what is around them. They sign like a log does, without the time:
/// what a cosignature is made of is not what these tests are about.
final class Cosigners {
  private Cosigners() {}

  /// @param seed which key, the same one every time
  static Cosigner of(String name, int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    var signer = new NoteSigner(name, SigningKey.fromSeed(Algorithm.ED25519, bytes));
    return new Cosigner() {
      @Override
      public NoteVerifier verifier() {
        return signer.verifier();
      }

      @Override
      public SignedNote.Signature cosign(Checkpoint checkpoint, long posixSeconds) {
        return signer.sign(checkpoint.body()).signatures().getFirst();
      }
    };
  }
}
