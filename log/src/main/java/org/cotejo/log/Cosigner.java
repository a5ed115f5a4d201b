package org.cotejo.log;

/// The private half of a witness's key. Cosigns whatever it is given: that a log only grew is for
/// the one who holds it to have seen.
public interface Cosigner {
  /// What others need to check its cosignatures.
  NoteVerifier verifier();

  /// A cosignature on a checkpoint.
  ///
  /// @param posixSeconds when it is made, from 1
  SignedNote.Signature cosign(Checkpoint checkpoint, long posixSeconds);
}
