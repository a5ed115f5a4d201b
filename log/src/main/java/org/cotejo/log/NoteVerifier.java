package org.cotejo.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;

/// A public key that signs notes under a name, of one of three types of C2SP signed-note: Ed25519
/// (0x01), Ed25519 cosignature (0x04) and ML-DSA-44 cosignature (0x06). The pair of name and key id
/// is what a signature line claims; the same key under another type has another id.
public final class NoteVerifier {
  private static final int ID_DIGITS = 8;

  private final String name;
  private final NoteKey key;
  private final int keyId;

  private NoteVerifier(String name, NoteKey key) {
    this.name = name;
    this.key = key;
    this.keyId = keyId(name, key);
  }

  /// A key of type 0x01 under a name: a log's.
  ///
  /// @throws IllegalArgumentException if the name is impossible or the key is not Ed25519
  public static NoteVerifier of(String name, VerificationKey ed25519) {
    if (ed25519.algorithm() == Algorithm.ES256) {
      throw new IllegalArgumentException(
          "notes are signed with Ed25519, not " + ed25519.algorithm());
    }
    return of(name, new NoteKey.Ed25519(ed25519));
  }

  static NoteVerifier of(String name, NoteKey key) {
    try {
      return checked(name, key);
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static NoteVerifier checked(String name, NoteKey key) throws MalformedException {
    if (!NoteText.isName(name)) {
      throw new MalformedException("key has a name that is empty or has spaces or '+'");
    }
    if (key instanceof NoteKey.MlDsa44Cosignature && !NoteKey.MlDsa44Cosignature.fits(name)) {
      throw new MalformedException("key has a name longer than 255 bytes");
    }
    return new NoteVerifier(name, key);
  }

  /// Reads the text form `<name>+<key id, 8 lower-case hex digits>+<base64 of type and key>`.
  public static NoteVerifier parse(String vkey) throws MalformedException {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length < 3) {
      throw new MalformedException("key is not of the form name+id+base64");
    }
    NoteVerifier verifier = checked(parts[0], NoteKey.parse(NoteText.base64("key", parts[2])));
    if (!verifier.idDigits().equals(parts[1])) {
      throw new MalformedException("key id is not that of the name and key");
    }
    return verifier;
  }

  /// First four bytes, big-endian, of SHA-256(name ‖ newline ‖ type ‖ key).
  private static int keyId(String name, NoteKey key) {
    MessageDigest sha256 = MerkleHasher.sha256();
    sha256.update(name.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    sha256.update(key.type());
    return ByteBuffer.wrap(sha256.digest(key.encoded())).getInt();
  }

  public String name() {
    return name;
  }

  /// Which of the name's keys: the first four bytes, big-endian, of a SHA-256 of name and key (C2SP
  /// signed-note).
  public int keyId() {
    return keyId;
  }

  /// Whether its signatures are cosignatures, which say when they were made: a witness's key.
  public boolean isCosigner() {
    return switch (key) {
      case NoteKey.Ed25519 _ -> false;
      case NoteKey.Ed25519Cosignature _, NoteKey.MlDsa44Cosignature _ -> true;
    };
  }

  /// The text form that [#parse] reads.
  public String vkey() {
    byte[] encoded = key.encoded();
    byte[] typed = ByteBuffer.allocate(1 + encoded.length).put(key.type()).put(encoded).array();
    return name + "+" + idDigits() + "+" + Base64.getEncoder().encodeToString(typed);
  }

  /// Whether both are the same public key, whatever their names and types.
  boolean hasKeyOf(NoteVerifier other) {
    return MessageDigest.isEqual(key.encoded(), other.key.encoded());
  }

  /// The key of a log, type 0x01; empty for a witness's.
  Optional<VerificationKey> logKey() {
    return key instanceof NoteKey.Ed25519(VerificationKey ed25519)
        ? Optional.of(ed25519)
        : Optional.empty();
  }

  /// Whether this key's signatures can be of a log with this origin: ML-DSA-44 cosignatures give
  /// its length in one byte.
  boolean canSay(String origin) {
    return !(key instanceof NoteKey.MlDsa44Cosignature) || NoteKey.MlDsa44Cosignature.fits(origin);
  }

  /// What the signature says of the text; empty if this key did not make it.
  Optional<NoteKey.Meaning> judge(String text, byte[] signature) {
    return key.judge(name, text, signature);
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
