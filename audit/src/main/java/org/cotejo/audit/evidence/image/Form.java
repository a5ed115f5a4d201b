package org.cotejo.audit.evidence.image;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// What all sheets of one form show: lines, words, boxes. It is taken from a blank form, or from
/// several filled ones: what has ink on all of them. Of a sheet only the rest is compared.
final class Form {
  /// Longer side of the pictures that are compared, in pixels.
  static final int SIDE = 512;

  /// Ink is darker than this share of what is around it.
  private static final double DARK = 0.85;

  private static final int AROUND = 16;

  /// How much of a sheet's ink must be in place for the form to be recognised.
  private static final double LEAST_IN_PLACE = 0.35;

  private final Gray first;
  private final Placement.Profiles profiles;
  private final BitSet ink;
  private final BitSet printed;

  private Form(Gray first, BitSet ink) {
    this.first = first;
    this.profiles = Placement.profiles(first.width(), first.height(), ink);
    this.ink = ink;
    this.printed = thickened(ink, first.width(), first.height());
  }

  /// @param pictures of the form, at least one, each at most [#SIDE] long; the first says how large
  ///   it is
  static Form of(List<Gray> pictures) {
    Gray first = pictures.getFirst();
    var form = new Form(first, ink(first));
    BitSet common = (BitSet) form.ink.clone();
    for (Gray picture : pictures.subList(1, pictures.size())) {
      form.placed(picture)
          .ifPresent(
              other -> common.and(thickened(ink(other.gray()), first.width(), first.height())));
    }
    return new Form(first, common);
  }

  /// Empty if this is not seen to be such a form.
  Optional<Filled> filled(Gray picture) {
    return placed(picture).map(this::rest);
  }

  private Filled rest(Placement.Placed placed) {
    BitSet rest = ink(placed.gray());
    BitSet known = (BitSet) placed.seen().clone();
    known.andNot(printed);
    rest.and(known);
    return new Filled(rest, thickened(rest, first.width(), first.height()), known);
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

  /// Pixels that are darker than the mean of what is around them.
  private static BitSet ink(Gray picture) {
    int width = picture.width();
    int height = picture.height();
    var sums = new long[(width + 1) * (height + 1)];
    for (int y = 0; y < height; y++) {
      long row = 0;
      for (int x = 0; x < width; x++) {
        row += picture.at(x, y);
        sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
      }
    }
    var ink = new BitSet(width * height);
    for (int y = 0; y < height; y++) {
      int top = Math.max(0, y - AROUND);
      int bottom = Math.min(height, y + AROUND + 1);
      for (int x = 0; x < width; x++) {
        int left = Math.max(0, x - AROUND);
        int right = Math.min(width, x + AROUND + 1);
        long sum =
            sums[bottom * (width + 1) + right]
                - sums[top * (width + 1) + right]
                - sums[bottom * (width + 1) + left]
                + sums[top * (width + 1) + left];
        long pixels = (long) (bottom - top) * (right - left);
        if (picture.at(x, y) * pixels < DARK * sum) {
          ink.set(y * width + x);
        }
      }
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
