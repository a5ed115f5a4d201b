package org.cotejo.audit.evidence.bag;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The digests that are checked in bags. We write the first; others' bags may have both.
public enum DigestAlgorithm {
  SHA256("sha256", "SHA-256", 64),
  SHA512("sha512", "SHA-512", 128);

  private static final int PIECE = 1 << 16;

  private final String label;
  private final String name;
  private final int digits;

  DigestAlgorithm(String label, String name, int digits) {
    this.label = label;
    this.name = name;
    this.digits = digits;
  }

  /// As in names of manifests.
  public String label() {
    return label;
  }

  /// Hexadecimal digits of a value.
  int digits() {
    return digits;
  }

  MessageDigest start() {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without " + name, e);
    }
  }

  /// Of a stream to its end, in lower-case hexadecimal digits.
  public String digest(InputStream in) throws IOException {
    MessageDigest digest = start();
    var piece = new byte[PIECE];
    for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
      digest.update(piece, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Of these bytes, in lower-case hexadecimal digits.
  public String digest(byte[] bytes) {
    return HexFormat.of().formatHex(start().digest(bytes));
  }
}
