package org.cotejo.audit.evidence.image;

import java.util.Arrays;
import java.util.BitSet;

/// What a sheet has beside its form: what was filled in.
final class Filled {
  /// With fewer pixels of ink nothing can be told.
  private static final int LEAST_INK = 40;

  private final long[] ink;
  private final long[] thick;
  private final long[] known;

  /// @param ink where there is ink
  /// @param thick the same and its neighbours
  /// @param known where the picture can be seen, and the form has nothing
  Filled(BitSet ink, BitSet thick, BitSet known) {
    int words = known.size() / Long.SIZE;
    this.ink = words(ink, words);
    this.thick = words(thick, words);
    this.known = words(known, words);
  }

  private static long[] words(BitSet bits, int words) {
    return Arrays.copyOf(bits.toLongArray(), words);
  }

  /// How much of the ink on each of the two is on the other, give or take a pixel: the smaller of
  /// the two shares, from 0 to 1. Both are on one form.
  double likeness(Filled other) {
    long mine = 0;
    long mineFound = 0;
    long others = 0;
    long othersFound = 0;
    for (int i = 0; i < Math.min(known.length, other.known.length); i++) {
      long both = known[i] & other.known[i];
      mine += Long.bitCount(ink[i] & both);
      mineFound += Long.bitCount(ink[i] & other.thick[i] & both);
      others += Long.bitCount(other.ink[i] & both);
      othersFound += Long.bitCount(other.ink[i] & thick[i] & both);
    }
    return Math.min(mine, others) < LEAST_INK
        ? 0
        : Math.min((double) mineFound / mine, (double) othersFound / others);
  }
}
