package org.cotejo.cose;

import org.jspecify.annotations.Nullable;

/// The protected header of a statement: four labels, all required, no others, so that a statement
/// says who signed it, with what, for which election and about what, before anyone reads the
/// payload ([RFC 9052 §3.1](https://www.rfc-editor.org/rfc/rfc9052#section-3.1), [RFC
/// 9597](https://www.rfc-editor.org/rfc/rfc9597) for the claims, [RFC
/// 9596](https://www.rfc-editor.org/rfc/rfc9596) for the type).
final class Sign1Header {
  /// More than the longest header takes; a longer one is refused before it is read.
  static final int MAX_BYTES = 160;

  static final int ISSUER_LENGTH = 16;
  static final int MAX_SUBJECT = 80;
  static final int MAX_TYPE = 20;

  /// The one type without an issuer: the issuer of all others is the digest of this statement.
  static final String ELECTION = "election";

  private static final int KEY_ID_LENGTH = 8;
  private static final byte[] NO_ISSUER = {};
  private static final int ALGORITHM_LABEL = 1;
  private static final int KEY_ID_LABEL = 4;
  private static final int CLAIMS_LABEL = 15;
  private static final int TYPE_LABEL = 16;
  private static final int ISSUER_CLAIM = 1;
  private static final int SUBJECT_CLAIM = 2;

  final Algorithm algorithm;
  final KeyId keyId;

  /// Empty for the election statement, else 16 bytes.
  final byte[] issuer;

  final String subject;
  final String type;

  private Sign1Header(
      Algorithm algorithm, KeyId keyId, byte[] issuer, String subject, String type) {
    this.algorithm = algorithm;
    this.keyId = keyId;
    this.issuer = issuer;
    this.subject = subject;
    this.type = type;
  }

  /// Checks values that are about to be signed by the rules that [#read] holds them to.
  static Sign1Header of(
      Algorithm algorithm, KeyId keyId, byte[] issuer, String subject, String type)
      throws MalformedException {
    checkSubject(subject);
    checkType(type);
    if (issuer.length != 0 && issuer.length != ISSUER_LENGTH) {
      throw new MalformedException("issuer has " + issuer.length + " bytes instead of 16");
    }
    checkIssuerFitsType(issuer, type);
    return new Sign1Header(algorithm, keyId, issuer.clone(), subject, type);
  }

  /// Reads the content of the protected header's byte string, all of it.
  static Sign1Header read(CborReader reader) throws MalformedException {
    Fields fields = new Fields();
    reader.intMap(Integer.MAX_VALUE, label -> fields.readHeader(reader, label));
    reader.end();
    Algorithm algorithm = require(fields.algorithm, "algorithm (label 1)");
    KeyId keyId = require(fields.keyId, "key id (label 4)");
    String subject = require(fields.subject, "subject (claim 2 in label 15)");
    String type = require(fields.type, "type (label 16)");
    checkIssuerFitsType(fields.issuer, type);
    return new Sign1Header(algorithm, keyId, fields.issuer, subject, type);
  }

  byte[] toBytes() {
    CborWriter writer = new CborWriter().map(4);
    writer.unsigned(ALGORITHM_LABEL).integer(algorithm.id());
    writer.unsigned(KEY_ID_LABEL).bytes(keyId.bytes());
    writer.unsigned(CLAIMS_LABEL).map(issuer.length == 0 ? 1 : 2);
    if (issuer.length != 0) {
      writer.unsigned(ISSUER_CLAIM).bytes(issuer);
    }
    writer.unsigned(SUBJECT_CLAIM).text(subject);
    writer.unsigned(TYPE_LABEL).text(type);
    return writer.toByteArray();
  }

  private static <T> T require(@Nullable T value, String what) throws MalformedException {
    if (value == null) {
      throw new MalformedException("protected header has no " + what);
    }
    return value;
  }

  private static void checkIssuerFitsType(byte[] issuer, String type) throws MalformedException {
    boolean isElection = type.equals(ELECTION);
    if (isElection && issuer.length != 0) {
      throw new MalformedException("an election statement has an issuer");
    }
    if (!isElection && issuer.length == 0) {
      throw new MalformedException("protected header has no issuer (claim 1 in label 15)");
    }
  }

  private static void checkSubject(String subject) throws MalformedException {
    if (subject.isEmpty() || subject.length() > MAX_SUBJECT) {
      throw new MalformedException("subject is not 1 to 80 characters long");
    }
    for (int i = 0; i < subject.length(); i++) {
      if (subject.charAt(i) < ' ' || subject.charAt(i) > '~') {
        throw new MalformedException("subject is not printable ASCII at character " + i);
      }
    }
  }

  private static void checkType(String type) throws MalformedException {
    if (type.isEmpty() || type.length() > MAX_TYPE) {
      throw new MalformedException("type is not 1 to 20 characters long");
    }
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      if ((c < 'a' || c > 'z') && c != '-') {
        throw new MalformedException("type has something other than a-z and - at character " + i);
      }
    }
  }

  /// The header while it is read: what has been met so far.
  private static final class Fields {
    @Nullable Algorithm algorithm;
    @Nullable KeyId keyId;
    @Nullable String subject;
    @Nullable String type;
    byte[] issuer = NO_ISSUER;

    void readHeader(CborReader reader, long label) throws MalformedException {
      if (label == ALGORITHM_LABEL) {
        algorithm = Algorithm.of(reader.integer());
      } else if (label == KEY_ID_LABEL) {
        keyId = readKeyId(reader);
      } else if (label == CLAIMS_LABEL) {
        reader.intMap(Integer.MAX_VALUE, claim -> readClaim(reader, claim));
      } else if (label == TYPE_LABEL) {
        String read = reader.text(MAX_BYTES);
        checkType(read);
        type = read;
      } else {
        throw new MalformedException("protected header has the unknown label " + label);
      }
    }

    private void readClaim(CborReader reader, long claim) throws MalformedException {
      if (claim == ISSUER_CLAIM) {
        issuer = reader.bytes(MAX_BYTES);
        if (issuer.length != ISSUER_LENGTH) {
          throw new MalformedException("issuer has " + issuer.length + " bytes instead of 16");
        }
      } else if (claim == SUBJECT_CLAIM) {
        String read = reader.text(MAX_BYTES);
        checkSubject(read);
        subject = read;
      } else {
        throw new MalformedException("protected header has the unknown claim " + claim);
      }
    }

    private static KeyId readKeyId(CborReader reader) throws MalformedException {
      byte[] id = reader.bytes(MAX_BYTES);
      if (id.length != KEY_ID_LENGTH) {
        throw new MalformedException("key id has " + id.length + " bytes instead of 8");
      }
      return KeyId.of(id);
    }
  }
}
