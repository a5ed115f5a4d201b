package org.cotejo.audit.evidence.image;

import java.util.Arrays;

/// 64 bits that stay nearly the same when a picture is saved again or made smaller: the signs of
/// its lowest frequencies about their median. Two sheets of one form have nearly the same bits too.
final class PerceptualHash {
  private static final int SIDE = 32;
  private static final int KEPT = 8;
  private static final double[][] COSINES = cosines();

  private PerceptualHash() {}

  private static double[][] cosines() {
    var cosines = new double[KEPT][SIDE];
    for (int k = 0; k < KEPT; k++) {
      for (int i = 0; i < SIDE; i++) {
        cosines[k][i] = StrictMath.cos(StrictMath.PI * k * (2 * i + 1) / (2 * SIDE));
      }
    }
    return cosines;
  }

  static long of(Gray picture) {
    Gray small = picture.resized(SIDE, SIDE);
    var terms = new double[KEPT * KEPT];
    for (int v = 0; v < KEPT; v++) {
      for (int u = 0; u < KEPT; u++) {
        terms[v * KEPT + u] = term(small, u, v);
      }
    }
    double[] sorted = Arrays.copyOfRange(terms, 1, terms.length);
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    long bits = 0;
    for (int i = 0; i < terms.length; i++) {
      bits |= terms[i] > median ? 1L << i : 0;
    }
    return bits;
  }

  private static double term(Gray small, int u, int v) {
    double sum = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        sum += small.at(x, y) * COSINES[u][x] * COSINES[v][y];
      }
    }
    return sum;
  }

  /// How many bits differ.
  static int distance(long one, long other) {
    return Long.bitCount(one ^ other);
  }
}
