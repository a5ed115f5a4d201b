package org.cotejo.cose;

import java.util.Arrays;
import java.util.HexFormat;
import org.cotejo.cose.SignatureProvider.Verifier;
import org.jspecify.annotations.Nullable;

/// A public key under the one algorithm it is enrolled with, and the only place where a signature
/// is judged, so that all verifiers give the same verdict.
///
/// Making a key compares bytes only and costs a microsecond, because a verifier holds 100,000 of
/// them and many never sign. Whether the encoding is a point that may verify is worked out once, at
/// the first [#verify] or [#isUsable]; whoever enrols a key asks the latter. Safe for any number of
/// threads.
public final class VerificationKey {
  private final Algorithm algorithm;
  private final byte[] encoded;
  private final KeyId id;
  private final @Nullable SignatureProvider provider;
  private volatile @Nullable Verifier verifier;

  private VerificationKey(
      Algorithm algorithm, byte[] encoded, @Nullable SignatureProvider provider) {
    this.algorithm = algorithm;
    this.encoded = encoded;
    this.id = KeyId.ofEncodedKey(encoded);
    this.provider = provider;
  }

  /// @param encoded 32 bytes of Ed25519 (RFC 8032) or 33 of a compressed P-256 point; copied
  /// @throws MalformedException if the length is wrong, or the encoding is non-canonical or, for
  ///   Ed25519, one of a point of small order
  public static VerificationKey of(Algorithm algorithm, byte[] encoded) throws MalformedException {
    return of(algorithm, encoded, null);
  }

  /// @param provider who verifies, or null for the one in use
  static VerificationKey of(
      Algorithm algorithm, byte[] encoded, @Nullable SignatureProvider provider)
      throws MalformedException {
    if (encoded.length != algorithm.keyLength()) {
      throw new MalformedException(
          "%s key has %d bytes instead of %d"
              .formatted(algorithm.prefix(), encoded.length, algorithm.keyLength()));
    }
    switch (algorithm) {
      case ED25519, EDDSA -> {
        if (!Ed25519Rules.isCanonical(encoded, 0)) {
          throw new MalformedException(
              algorithm.prefix() + " key is not canonical: y is not below p");
        }
        if (Ed25519Rules.isSmallOrder(encoded, 0)) {
          throw new MalformedException(algorithm.prefix() + " key is a point of small order");
        }
      }
      case ES256 -> {
        if (!P256Rules.isCompressedForm(encoded)) {
          throw new MalformedException("es256 key is not 02 or 03 and an x below p");
        }
      }
    }
    return new VerificationKey(algorithm, encoded.clone(), provider);
  }

  /// Reads the text form that [#toString()] writes, and no other spelling of it.
  public static VerificationKey parse(String text) throws MalformedException {
    for (Algorithm algorithm : Algorithm.values()) {
      String prefix = algorithm.prefix() + ":";
      if (text.startsWith(prefix)) {
        return of(algorithm, lowerCaseHex(text, prefix.length(), algorithm));
      }
    }
    throw new MalformedException("key does not start with ed25519:, eddsa: or es256:");
  }

  private static byte[] lowerCaseHex(String text, int from, Algorithm algorithm)
      throws MalformedException {
    if (text.length() - from != 2 * algorithm.keyLength()) {
      throw new MalformedException(
          "%s key has %d digits instead of %d"
              .formatted(algorithm.prefix(), text.length() - from, 2 * algorithm.keyLength()));
    }
    for (int i = from; i < text.length(); i++) {
      char digit = text.charAt(i);
      if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
        throw new MalformedException(
            algorithm.prefix() + " key has something other than 0-9 and a-f at character " + i);
      }
    }
    return HexFormat.of().parseHex(text, from, text.length());
  }

  /// The algorithm the key is enrolled with.
  public Algorithm algorithm() {
    return algorithm;
  }

  /// A copy of the encoded key.
  public byte[] encoded() {
    return encoded.clone();
  }

  /// The id that statements signed with this key carry.
  public KeyId id() {
    return id;
  }

  /// Whether this is a key anyone can have: the encoding is a point of the curve and, for Ed25519,
  /// of its group of prime order. A key that is not verifies nothing. The first call costs about as
  /// much as a verification.
  public boolean isUsable() {
    return !(verifier() instanceof NotAPoint);
  }

  /// Does what the first [#verify] would do before all others, so that it need not.
  public void warm() {
    var _ = verifier();
  }

  /// Whether `signature` is a signature of `message` by this key.
  ///
  /// Ed25519: R canonical and not of small order, S < L, key in the prime-order group, and the
  /// equation of RFC 8032 §5.1.7 without cofactor. ES256: r and s in range, s ≤ n/2. False for
  /// anything else, whatever the bytes; never throws.
  public boolean verify(byte[] message, byte[] signature) {
    if (signature.length != Sign1.SIGNATURE_LENGTH) {
      return false;
    }
    boolean admissible =
        switch (algorithm) {
          case ED25519, EDDSA -> Ed25519Rules.isAdmissible(signature);
          case ES256 -> P256Rules.isAdmissible(signature);
        };
    return admissible && verifier().verify(message, signature);
  }

  /// Two threads may both decode the key; they decode the same.
  private Verifier verifier() {
    Verifier known = verifier;
    if (known == null) {
      known = decode();
      verifier = known;
    }
    return known;
  }

  private Verifier decode() {
    SignatureProvider by = provider == null ? SignatureProvider.current() : provider;
    return switch (algorithm) {
      case ED25519, EDDSA ->
          PrimeOrderGroup.contains(encoded, 0) ? by.ed25519(encoded) : new NotAPoint();
      case ES256 -> P256Rules.decompress(encoded).map(by::es256).orElseGet(NotAPoint::new);
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerificationKey key
        && algorithm == key.algorithm
        && Arrays.equals(encoded, key.encoded);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  /// The text form: `ed25519:`, `eddsa:` or `es256:` and the encoded key in lower-case hexadecimal.
  @Override
  public String toString() {
    return algorithm.prefix() + ":" + HexFormat.of().formatHex(encoded);
  }

  /// What a key decodes to that is no point of its group.
  private record NotAPoint() implements Verifier {
    @Override
    public boolean verify(byte[] message, byte[] signature) {
      return false;
    }
  }
}
