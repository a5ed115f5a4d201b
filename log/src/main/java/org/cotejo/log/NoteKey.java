package org.cotejo.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;

/// The types of key whose signatures this library judges, each with its own message and layout of
/// the signature. The other types that C2SP signed-note assigns belong to other ecosystems; lines
/// of their keys are unknown ones.
sealed interface NoteKey {
  /// The type in a key's text form and in what its id is computed from.
  byte type();

  /// The public key as the text form carries it.
  byte[] encoded();

  /// What the signature of a key of this type and name says of the text; empty if it is none.
  Optional<Meaning> judge(String name, String text, byte[] signature);

  /// What a valid signature says.
  ///
  /// @param coversText whether it is over every byte of the text
  /// @param posixSeconds when it was made, 0 if it does not say
  record Meaning(boolean coversText, long posixSeconds) {}

  /// Reads the type byte and the key behind it.
  static NoteKey parse(byte[] typed) throws MalformedException {
    if (typed.length == 0) {
      throw new MalformedException("key is empty");
    }
    byte[] encoded = Arrays.copyOfRange(typed, 1, typed.length);
    return switch (typed[0]) {
      case Ed25519.TYPE -> new Ed25519(VerificationKey.of(Algorithm.ED25519, encoded));
      case Ed25519Cosignature.TYPE ->
          new Ed25519Cosignature(VerificationKey.of(Algorithm.ED25519, encoded));
      case MlDsa44Cosignature.TYPE -> MlDsa44Cosignature.of(encoded);
      default ->
          throw new MalformedException(
              "key has type 0x%02x, which is none of 0x01, 0x04 and 0x06".formatted(typed[0]));
    };
  }

  /// Type 0x01: a signature over the text itself.
  record Ed25519(VerificationKey key) implements NoteKey {
    static final byte TYPE = 0x01;

    @Override
    public byte type() {
      return TYPE;
    }

    @Override
    public byte[] encoded() {
      return key.encoded();
    }

    @Override
    public Optional<Meaning> judge(String name, String text, byte[] signature) {
      return key.verify(text.getBytes(StandardCharsets.UTF_8), signature)
          ? Optional.of(new Meaning(true, 0))
          : Optional.empty();
    }
  }

  /// Type 0x04, cosignature/v1 of C2SP tlog-cosignature: the time in 8 bytes and a signature over
  /// two lines and the text of a checkpoint.
  record Ed25519Cosignature(VerificationKey key) implements NoteKey {
    static final byte TYPE = 0x04;
    private static final int SIGNATURE_BYTES = 64;

    @Override
    public byte type() {
      return TYPE;
    }

    @Override
    public byte[] encoded() {
      return key.encoded();
    }

    @Override
    public Optional<Meaning> judge(String name, String text, byte[] signature) {
      return Timed.parse(signature, SIGNATURE_BYTES)
          .filter(timed ->
              checkpoint(text)
                  .filter(c -> key.verify(message(c, timed.posixSeconds()), timed.signature()))
                  .isPresent())
          .map(timed -> new Meaning(true, timed.posixSeconds()));
    }

    static byte[] message(Checkpoint checkpoint, long posixSeconds) {
      return "cosignature/v1\ntime %d\n%s"
          .formatted(posixSeconds, checkpoint.body())
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /// Type 0x06, subtree/v1 of C2SP tlog-cosignature: the time in 8 bytes and an ML-DSA-44 signature
  /// (FIPS 204) over the names of both, the size and the root. It says nothing of extension lines.
  record MlDsa44Cosignature(PublicKey key) implements NoteKey {
    static final byte TYPE = 0x06;
    static final int SIGNATURE_BYTES = 2420;
    static final String ALGORITHM = "ML-DSA-44";

    /// Longest name of cosigner or log, in UTF-8: what the one-byte length can say.
    static final int MAX_NAME_BYTES = 255;

    private static final int KEY_BYTES = 1312;
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);

    /// SubjectPublicKeyInfo of RFC 9881 up to the key.
    private static final byte[] SPKI =
        HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    static MlDsa44Cosignature of(byte[] encoded) throws MalformedException {
      if (encoded.length != KEY_BYTES) {
        throw new MalformedException(
            "ML-DSA-44 key has %d bytes instead of %d".formatted(encoded.length, KEY_BYTES));
      }
      byte[] spki = ByteBuffer.allocate(SPKI.length + KEY_BYTES).put(SPKI).put(encoded).array();
      try {
        return new MlDsa44Cosignature(
            KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(spki)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK since 24 has ML-DSA-44", e);
      } catch (GeneralSecurityException e) {
        throw new MalformedException("not an ML-DSA-44 key");
      }
    }

    @Override
    public byte type() {
      return TYPE;
    }

    @Override
    public byte[] encoded() {
      return Arrays.copyOfRange(key.getEncoded(), SPKI.length, SPKI.length + KEY_BYTES);
    }

    @Override
    public Optional<Meaning> judge(String name, String text, byte[] signature) {
      Optional<Checkpoint> checkpoint = checkpoint(text).filter(c -> fits(c.origin()));
      return checkpoint.flatMap(c ->
          Timed.parse(signature, SIGNATURE_BYTES)
              .filter(t -> verifies(message(name, c, t.posixSeconds()), t.signature()))
              .map(t -> new Meaning(c.extensions().isEmpty(), t.posixSeconds())));
    }

    private boolean verifies(byte[] message, byte[] signature) {
      try {
        Signature verification = Signature.getInstance(ALGORITHM);
        verification.initVerify(key);
        verification.update(message);
        return verification.verify(signature);
      } catch (SignatureException e) {
        return false;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK since 24 has ML-DSA-44", e);
      }
    }

    static boolean fits(String name) {
      return name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
    }

    static byte[] message(String cosigner, Checkpoint checkpoint, long posixSeconds) {
      byte[] name = cosigner.getBytes(StandardCharsets.UTF_8);
      byte[] origin = checkpoint.origin().getBytes(StandardCharsets.UTF_8);
      byte[] root = checkpoint.root().bytes();
      int length =
          LABEL.length + 1 + name.length + 1 + origin.length + 3 * Long.BYTES + root.length;
      return ByteBuffer.allocate(length)
          .put(LABEL)
          .put((byte) name.length)
          .put(name)
          .putLong(posixSeconds)
          .put((byte) origin.length)
          .put(origin)
          .putLong(0)
          .putLong(checkpoint.size())
          .put(root)
          .array();
    }
  }

  private static Optional<Checkpoint> checkpoint(String text) {
    try {
      return Optional.of(Checkpoint.parse(text));
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /// The two parts of a cosignature.
  final class Timed {
    private final long posixSeconds;
    private final byte[] signature;

    private Timed(long posixSeconds, byte[] signature) {
      this.posixSeconds = posixSeconds;
      this.signature = signature;
    }

    private static Optional<Timed> parse(byte[] bytes, int signatureBytes) {
      if (bytes.length != Long.BYTES + signatureBytes) {
        return Optional.empty();
      }
      long posixSeconds = ByteBuffer.wrap(bytes).getLong();
      byte[] signature = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
      // Times above 2^63 - 1 are forbidden, and come out negative.
      return posixSeconds < 0 ? Optional.empty() : Optional.of(new Timed(posixSeconds, signature));
    }

    private long posixSeconds() {
      return posixSeconds;
    }

    private byte[] signature() {
      return signature;
    }
  }
}
