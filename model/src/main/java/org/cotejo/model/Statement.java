package org.cotejo.model;

import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;

/// What a signed message says, apart from who signed it. Each kind is one record that reads and
/// writes its own payload (CDDL in `docs/formats.md`); the envelope around it is [Sign1].
public sealed interface Statement
    permits ElectionStatement,
        Enrolment,
        PhaseChange,
        TallyRecord,
        Corrigendum,
        Ruling,
        TimeMark,
        BulletinStatement,
        LogKeyChange,
        IncidentStatement,
        Opening,
        WitnessCopy,
        Claim,
        Challenge,
        Evidence {

  Kind kind();

  /// What the statement is about: the `sub` claim. The payload never repeats it.
  String subject();

  /// The deterministic CBOR of everything else.
  byte[] payload();

  /// Signs this statement for the election it belongs to.
  default Sign1 sign(ElectionId election, SigningKey key) {
    return Sign1.sign(kind().label(), election.bytes(), subject(), payload(), key);
  }

  /// Reads the content of an envelope; its signature is the caller's business.
  ///
  /// @throws MalformedException if the kind is unknown or subject or payload break its schema
  static Statement decode(Sign1 envelope) throws MalformedException {
    Kind kind = Kind.of(envelope.type());
    if ((kind == Kind.ELECTION) != (envelope.issuer().length == 0)) {
      throw new MalformedException(
          kind == Kind.ELECTION
              ? "an election statement names no issuer"
              : "the statement names no election as its issuer");
    }
    String subject = envelope.subject();
    byte[] payload = envelope.payload();
    return switch (kind) {
      case ELECTION -> ElectionStatement.decode(subject, payload);
      case ENROLMENT -> Enrolment.decode(subject, payload);
      case PHASE -> PhaseChange.decode(subject, payload);
      case TALLY_RECORD -> TallyRecord.decode(subject, payload);
      case CORRIGENDUM -> Corrigendum.decode(subject, payload);
      case RULING -> Ruling.decode(subject, payload);
      case TIME_MARK -> TimeMark.decode(subject, payload);
      case BULLETIN -> BulletinStatement.decode(subject, payload);
      case LOG_KEY -> LogKeyChange.decode(subject, payload);
      case INCIDENT -> IncidentStatement.decode(subject, payload);
      case OPENING -> Opening.decode(subject, payload);
      case WITNESS_COPY -> WitnessCopy.decode(subject, payload);
      case CLAIM -> Claim.decode(subject, payload);
      case CHALLENGE -> Challenge.decode(subject, payload);
      case EVIDENCE -> Evidence.decode(subject, payload);
    };
  }
}
