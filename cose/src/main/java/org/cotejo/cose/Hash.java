package org.cotejo.cose;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A SHA-256 value. A type of its own so that no verifier can ever be handed a hash of another
/// length, which is how proofs have been forged elsewhere.
public final class Hash implements Comparable<Hash> {
  /// Length of every hash, in bytes.
  public static final int BYTES = 32;

  private static final int HEX_DIGITS = 2 * BYTES;

  private final byte[] bytes;

  private Hash(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The hash with these 32 bytes.
  ///
  /// @throws IllegalArgumentException if there are not exactly 32
  public static Hash of(byte[] bytes) {
    return owning(bytes.clone());
  }

  /// The hash written as 64 lower-case hexadecimal digits.
  public static Hash parseHex(String hex) throws MalformedException {
    if (hex.length() != HEX_DIGITS) {
      throw new MalformedException("hash is not 64 hexadecimal digits");
    }
    for (int i = 0; i < HEX_DIGITS; i++) {
      char digit = hex.charAt(i);
      if (!(digit >= '0' && digit <= '9') && !(digit >= 'a' && digit <= 'f')) {
        throw new MalformedException("hash is not 64 lower-case hexadecimal digits");
      }
    }
    return owning(HexFormat.of().parseHex(hex));
  }

  /// The hash written in padded standard base64 (44 characters), in its one canonical form.
  public static Hash parseBase64(String base64) throws MalformedException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("hash is not base64");
    }
    if (bytes.length != BYTES) {
      throw new MalformedException("hash has " + bytes.length + " bytes instead of 32");
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
      throw new MalformedException("hash is not canonical base64");
    }
    return owning(bytes);
  }

  /// SHA-256 of these parts, one after the other.
  public static Hash sha256(byte[]... parts) {
    return owning(Sha256.digest(parts));
  }

  /// The 32 bytes at this offset of a larger array.
  public static Hash at(byte[] source, int offset) {
    return owning(Arrays.copyOfRange(source, offset, offset + BYTES));
  }

  /// Takes the array over without a copy; the caller forgets it.
  public static Hash owning(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return new Hash(bytes);
  }

  /// Writes the 32 bytes at this offset of a larger array.
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(bytes, 0, target, offset, BYTES);
  }

  /// A fresh copy of the 32 bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// 64 lower-case hexadecimal digits.
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /// 44 characters of padded standard base64.
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Order of the unsigned bytes, which is also the order of [#hex].
  @Override
  public int compareTo(Hash other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
