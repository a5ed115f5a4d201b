package org.cotejo.cose;

import java.math.BigInteger;
import org.bouncycastle.math.ec.rfc7748.X25519Field;

/// Tells the points of the group that the base point of Ed25519 generates from all others, at four
/// exponentiations in the field where multiplying by the group's order takes three times as long.
///
/// The points of the curve are a cyclic group of 8L, so a point is in the group of order L exactly
/// if it is eight times another one. On the Montgomery form, v² = u(u² + Au + 1):
///
/// * A point is twice another exactly if u is a square, u = r² (2-descent; u² + Au + 1 has no
///   roots).
/// * Then v = rw with w² = u² + Au + 1, and exactly one sign of w makes 2u + A + 2w a square, t².
///   Half the point has the coordinate x = u + w + rt, and w for it is rt where its r² = x.
/// * A point is four times another exactly if u = r² and w − sr is a square, where s² = A + 2: the
///   Tate pairing with (1, s), which is of order 4. For the half that is √x(t − s), and x and √x(t
///   − s) are both squares exactly if x(t − s)² is a fourth power.
///
/// After Pornin, [Point-Halving and Subgroup Membership in Twisted Edwards
/// Curves](https://eprint.iacr.org/2022/1164), and Koshelev, [Subgroup membership testing on
/// elliptic curves via the Tate pairing](https://eprint.iacr.org/2022/037). Public values only: the
/// time taken depends on them.
final class PrimeOrderGroup {
  private static final int A = 486_662;
  private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  private static final int[] A_ELEMENT = element(BigInteger.valueOf(A));

  /// A root of −1, which is no square.
  private static final int[] I = element(BigInteger.TWO.modPow(P.shiftRight(2), P));

  private static final int[] MINUS_I = normalized(negated(I));

  /// s² = A + 2.
  private static final int[] S = root(element(BigInteger.valueOf(A + 2L)));

  /// (2u + A + 2w)(2u + A − 2w) = A² − 4 is no square, so one factor is; these are roots of its
  /// products with −i and with i.
  private static final int[] ROOT_OF_MINUS_IQ = rootOfProduct(MINUS_I);

  private static final int[] ROOT_OF_IQ = rootOfProduct(I);

  private PrimeOrderGroup() {}

  /// Whether the 32 bytes at `offset`, which must be canonical and not of small order, are the
  /// encoding of a point of the group.
  static boolean contains(byte[] encoded, int offset) {
    int[] y = X25519Field.create();
    X25519Field.decode255(encoded, offset, y, 0);
    int[] above = copy(y);
    X25519Field.addOne(above);
    int[] below = negated(y);
    X25519Field.addOne(below);
    int[] r = X25519Field.create();
    int[] w = X25519Field.create();
    int[] u = X25519Field.create();
    // u = (1 + y) / (1 − y)
    if (!X25519Field.sqrtRatioVar(above, below, r)) {
      return false;
    }
    X25519Field.sqr(r, u);
    // If this has no root either, no point of the curve has this y.
    return X25519Field.sqrtRatioVar(squareOfW(u), one(), w) && isHalfFourTimesAnother(u, r, w);
  }

  /// u² + Au + 1
  private static int[] squareOfW(int[] u) {
    int[] sum = times(u, A);
    int[] square = X25519Field.create();
    X25519Field.sqr(u, square);
    X25519Field.add(sum, square, sum);
    X25519Field.addOne(sum);
    X25519Field.carry(sum);
    return sum;
  }

  private static boolean isHalfFourTimesAnother(int[] u, int[] r, int[] w) {
    int[] t = X25519Field.create();
    int[] signed = copy(w);
    if (!findT(u, w, t)) {
      X25519Field.negate(w, signed);
    }
    int[] x = X25519Field.create();
    X25519Field.mul(r, t, x);
    X25519Field.add(x, u, x);
    X25519Field.add(x, signed, x);
    X25519Field.carry(x);
    int[] difference = X25519Field.create();
    X25519Field.sub(t, S, difference);
    X25519Field.sqr(difference, difference);
    X25519Field.mul(x, difference, x);
    return X25519Field.isOneVar(normalized(quarterPower(x, power(x))));
  }

  /// Sets `t` to a root of 2u + A + 2w and returns true; if there is none, sets it to one of 2u + A
  /// − 2w.
  private static boolean findT(int[] u, int[] w, int[] t) {
    int[] sum = X25519Field.create();
    X25519Field.add(u, w, sum);
    X25519Field.add(sum, sum, sum);
    X25519Field.add(sum, A_ELEMENT, sum);
    X25519Field.carry(sum);
    int[] power = power(sum);
    int[] quarter = normalized(quarterPower(sum, power));
    if (X25519Field.areEqualVar(quarter, I)) {
      X25519Field.mul(power, ROOT_OF_MINUS_IQ, t);
      return false;
    }
    if (X25519Field.areEqualVar(quarter, MINUS_I)) {
      X25519Field.mul(power, ROOT_OF_IQ, t);
      return false;
    }
    X25519Field.mul(power, sum, t);
    if (!X25519Field.isOneVar(quarter)) {
      X25519Field.mul(t, I, t);
    }
    return true;
  }

  /// z^((p − 1)/4), given z^((p − 5)/8): 1 for a fourth power, −1 for another square, i or −i else.
  private static int[] quarterPower(int[] z, int[] power) {
    int[] result = X25519Field.create();
    X25519Field.sqr(power, result);
    X25519Field.mul(result, z, result);
    return result;
  }

  /// z^((p − 5)/8) = z^(2²⁵² − 3)
  private static int[] power(int[] z) {
    int[] upTo5 = X25519Field.create();
    int[] upTo25 = X25519Field.create();
    int[] upTo125 = X25519Field.create();
    int[] result = X25519Field.create();
    repeat(z, 1, 5, upTo5);
    repeat(upTo5, 5, 5, upTo25);
    repeat(upTo25, 25, 5, upTo125);
    repeat(upTo125, 125, 2, result);
    X25519Field.sqr(result, 2, result);
    X25519Field.mul(result, z, result);
    return result;
  }

  /// From z^(2ⁿ − 1), here `base`, z^(2ᵏⁿ − 1) for k `times`.
  private static void repeat(int[] base, int n, int times, int[] result) {
    X25519Field.copy(base, 0, result, 0);
    for (int i = 1; i < times; i++) {
      int[] shifted = X25519Field.create();
      X25519Field.sqr(result, n, shifted);
      X25519Field.mul(shifted, base, result);
    }
  }

  private static int[] times(int[] z, int factor) {
    int[] product = X25519Field.create();
    X25519Field.mul(z, factor, product);
    return product;
  }

  private static int[] negated(int[] z) {
    int[] negative = X25519Field.create();
    X25519Field.negate(z, negative);
    return negative;
  }

  private static int[] copy(int[] z) {
    int[] copy = X25519Field.create();
    X25519Field.copy(z, 0, copy, 0);
    return copy;
  }

  private static int[] normalized(int[] z) {
    X25519Field.normalize(z);
    return z;
  }

  private static int[] one() {
    int[] one = X25519Field.create();
    X25519Field.one(one);
    return one;
  }

  private static int[] root(int[] square) {
    int[] root = X25519Field.create();
    if (!X25519Field.sqrtRatioVar(square, one(), root)) {
      throw new IllegalStateException("a constant of the curve has no root");
    }
    return root;
  }

  private static int[] rootOfProduct(int[] factor) {
    int[] product = element(BigInteger.valueOf(A).pow(2).subtract(BigInteger.valueOf(4)));
    X25519Field.mul(product, factor, product);
    return root(product);
  }

  private static int[] element(BigInteger value) {
    byte[] bigEndian = value.toByteArray();
    byte[] littleEndian = new byte[32];
    for (int i = 0; i < bigEndian.length; i++) {
      littleEndian[i] = bigEndian[bigEndian.length - 1 - i];
    }
    int[] element = X25519Field.create();
    X25519Field.decode255(littleEndian, element);
    return normalized(element);
  }
}
