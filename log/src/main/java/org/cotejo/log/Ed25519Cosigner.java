package org.cotejo.log;

import java.nio.ByteBuffer;
import org.cotejo.cose.SigningKey;

/// Cosigns with Ed25519, type 0x04 of C2SP tlog-cosignature. The message does not name the
/// cosigner, so a witness needs a key that it uses for nothing else.
public final class Ed25519Cosigner implements Cosigner {
  private final NoteVerifier verifier;
  private final SigningKey key;

  /// A key under a name.
  ///
  /// @throws IllegalArgumentException if the name is impossible or the key is not Ed25519
  public Ed25519Cosigner(String name, SigningKey ed25519) {
    this.verifier = NoteVerifier.ofCosigner(name, ed25519.verificationKey());
    this.key = ed25519;
  }

  @Override
  public NoteVerifier verifier() {
    return verifier;
  }

  @Override
  public SignedNote.Signature cosign(Checkpoint checkpoint, long posixSeconds) {
    if (posixSeconds < 1) {
      throw new IllegalArgumentException("nothing is cosigned at second " + posixSeconds);
    }
    byte[] signature = key.sign(NoteVerifier.cosigned(checkpoint.body(), posixSeconds));
    byte[] timed =
        ByteBuffer.allocate(Long.BYTES + signature.length)
            .putLong(posixSeconds)
            .put(signature)
            .array();
    return new SignedNote.Signature(verifier.name(), verifier.keyId(), timed);
  }
}
