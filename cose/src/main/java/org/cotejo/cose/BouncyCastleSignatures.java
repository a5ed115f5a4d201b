package org.cotejo.cose;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Signatures by BouncyCastle's own interfaces, which keep a decoded key in a few words and need no
/// `Signature` object.
///
/// Its Ed25519 accepts any R that differs from the right one by a point of small order; the other
/// providers compare R byte for byte. With a key of the prime-order group the two agree exactly
/// when R lies in that group too, so this is checked after a signature is found good.
final class BouncyCastleSignatures extends SignatureProvider {
  private BouncyCastleSignatures() {
    super("bc");
  }

  static BouncyCastleSignatures open() {
    return new BouncyCastleSignatures();
  }

  @Override
  Verifier ed25519(byte[] encoded) {
    Ed25519.PublicPoint point = Ed25519.validatePublicKeyPartialExport(encoded, 0);
    if (point == null) {
      throw new IllegalStateException("the key was checked before");
    }
    return (message, signature) ->
        Ed25519.verify(signature, 0, point, message, 0, message.length)
            && PrimeOrderGroup.contains(signature, 0);
  }

  @Override
  Verifier es256(byte[] point) {
    ECPublicKeyParameters key =
        new ECPublicKeyParameters(P256.DOMAIN.getCurve().decodePoint(point), P256.DOMAIN);
    return (message, signature) -> {
      ECDSASigner verification = new ECDSASigner();
      verification.init(false, key);
      BigInteger r = new BigInteger(1, signature, 0, 32);
      BigInteger s = new BigInteger(1, signature, 32, 32);
      return verification.verifySignature(Sha256.digest(message), r, s);
    };
  }

  @Override
  Signer ed25519Signer(byte[] seed) {
    byte[] own = seed.clone();
    byte[] publicKey = ed25519PublicKey(own);
    return message -> {
      byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
      Ed25519.sign(own, 0, publicKey, 0, message, 0, message.length, signature, 0);
      return signature;
    };
  }

  /// The public key of an Ed25519 seed; the JDK has no direct way to it.
  static byte[] ed25519PublicKey(byte[] seed) {
    byte[] encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, encoded, 0);
    return encoded;
  }

  /// The compressed public point of a P-256 scalar.
  static byte[] p256PublicKey(BigInteger scalar) {
    return P256.DOMAIN.getG().multiply(scalar).normalize().getEncoded(true);
  }

  /// ES256 with the nonce of [RFC 6979](https://www.rfc-editor.org/rfc/rfc6979), for every
  /// provider: the others draw a random nonce, and the same input has to give the same bytes. The
  /// signature is brought to low S.
  static Signer es256Signer(BigInteger scalar) {
    ECPrivateKeyParameters key = new ECPrivateKeyParameters(scalar, P256.DOMAIN);
    return message -> {
      ECDSASigner signing = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
      signing.init(true, key);
      BigInteger[] pair = signing.generateSignature(Sha256.digest(message));
      return P256Rules.signature(pair[0], pair[1]);
    };
  }

  /// The curve is built only when ES256 is used.
  private static final class P256 {
    static final ECDomainParameters DOMAIN = domain();

    private static ECDomainParameters domain() {
      X9ECParameters curve = CustomNamedCurves.getByName("secp256r1");
      return new ECDomainParameters(curve.getCurve(), curve.getG(), curve.getN(), curve.getH());
    }
  }
}
