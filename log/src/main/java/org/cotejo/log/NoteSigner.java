package org.cotejo.log;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.SigningKey;

/// The private half of one or several [NoteVerifier]s of one name. Signs whatever it is given: that
/// no two checkpoints contradict each other is the duty of the one who holds it.
public final class NoteSigner {
  private final List<NoteVerifier> verifiers;
  private final List<SigningKey> keys;

  /// A key under a name.
  ///
  /// @throws IllegalArgumentException if the name is impossible or the key is not Ed25519
  public NoteSigner(String name, SigningKey ed25519) {
    this(name, List.of(ed25519));
  }

  /// Several keys under a name, each of which signs: so that a key can be replaced while there are
  /// readers who know the old one only.
  ///
  /// @throws IllegalArgumentException if the name is impossible, a key is not Ed25519, or there is
  ///   none
  public NoteSigner(String name, List<SigningKey> ed25519) {
    if (ed25519.isEmpty()) {
      throw new IllegalArgumentException("a note is signed with a key");
    }
    this.keys = List.copyOf(ed25519);
    this.verifiers =
        keys.stream().map(key -> NoteVerifier.of(name, key.verificationKey())).toList();
  }

  /// The first of the keys.
  public NoteVerifier verifier() {
    return verifiers.getFirst();
  }

  /// The private half of the first of the keys.
  SigningKey key() {
    return keys.getFirst();
  }

  /// A note with this text and a signature of each key.
  ///
  /// @throws IllegalArgumentException if the text does not end in a newline or has control
  ///   characters or unpaired surrogates
  public SignedNote sign(String text) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    var signatures = new ArrayList<SignedNote.Signature>();
    for (int i = 0; i < keys.size(); i++) {
      NoteVerifier verifier = verifiers.get(i);
      byte[] signature = keys.get(i).sign(message);
      signatures.add(new SignedNote.Signature(verifier.name(), verifier.keyId(), signature));
    }
    return SignedNote.of(text, signatures);
  }
}
