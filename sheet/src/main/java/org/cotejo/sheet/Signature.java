package org.cotejo.sheet;

import org.cotejo.cose.VerificationKey;

/// What is known of the signature of a code. It says who signed the figures, if anybody; never
/// whether they are right, nor whether they count.
public sealed interface Signature {

  /// Signed by a key that the election package has for this very station.
  ///
  /// @param electionChecked whether the statement is known to be about this election and not about
  ///   another one with the same package; that takes the election statement
  record Verified(VerificationKey key, boolean electionChecked) implements Signature {}

  /// There is a signature, and it is not one of these figures by a key that may sign them.
  record DoesNotVerify(String reason) implements Signature {}

  /// There is a signature, and no key to check it with.
  record KeyNotAvailable(String reason) implements Signature {}

  /// The code carries no signature: a transcription aid, whoever wrote it.
  record NoneInCode() implements Signature {}

  /// The stable word for it in files.
  default String label() {
    return switch (this) {
      case Verified v -> "verified";
      case DoesNotVerify d -> "does-not-verify";
      case KeyNotAvailable k -> "key-not-available";
      case NoneInCode n -> "no-signature";
    };
  }

  /// What there is to add; may be empty.
  default String remark() {
    return switch (this) {
      case Verified(VerificationKey key, boolean electionChecked) ->
          "key " + key.id() + (electionChecked ? "" : "; which election it is was not checked");
      case DoesNotVerify(String reason) -> reason;
      case KeyNotAvailable(String reason) -> reason;
      case NoneInCode n -> "";
    };
  }
}
