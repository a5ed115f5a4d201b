package org.cotejo.audit.evidence.image;

/// How much darker each pixel is than what is around it, from 0 to 127: the same for a photograph
/// in the shade and in the sun.
final class Darkness {
  private static final int BLACK = 127;
  private static final int AROUND = 16;

  private Darkness() {}

  /// Of the mean of a pixel and its eight neighbours, so that half a pixel more or less is little.
  static int[] of(Gray picture) {
    int[] sharp = sharp(picture);
    long[] sums = sums(sharp, picture.width());
    var soft = new int[sharp.length];
    for (int i = 0; i < soft.length; i++) {
      soft[i] = (int) mean(sums, i, 1, picture.width(), picture.height());
    }
    return soft;
  }

  /// Of each pixel on its own.
  static int[] sharp(Gray picture) {
    int[] values = picture.values();
    long[] sums = sums(values, picture.width());
    var darkness = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      double around = mean(sums, i, AROUND, picture.width(), picture.height());
      if (values[i] < around) {
        darkness[i] = (int) (BLACK * (around - values[i]) / around);
      }
    }
    return darkness;
  }

  /// Sums of all pixels above and to the left, with a row and a column of zeros before them.
  private static long[] sums(int[] values, int width) {
    int height = values.length / width;
    var sums = new long[(width + 1) * (height + 1)];
    for (int y = 0; y < height; y++) {
      long row = 0;
      for (int x = 0; x < width; x++) {
        row += values[y * width + x];
        sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1] + row;
      }
    }
    return sums;
  }

  private static double mean(long[] sums, int pixel, int reach, int width, int height) {
    int left = Math.max(0, pixel % width - reach);
    int right = Math.min(width, pixel % width + reach + 1);
    int top = Math.max(0, pixel / width - reach);
    int bottom = Math.min(height, pixel / width + reach + 1);
    long sum =
        sums[bottom * (width + 1) + right]
            - sums[top * (width + 1) + right]
            - sums[bottom * (width + 1) + left]
            + sums[top * (width + 1) + left];
    return (double) sum / ((bottom - top) * (right - left));
  }
}
