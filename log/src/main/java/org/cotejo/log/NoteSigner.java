package org.cotejo.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cotejo.cose.SigningKey;

/// The private half of a [NoteVerifier]. Signs whatever it is given: that no two checkpoints
/// contradict each other is the duty of the one who holds it.
public final class NoteSigner {
  private final NoteVerifier verifier;
  private final SigningKey key;

  /// A key under a name.
  ///
  /// @throws IllegalArgumentException if the name is impossible or the key is not Ed25519
  public NoteSigner(String name, SigningKey ed25519) {
    this.verifier = NoteVerifier.of(name, ed25519.verificationKey());
    this.key = ed25519;
  }

  public NoteVerifier verifier() {
    return verifier;
  }

  /// A note with this text and one signature.
  ///
  /// @throws IllegalArgumentException if the text does not end in a newline or has control
  ///   characters or unpaired surrogates
  public SignedNote sign(String text) {
    byte[] signature = key.sign(text.getBytes(StandardCharsets.UTF_8));
    return SignedNote.of(
        text, List.of(new SignedNote.Signature(verifier.name(), verifier.keyId(), signature)));
  }
}
