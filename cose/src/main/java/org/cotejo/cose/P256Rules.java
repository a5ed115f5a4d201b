package org.cotejo.cose;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Decides which P-256 keys and ES256 signatures are admissible, and finds the point behind a
/// compressed key.
///
/// For every valid ECDSA signature (r, s) there is a second one, (r, n − s), which anyone can make;
/// only the one with s ≤ n/2 counts, so a statement cannot be given a second set of bytes by
/// someone without the key. Curve: [SP 800-186](https://doi.org/10.6028/NIST.SP.800-186) §3.2.1.3.
final class P256Rules {
  static final BigInteger N =
      hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
  static final BigInteger HALF_N = N.shiftRight(1);
  private static final BigInteger P =
      hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
  private static final BigInteger B =
      hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");
  private static final BigInteger SQUARE_ROOT_EXPONENT = P.add(BigInteger.ONE).shiftRight(2);
  private static final byte[] N_BYTES = fixed(N);
  private static final byte[] HALF_N_BYTES = fixed(HALF_N);
  private static final byte[] P_BYTES = fixed(P);
  private static final byte[] ZERO = new byte[32];

  private P256Rules() {}

  /// Whether 33 bytes are 02 or 03 and an x < p.
  static boolean isCompressedForm(byte[] encoded) {
    return (encoded[0] == 2 || encoded[0] == 3)
        && Arrays.compareUnsigned(encoded, 1, 33, P_BYTES, 0, 32) < 0;
  }

  /// Whether 1 ≤ r < n and 1 ≤ s ≤ n/2, in a signature r ‖ s of 64 bytes.
  static boolean isAdmissible(byte[] signature) {
    return Arrays.compareUnsigned(signature, 0, 32, N_BYTES, 0, 32) < 0
        && Arrays.compareUnsigned(signature, 32, 64, HALF_N_BYTES, 0, 32) <= 0
        && !Arrays.equals(signature, 0, 32, ZERO, 0, 32)
        && !Arrays.equals(signature, 32, 64, ZERO, 0, 32);
  }

  /// The uncompressed point, 04 ‖ x ‖ y, or empty if no point of the curve has this x.
  static Optional<byte[]> decompress(byte[] encoded) {
    BigInteger x = new BigInteger(1, encoded, 1, 32);
    BigInteger three = BigInteger.valueOf(3);
    BigInteger square = x.multiply(x).subtract(three).multiply(x).add(B).mod(P);
    BigInteger y = square.modPow(SQUARE_ROOT_EXPONENT, P);
    if (!y.multiply(y).mod(P).equals(square)) {
      return Optional.empty();
    }
    if (y.testBit(0) != (encoded[0] == 3)) {
      y = P.subtract(y);
    }
    byte[] point = new byte[65];
    point[0] = 4;
    System.arraycopy(encoded, 1, point, 1, 32);
    System.arraycopy(fixed(y), 0, point, 33, 32);
    return Optional.of(point);
  }

  /// r ‖ s, with the one of the two possible s that counts.
  static byte[] signature(BigInteger r, BigInteger s) {
    BigInteger low = s.compareTo(HALF_N) > 0 ? N.subtract(s) : s;
    byte[] signature = new byte[64];
    System.arraycopy(fixed(r), 0, signature, 0, 32);
    System.arraycopy(fixed(low), 0, signature, 32, 32);
    return signature;
  }

  /// A number below 2²⁵⁶ as 32 big-endian bytes.
  static byte[] fixed(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] result = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, result, 32 - length, length);
    return result;
  }

  private static BigInteger hex(String digits) {
    return new BigInteger(1, HexFormat.of().parseHex(digits));
  }
}
