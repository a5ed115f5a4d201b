package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HexFormat;
import org.cotejo.cose.Hash;

/// Work that a sender without a ticket may be asked for, so that many statements cost many times as
/// much: a nonce which, hashed with the statement's leaf hash, gives leading zero bits (Back,
/// *Hashcash*, 2002). The server keeps nothing and pays one hash.
public final class Puzzle {
  /// Hexadecimal digits of a nonce.
  static final int NONCE_DIGITS = 16;

  private static final byte[] LABEL = "cotejo-puzzle/1".getBytes(US_ASCII);

  private Puzzle() {}

  /// Whether `nonce` is 16 lower-case hexadecimal digits and SHA-256(label ‖ leaf hash ‖ its 8
  /// bytes) begins with that many zero bits.
  ///
  /// @param bits 0 to 40
  public static boolean isSolved(Hash leaf, String nonce, int bits) {
    if (nonce.length() != NONCE_DIGITS
        || !nonce.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      return false;
    }
    return zeroBits(leaf, HexFormat.of().parseHex(nonce)) >= bits;
  }

  /// Finds a nonce; takes 2^`bits` hashes on average.
  public static String solve(Hash leaf, int bits) {
    long nonce = 0;
    String text = HexFormat.of().toHexDigits(nonce);
    while (!isSolved(leaf, text, bits)) {
      nonce++;
      text = HexFormat.of().toHexDigits(nonce);
    }
    return text;
  }

  private static int zeroBits(Hash leaf, byte[] nonce) {
    byte[] hash = Hash.sha256(LABEL, leaf.bytes(), nonce).bytes();
    int zeros = 0;
    for (byte b : hash) {
      if (b != 0) {
        return zeros + Integer.numberOfLeadingZeros(b & 0xff) - 24;
      }
      zeros += 8;
    }
    return zeros;
  }
}
