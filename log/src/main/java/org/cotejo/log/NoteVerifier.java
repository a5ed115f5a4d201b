package org.cotejo.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;

/// A public key that signs notes under a name: Ed25519, type 0x01 of C2SP signed-note, or type 0x04
/// if it cosigns checkpoints with the time (C2SP tlog-cosignature). The pair of name and key id is
/// what a signature line claims.
public final class NoteVerifier {
  private static final byte ED25519 = 0x01;
  private static final byte COSIGNATURE = 0x04;
  private static final int TIME_BYTES = 8;
  private static final int KEY_BYTES = 32;
  private static final int ID_DIGITS = 8;

  private final String name;
  private final byte type;
  private final VerificationKey key;
  private final int keyId;

  private NoteVerifier(String name, byte type, VerificationKey key) {
    this.name = name;
    this.type = type;
    this.key = key;
    this.keyId = keyId(name, type, key.encoded());
  }

  /// A key under a name.
  ///
  /// @throws IllegalArgumentException if the name is impossible or the key is not Ed25519
  public static NoteVerifier of(String name, VerificationKey ed25519) {
    return of(name, ED25519, ed25519);
  }

  /// A key that cosigns under a name.
  ///
  /// @throws IllegalArgumentException if the name is impossible or the key is not Ed25519
  static NoteVerifier ofCosigner(String name, VerificationKey ed25519) {
    return of(name, COSIGNATURE, ed25519);
  }

  private static NoteVerifier of(String name, byte type, VerificationKey ed25519) {
    if (!NoteText.isName(name)) {
      throw new IllegalArgumentException("name is empty or has spaces or '+'");
    }
    if (ed25519.algorithm() == Algorithm.ES256) {
      throw new IllegalArgumentException(
          "notes are signed with Ed25519, not " + ed25519.algorithm());
    }
    return new NoteVerifier(name, type, ed25519);
  }

  /// Reads the text form `<name>+<key id, 8 lower-case hex digits>+<base64 of type and key>`.
  public static NoteVerifier parse(String vkey) throws MalformedException {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length < 3 || !NoteText.isName(parts[0])) {
      throw new MalformedException("key is not of the form name+id+base64");
    }
    byte[] typed = NoteText.base64("key", parts[2]);
    if (typed.length != 1 + KEY_BYTES || (typed[0] != ED25519 && typed[0] != COSIGNATURE)) {
      throw new MalformedException("key is not an Ed25519 key of type 1 or 4");
    }
    byte[] encoded = Arrays.copyOfRange(typed, 1, typed.length);
    NoteVerifier verifier =
        new NoteVerifier(parts[0], typed[0], VerificationKey.of(Algorithm.ED25519, encoded));
    if (!verifier.idDigits().equals(parts[1])) {
      throw new MalformedException("key id is not that of the name and key");
    }
    return verifier;
  }

  /// First four bytes, big-endian, of SHA-256(name ‖ newline ‖ type ‖ key).
  private static int keyId(String name, byte type, byte[] encoded) {
    MessageDigest sha256 = MerkleHasher.sha256();
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update(type);
    return ByteBuffer.wrap(sha256.digest(encoded)).getInt();
  }

  public String name() {
    return name;
  }

  public int keyId() {
    return keyId;
  }

  /// The text form that [#parse] reads.
  public String vkey() {
    byte[] typed = ByteBuffer.allocate(1 + KEY_BYTES).put(type).put(key.encoded()).array();
    return name + "+" + idDigits() + "+" + Base64.getEncoder().encodeToString(typed);
  }

  boolean verifies(String text, byte[] signature) {
    if (type == ED25519) {
      return key.verify(text.getBytes(StandardCharsets.UTF_8), signature);
    }
    if (signature.length <= TIME_BYTES) {
      return false;
    }
    long seconds = ByteBuffer.wrap(signature).getLong();
    return seconds > 0
        && key.verify(
            cosigned(text, seconds), Arrays.copyOfRange(signature, TIME_BYTES, signature.length));
  }

  /// What a cosigner signs.
  static byte[] cosigned(String text, long seconds) {
    return "cosignature/v1\ntime %d\n%s".formatted(seconds, text).getBytes(StandardCharsets.UTF_8);
  }

  private String idDigits() {
    return HexFormat.of().toHexDigits(keyId, ID_DIGITS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteVerifier that && vkey().equals(that.vkey());
  }

  @Override
  public int hashCode() {
    return keyId;
  }

  @Override
  public String toString() {
    return vkey();
  }
}
