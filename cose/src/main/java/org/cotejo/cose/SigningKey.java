package org.cotejo.cose;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.cotejo.cose.SignatureProvider.Signer;
import org.jspecify.annotations.Nullable;

/// A private key: 32 bytes that a role keeps secret and from which everything else follows, so the
/// same seed and message give the same signature on every machine.
///
/// The seed is that of RFC 8032 for Ed25519 and the private scalar, big-endian, for ES256. Safe for
/// any number of threads. The text form shows the public key only.
///
/// A key on a token has no seed: the token signs and never gives it away, and draws nonces of its
/// own.
public final class SigningKey {
  private static final int SEED_LENGTH = 32;

  /// Empty for a key on a token.
  private final byte[] seed;

  private final VerificationKey verificationKey;
  private final Algorithm algorithm;
  private final @Nullable SignatureProvider provider;
  private volatile @Nullable Signer signer;

  private SigningKey(
      Algorithm algorithm,
      byte[] seed,
      VerificationKey verificationKey,
      @Nullable SignatureProvider provider) {
    this.algorithm = algorithm;
    this.seed = seed;
    this.verificationKey = verificationKey;
    this.provider = provider;
  }

  /// @param seed32 32 secret bytes; copied
  /// @throws IllegalArgumentException if the length is wrong or, for ES256, the number is not from
  ///   1 to n − 1
  public static SigningKey fromSeed(Algorithm algorithm, byte[] seed32) {
    return fromSeed(algorithm, seed32, null);
  }

  /// @param provider who signs and verifies, or null for the one in use
  static SigningKey fromSeed(
      Algorithm algorithm, byte[] seed32, @Nullable SignatureProvider provider) {
    if (seed32.length != SEED_LENGTH) {
      throw new IllegalArgumentException("a seed has 32 bytes, not " + seed32.length);
    }
    byte[] encoded =
        switch (algorithm) {
          case ED25519, EDDSA -> BouncyCastleSignatures.ed25519PublicKey(seed32);
          case ES256 -> {
            if (!isScalar(seed32)) {
              throw new IllegalArgumentException("an ES256 seed is a number from 1 to n - 1");
            }
            yield BouncyCastleSignatures.p256PublicKey(new BigInteger(1, seed32));
          }
        };
    try {
      VerificationKey key = VerificationKey.of(algorithm, encoded, provider);
      return new SigningKey(algorithm, seed32.clone(), key, provider);
    } catch (MalformedException e) {
      throw new IllegalStateException("a derived key is well formed", e);
    }
  }

  /// A key that is elsewhere.
  ///
  /// @param signer gives signatures that `key` accepts
  static SigningKey elsewhere(VerificationKey key, Signer signer) {
    var there = new SigningKey(key.algorithm(), new byte[0], key, null);
    there.signer = signer;
    return there;
  }

  /// Makes a new key from 32 bytes of `random`, or more if they are no scalar.
  public static SigningKey generate(Algorithm algorithm, SecureRandom random) {
    byte[] seed = new byte[SEED_LENGTH];
    do {
      random.nextBytes(seed);
    } while (algorithm == Algorithm.ES256 && !isScalar(seed));
    return fromSeed(algorithm, seed);
  }

  private static boolean isScalar(byte[] seed) {
    BigInteger scalar = new BigInteger(1, seed);
    return scalar.signum() > 0 && scalar.compareTo(P256Rules.N) < 0;
  }

  /// The public half.
  public VerificationKey verificationKey() {
    return verificationKey;
  }

  /// The signature of `message`, 64 bytes: R ‖ S for Ed25519, r ‖ s with low s for ES256.
  public byte[] sign(byte[] message) {
    Signer known = signer;
    if (known == null) {
      known = decode();
      signer = known;
    }
    return known.sign(message);
  }

  private Signer decode() {
    SignatureProvider by = provider == null ? SignatureProvider.current() : provider;
    return switch (algorithm) {
      case ED25519, EDDSA -> by.ed25519Signer(seed);
      case ES256 -> BouncyCastleSignatures.es256Signer(new BigInteger(1, seed));
    };
  }

  /// A copy of the 32 secret bytes.
  ///
  /// @throws IllegalStateException if the key is on a token
  public byte[] seed() {
    if (seed.length == 0) {
      throw new IllegalStateException("the key does not leave its token");
    }
    return seed.clone();
  }

  @Override
  public String toString() {
    return "signing key of " + verificationKey;
  }
}
