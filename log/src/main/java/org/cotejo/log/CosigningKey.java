package org.cotejo.log;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;

/// The two kinds of [Cosigner] that hold their key themselves.
sealed interface CosigningKey extends Cosigner {

  /// The bytes of a signature over what the key's type makes of a checkpoint.
  byte[] sign(Checkpoint checkpoint, long posixSeconds);

  @Override
  default SignedNote.Signature cosign(Checkpoint checkpoint, long posixSeconds) {
    if (posixSeconds < 1) {
      throw new IllegalArgumentException("a cosignature says when it was made");
    }
    byte[] signature = sign(checkpoint, posixSeconds);
    byte[] timed =
        ByteBuffer.allocate(Long.BYTES + signature.length)
            .putLong(posixSeconds)
            .put(signature)
            .array();
    return new SignedNote.Signature(verifier().name(), verifier().keyId(), timed);
  }

  /// Ed25519: the same checkpoint and time give the same bytes.
  record Ed25519(NoteVerifier verifier, SigningKey key) implements CosigningKey {
    @Override
    public byte[] sign(Checkpoint checkpoint, long posixSeconds) {
      return key.sign(NoteKey.Ed25519Cosignature.message(checkpoint, posixSeconds));
    }

    @Override
    public String toString() {
      return "cosigner " + verifier;
    }

    static Ed25519 of(String name, SigningKey key) {
      if (key.verificationKey().algorithm() == Algorithm.ES256) {
        throw new IllegalArgumentException("checkpoints are not cosigned with ES256");
      }
      var publicKey = new NoteKey.Ed25519Cosignature(key.verificationKey());
      return new Ed25519(NoteVerifier.of(name, publicKey), key);
    }
  }

  /// ML-DSA-44 with fresh randomness in each signature, as FIPS 204 §3.4 recommends.
  record MlDsa44(NoteVerifier verifier, PrivateKey key, SecureRandom random)
      implements CosigningKey {
    static final int SEED_BYTES = 32;

    @Override
    public byte[] sign(Checkpoint checkpoint, long posixSeconds) {
      if (!NoteKey.MlDsa44Cosignature.fits(checkpoint.origin())) {
        throw new IllegalArgumentException("the origin is longer than a cosignature can say");
      }
      try {
        Signature signature = Signature.getInstance(NoteKey.MlDsa44Cosignature.ALGORITHM);
        signature.initSign(key, random);
        signature.update(
            NoteKey.MlDsa44Cosignature.message(verifier.name(), checkpoint, posixSeconds));
        return signature.sign();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("ML-DSA-44 signs any message", e);
      }
    }

    @Override
    public String toString() {
      return "cosigner " + verifier;
    }

    static MlDsa44 of(String name, byte[] seed, SecureRandom random) {
      if (seed.length != SEED_BYTES) {
        throw new IllegalArgumentException("a seed has 32 bytes, not " + seed.length);
      }
      KeyPair pair = pair(seed);
      var publicKey = new NoteKey.MlDsa44Cosignature(pair.getPublic());
      return new MlDsa44(NoteVerifier.of(name, publicKey), pair.getPrivate(), random);
    }

    /// The JDK has no call that takes the seed, but its generator asks for nothing else (FIPS 204
    /// algorithm 1). The vectors hold it to that.
    private static KeyPair pair(byte[] seed) {
      try {
        KeyPairGenerator generator =
            KeyPairGenerator.getInstance(NoteKey.MlDsa44Cosignature.ALGORITHM);
        generator.initialize(NamedParameterSpec.ML_DSA_44, new Seeded(seed));
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK since 24 has ML-DSA-44", e);
      }
    }
  }

  /// Gives the seed once, whole, and nothing to whoever wants anything else.
  final class Seeded extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] seed;
    private boolean given;

    private Seeded(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      if (given || bytes.length != seed.length) {
        throw new IllegalStateException("key generation wants more than the seed");
      }
      given = true;
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
