package org.cotejo.audit.evidence.image;

import java.util.BitSet;

/// What is in the fields of a sheet.
final class Filled {
  /// With fewer dark pixels nothing can be told.
  private static final int LEAST_INK = 40;

  private static final int INK = 19;
  private static final byte UNSEEN = -1;

  private final byte[] darkness;

  private Filled(byte[] darkness) {
    this.darkness = darkness;
  }

  /// @param darkness of all pixels of the form, 0 to 127
  /// @param seen where the picture is
  /// @param fields pixels that are compared
  static Filled of(int[] darkness, BitSet seen, int[] fields) {
    var values = new byte[fields.length];
    for (int i = 0; i < fields.length; i++) {
      values[i] = seen.get(fields[i]) ? (byte) darkness[fields[i]] : UNSEEN;
    }
    return new Filled(values);
  }

  /// Correlation of the two where both can be seen: 1 if one is the other, about 0 if they have
  /// nothing to do with each other. Both are on one form.
  double likeness(Filled other) {
    long n = 0;
    long sumA = 0;
    long sumB = 0;
    long sumAa = 0;
    long sumBb = 0;
    long sumAb = 0;
    int inkA = 0;
    int inkB = 0;
    for (int i = 0; i < darkness.length; i++) {
      long a = darkness[i];
      long b = other.darkness[i];
      if (a >= 0 && b >= 0) {
        n++;
        sumA += a;
        sumB += b;
        sumAa += a * a;
        sumBb += b * b;
        sumAb += a * b;
        inkA += a > INK ? 1 : 0;
        inkB += b > INK ? 1 : 0;
      }
    }
    double spread =
        ((double) n * sumAa - (double) sumA * sumA) * ((double) n * sumBb - (double) sumB * sumB);
    return Math.min(inkA, inkB) < LEAST_INK || spread <= 0
        ? 0
        : ((double) n * sumAb - (double) sumA * sumB) / Math.sqrt(spread);
  }
}
