package org.cotejo.cose;

import java.util.HexFormat;

/// Decides, before any provider is asked, which Ed25519 keys and signatures are admissible at all.
///
/// [RFC 8032](https://www.rfc-editor.org/rfc/rfc8032) leaves room: libraries differ on S ≥ L, on
/// encodings with y ≥ p, on points of small order and on points with a part of small order. Where
/// two honest verifiers could differ, a dispute could be manufactured; with these rules they
/// cannot.
final class Ed25519Rules {
  static final int POINT_LENGTH = 32;

  /// L, the order of the base point, little-endian.
  private static final byte[] ORDER =
      HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  /// The y of all eight points whose order divides 8, little-endian: 1, −1, 0 and the two of order
  /// 8. Values of y ≥ p, which repeat some of them, are refused as non-canonical first.
  private static final byte[][] SMALL_ORDER_Y = {
    HexFormat.of().parseHex("0100000000000000000000000000000000000000000000000000000000000000"),
    HexFormat.of().parseHex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    HexFormat.of().parseHex("0000000000000000000000000000000000000000000000000000000000000000"),
    HexFormat.of().parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    HexFormat.of().parseHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
  };

  private Ed25519Rules() {}

  /// Whether the 32 bytes at `offset` have y < p, p = 2²⁵⁵ − 19; the top bit is the sign of x.
  static boolean isCanonical(byte[] bytes, int offset) {
    if ((bytes[offset] & 0xff) < 0xed || (bytes[offset + 31] & 0x7f) != 0x7f) {
      return true;
    }
    for (int i = 1; i < 31; i++) {
      if (bytes[offset + i] != -1) {
        return true;
      }
    }
    return false;
  }

  /// Whether the canonical encoding at `offset` is one of a point whose order divides 8, with
  /// either sign bit.
  static boolean isSmallOrder(byte[] bytes, int offset) {
    for (byte[] y : SMALL_ORDER_Y) {
      if (hasY(bytes, offset, y)) {
        return true;
      }
    }
    return false;
  }

  /// Whether R is canonical and not of small order and S < L, in a signature of 64 bytes.
  static boolean isAdmissible(byte[] signature) {
    return isCanonical(signature, 0) && !isSmallOrder(signature, 0) && isBelowOrder(signature);
  }

  private static boolean hasY(byte[] bytes, int offset, byte[] y) {
    if ((bytes[offset + 31] & 0x7f) != y[31]) {
      return false;
    }
    for (int i = 0; i < 31; i++) {
      if (bytes[offset + i] != y[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBelowOrder(byte[] signature) {
    for (int i = 31; i >= 0; i--) {
      int difference = (signature[POINT_LENGTH + i] & 0xff) - (ORDER[i] & 0xff);
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }
}
