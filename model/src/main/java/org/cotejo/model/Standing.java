package org.cotejo.model;

/// What a statement is worth at its place in the log, by who signed it, for what, and when.
public sealed interface Standing {

  /// The signer may say this, here and now.
  record Valid(EnrolledKey signer) implements Standing {}

  /// A station's record that is logged but not counted until a corrigendum or ruling adopts it.
  record Held(EnrolledKey signer, Reason reason) implements Standing {}

  /// The signer may not say this: an intake refuses it, and in a log it is a fault of the operator.
  record NotPermitted(String reason) implements Standing {}

  /// A record, copy or claim before counting opened. It never has an effect; an intake asks to send
  /// it again later.
  record TooEarly() implements Standing {}

  /// What a statement is worth that one role alone may make.
  static Standing role(EnrolledKey signer, Role needed) {
    return signer.role() == needed
        ? new Valid(signer)
        : new NotPermitted("a key enrolled as %s may not sign this".formatted(signer.role()));
  }

  /// Why a record is held.
  enum Reason {
    KEY_REVOKED,
    RECORDS_CLOSED
  }
}
