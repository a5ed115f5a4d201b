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

/// A public key that signs notes under a name: Ed25519, type 0x01 of C2SP signed-note. The pair of
/// name and key id is what a signature line claims.
public final class NoteVerifier {
  private static final byte ED25519 = 0x01;
  private static final int KEY_BYTES = 32;
  private static final int ID_DIGITS = 8;

  private final String name;
  private final VerificationKey key;
  private final int keyId;

  private NoteVerifier(String name, VerificationKey key) {
    this.name = name;
    this.key = key;
    this.keyId = keyId(name, key.encoded());
  }

  /// A key under a name.
  ///
  /// @throws IllegalArgumentException if the name is impossible or the key is not Ed25519
  public static NoteVerifier of(String name, VerificationKey ed25519) {
    if (!NoteText.isName(name)) {
      throw new IllegalArgumentException("name is empty or has spaces or '+'");
    }
    if (ed25519.algorithm() == Algorithm.ES256) {
      throw new IllegalArgumentException(
          "notes are signed with Ed25519, not " + ed25519.algorithm());
    }
    return new NoteVerifier(name, ed25519);
  }

  /// Reads the text form `<name>+<key id, 8 lower-case hex digits>+<base64 of type and key>`.
  public static NoteVerifier parse(String vkey) throws MalformedException {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length < 3 || !NoteText.isName(parts[0])) {
      throw new MalformedException("key is not of the form name+id+base64");
    }
    byte[] typed = NoteText.base64("key", parts[2]);
    if (typed.length != 1 + KEY_BYTES || typed[0] != ED25519) {
      throw new MalformedException("key is not an Ed25519 key of type 1");
    }
    byte[] encoded = Arrays.copyOfRange(typed, 1, typed.length);
    NoteVerifier verifier =
        new NoteVerifier(parts[0], VerificationKey.of(Algorithm.ED25519, encoded));
    if (!verifier.idDigits().equals(parts[1])) {
      throw new MalformedException("key id is not that of the name and key");
    }
    return verifier;
  }

  /// First four bytes, big-endian, of SHA-256(name ‖ newline ‖ type ‖ key).
  private static int keyId(String name, byte[] encoded) {
    MessageDigest sha256 = MerkleHasher.sha256();
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update(ED25519);
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
    byte[] typed = ByteBuffer.allocate(1 + KEY_BYTES).put(ED25519).put(key.encoded()).array();
    return name + "+" + idDigits() + "+" + Base64.getEncoder().encodeToString(typed);
  }

  boolean verifies(String text, byte[] signature) {
    return key.verify(text.getBytes(StandardCharsets.UTF_8), signature);
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
