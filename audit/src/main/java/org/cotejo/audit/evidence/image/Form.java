package org.cotejo.audit.evidence.image;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// What all sheets of one form show: lines, words, boxes. Only its fields are compared: where a
/// blank form has nothing, or where several filled ones differ.
final class Form {
  /// Longer side of the pictures that are compared, in pixels.
  static final int SIDE = 512;

  /// Ink is that dark; a field is where a blank form is not even this dark, or where filled ones
  /// differ that much.
  private static final int INK = 19;

  private static final int EMPTY = 6;
  private static final int OTHER = 24;

  /// How much of a sheet's ink must be in place for the form to be recognised.
  private static final double LEAST_IN_PLACE = 0.35;

  private final Gray first;
  private final Placement.Profiles profiles;
  private final BitSet ink;
  private final int[] fields;

  private Form(Gray first, BitSet ink, BitSet fields) {
    this.first = first;
    this.profiles = Placement.profiles(first.width(), first.height(), ink);
    this.ink = ink;
    this.fields = fields.stream().toArray();
  }

  /// @param pictures of the form, at least one, each at most [#SIDE] long; the first says how large
  ///   it is
  static Form of(List<Gray> pictures) {
    Gray first = pictures.getFirst();
    int width = first.width();
    int height = first.height();
    var start = new Form(first, ink(first), new BitSet());
    int[] least = Darkness.of(first);
    int[] most = least.clone();
    BitSet common = (BitSet) start.ink.clone();
    for (Gray picture : pictures.subList(1, pictures.size())) {
      Optional<Placement.Placed> placed = start.placed(picture);
      if (placed.isPresent()) {
        common.and(thickened(ink(placed.get().gray()), width, height));
        int[] darkness = Darkness.of(placed.get().gray());
        for (int i = 0; i < darkness.length; i++) {
          least[i] = Math.min(least[i], darkness[i]);
          most[i] = Math.max(most[i], darkness[i]);
        }
      }
    }
    var fields = new BitSet(width * height);
    for (int i = 0; i < least.length; i++) {
      fields.set(i, pictures.size() == 1 ? least[i] < EMPTY : most[i] - least[i] > OTHER);
    }
    return new Form(
        first, common, pictures.size() == 1 ? fields : thickened(fields, width, height));
  }

  /// What is in the fields of a sheet. Empty if this is not seen to be such a form.
  Optional<Filled> filled(Gray picture) {
    return placed(picture)
        .map(placed -> Filled.of(Darkness.of(placed.gray()), placed.seen(), fields));
  }

  private Optional<Placement.Placed> placed(Gray picture) {
    Placement.Placed placed =
        Placement.find(
                profiles, Placement.profiles(picture.width(), picture.height(), ink(picture)))
            .place(picture, first.width(), first.height());
    BitSet expected = (BitSet) ink.clone();
    expected.and(placed.seen());
    BitSet found = thickened(ink(placed.gray()), first.width(), first.height());
    found.and(expected);
    boolean isSuch = found.cardinality() >= LEAST_IN_PLACE * expected.cardinality();
    return isSuch && !expected.isEmpty() ? Optional.of(placed) : Optional.empty();
  }

  private static BitSet ink(Gray picture) {
    int[] darkness = Darkness.sharp(picture);
    var ink = new BitSet(darkness.length);
    for (int i = 0; i < darkness.length; i++) {
      ink.set(i, darkness[i] > INK);
    }
    return ink;
  }

  /// Every pixel and its eight neighbours.
  static BitSet thickened(BitSet bits, int width, int height) {
    var thick = new BitSet(width * height);
    for (int bit = bits.nextSetBit(0); bit >= 0; bit = bits.nextSetBit(bit + 1)) {
      int x = bit % width;
      int y = bit / width;
      for (int row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
        thick.set(row * width + Math.max(0, x - 1), row * width + Math.min(width - 1, x + 1) + 1);
      }
    }
    return thick;
  }
}
