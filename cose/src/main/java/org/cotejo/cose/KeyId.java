package org.cotejo.cose;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The short name of a key in a statement's header: the first 8 bytes of the SHA-256 of the encoded
/// public key, read as a big-endian number.
///
/// It finds a key, it does not prove one: equal ids do not mean equal keys, and whoever looks a key
/// up by its id still verifies the signature.
public record KeyId(long bits) {
  static KeyId ofEncodedKey(byte[] encoded) {
    return of(Sha256.digest(encoded));
  }

  /// @param bytes at least 8, of which the first 8 count
  public static KeyId of(byte[] bytes) {
    return new KeyId(ByteBuffer.wrap(bytes).getLong());
  }

  /// The 8 bytes that stand in the header.
  public byte[] bytes() {
    return ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
  }

  /// 16 lower-case hexadecimal digits.
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(bits);
  }
}
