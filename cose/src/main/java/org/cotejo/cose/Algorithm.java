package org.cotejo.cose;

/// The signature algorithms a key can be enrolled with, each under exactly one COSE number, so that
/// the number in a statement can be required to equal the one of its key.
///
/// [#ED25519] and [#EDDSA] compute the same; the second is for signers that know only the older,
/// less exact number. Numbers: [RFC 9053](https://www.rfc-editor.org/rfc/rfc9053) and [RFC
/// 9864](https://www.rfc-editor.org/rfc/rfc9864).
public enum Algorithm {
  /// Ed25519, fully specified; what this project issues.
  ED25519(-19, "ed25519", 32),
  /// Ed25519 under the older, polymorphic number.
  EDDSA(-8, "eddsa", 32),
  /// ECDSA on P-256 with SHA-256, low S only; for devices whose secure element has nothing else.
  ES256(-7, "es256", 33);

  private final long id;
  private final String prefix;
  private final int keyLength;

  Algorithm(long id, String prefix, int keyLength) {
    this.id = id;
    this.prefix = prefix;
    this.keyLength = keyLength;
  }

  /// The COSE algorithm number.
  public long id() {
    return id;
  }

  /// The algorithm with the COSE number `id`.
  public static Algorithm of(long id) throws MalformedException {
    for (Algorithm algorithm : VALUES) {
      if (algorithm.id == id) {
        return algorithm;
      }
    }
    throw new MalformedException("algorithm " + id + " is not one of -19, -8 and -7");
  }

  /// What stands before the colon in the text form of a key.
  String prefix() {
    return prefix;
  }

  /// Bytes of an encoded public key.
  int keyLength() {
    return keyLength;
  }

  private static final Algorithm[] VALUES = values();
}
