package org.cotejo.log;

import java.security.SecureRandom;
import org.cotejo.cose.SigningKey;

/// The private half of a witness's key. Cosigns whatever it is given: that a log only grew is for
/// the one who holds it to have seen.
public interface Cosigner {
  /// What others need to check its cosignatures.
  NoteVerifier verifier();

  /// A cosignature on a checkpoint.
  ///
  /// @param posixSeconds when it is made, from 1
  /// @throws IllegalArgumentException if the time is below 1, or the origin longer than the key's
  ///   type can say (255 bytes for ML-DSA-44)
  SignedNote.Signature cosign(Checkpoint checkpoint, long posixSeconds);

  /// Cosigns with Ed25519, type 0x04 of C2SP signed-note. The message does not name the cosigner,
  /// so the key must be used for nothing else.
  ///
  /// @throws IllegalArgumentException if the name is impossible or the key is not Ed25519
  static Cosigner ed25519(String name, SigningKey key) {
    return CosigningKey.Ed25519.of(name, key);
  }

  /// Cosigns with ML-DSA-44, type 0x06 of C2SP signed-note.
  ///
  /// @param seed the 32 secret bytes that FIPS 204 makes the key from; all that need be stored
  /// @param random for the signatures
  /// @throws IllegalArgumentException if the name is impossible or longer than 255 bytes, or the
  ///   seed has another length
  static Cosigner mlDsa44(String name, byte[] seed, SecureRandom random) {
    return CosigningKey.MlDsa44.of(name, seed, random);
  }
}
