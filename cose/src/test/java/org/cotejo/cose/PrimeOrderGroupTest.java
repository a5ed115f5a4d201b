package org.cotejo.cose;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The check by halving against two that multiply by the order of the group: BouncyCastle's, and
/// one in big numbers here.
class PrimeOrderGroupTest {
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
  private static final BigInteger D =
      BigInteger.valueOf(-121_665).multiply(BigInteger.valueOf(121_666).modInverse(P)).mod(P);
  private static final BigInteger I = BigInteger.TWO.modPow(P.shiftRight(2), P);
  private static final Point NEUTRAL = new Point(BigInteger.ZERO, BigInteger.ONE);
  private static final int ENCODINGS = 4000;

  private final Random random = new Random(1);

  private record Point(BigInteger x, BigInteger y) {
    Point plus(Point other) {
      BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
      return new Point(
          quotient(x.multiply(other.y).add(y.multiply(other.x)), BigInteger.ONE.add(product)),
          quotient(y.multiply(other.y).add(x.multiply(other.x)), BigInteger.ONE.subtract(product)));
    }

    Point times(BigInteger factor) {
      Point sum = NEUTRAL;
      for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
        sum = sum.plus(sum);
        sum = factor.testBit(bit) ? sum.plus(this) : sum;
      }
      return sum;
    }

    byte[] encoded() {
      byte[] encoded = new byte[32];
      for (int bit = 0; bit < 255; bit++) {
        encoded[bit / 8] |= (byte) (y.testBit(bit) ? 1 << bit % 8 : 0);
      }
      encoded[31] |= (byte) (x.testBit(0) ? 0x80 : 0);
      return encoded;
    }
  }

  private static BigInteger quotient(BigInteger above, BigInteger below) {
    return above.multiply(below.modInverse(P)).mod(P);
  }

  private Point anyPoint() {
    while (true) {
      BigInteger y = new BigInteger(255, random).mod(P);
      BigInteger square = y.multiply(y).mod(P);
      BigInteger x2 =
          quotient(square.subtract(BigInteger.ONE), D.multiply(square).add(BigInteger.ONE));
      BigInteger x = x2.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
      if (!x.multiply(x).mod(P).equals(x2)) {
        x = x.multiply(I).mod(P);
      }
      if (x.multiply(x).mod(P).equals(x2)) {
        return new Point(x, y);
      }
    }
  }

  private Point generatorOfTorsion() {
    Point point = anyPoint().times(ORDER);
    while (point.times(BigInteger.valueOf(4)).equals(NEUTRAL)) {
      point = anyPoint().times(ORDER);
    }
    return point;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void holdsThePointsWithoutAPartOfSmallOrderAndNoOthers(int part) {
    Point small = generatorOfTorsion().times(BigInteger.valueOf(part));
    for (int i = 0; i < 40; i++) {
      Point point = anyPoint().times(BigInteger.valueOf(8)).plus(small);
      byte[] encoded = point.encoded();
      assertThat(PrimeOrderGroup.contains(encoded, 0)).isEqualTo(part == 0);
      assertThat(Ed25519.validatePublicKeyFull(encoded, 0)).isEqualTo(part == 0);
      encoded[31] ^= (byte) 0x80; // the negative point
      assertThat(PrimeOrderGroup.contains(encoded, 0)).isEqualTo(part == 0);
    }
  }

  @Test
  void agreesWithBouncyCastleOnAnyEncoding() {
    int contained = 0;
    for (int i = 0; i < ENCODINGS; i++) {
      byte[] encoded = new byte[40];
      random.nextBytes(encoded);
      boolean expected = Ed25519.validatePublicKeyFull(encoded, 5);
      assertThat(PrimeOrderGroup.contains(encoded, 5)).isEqualTo(expected);
      contained += expected ? 1 : 0;
    }
    // One in sixteen: half of them are on the curve, and an eighth of those is in the group.
    assertThat(contained).isBetween(ENCODINGS / 24, ENCODINGS / 12);
  }

  @Test
  void agreesOnTheSmallestAndTheLargestCoordinates() {
    for (int i = 2; i < 300; i++) {
      for (BigInteger y :
          new BigInteger[] {BigInteger.valueOf(i), P.subtract(BigInteger.valueOf(i))}) {
        byte[] encoded = new Point(BigInteger.ZERO, y).encoded();
        assertThat(PrimeOrderGroup.contains(encoded, 0))
            .isEqualTo(Ed25519.validatePublicKeyFull(encoded, 0));
      }
    }
  }
}
