package org.cotejo.audit.evidence.image;

import java.util.Arrays;

/// A small gray picture: what is compared instead of the large one. Each of its pixels is the mean
/// of those that fall into it, so that copies of other sizes come to nearly the same.
final class Gray {
  private final int width;
  private final int height;
  private final int[] values;

  /// @param values 0 to 255, rows from the top
  Gray(int width, int height, int[] values) {
    this.width = width;
    this.height = height;
    this.values = values.clone();
  }

  /// @param side longer side, at most; smaller pictures stay as they are
  static Gray of(Pixels pixels, int side) {
    int longer = Math.max(pixels.width(), pixels.height());
    int width = scaled(pixels.width(), side, longer);
    int height = scaled(pixels.height(), side, longer);
    var bins = new Bins(width, height, pixels.width(), pixels.height());
    var row = new int[pixels.width()];
    for (int y = 0; y < pixels.height(); y++) {
      pixels.row(y, row);
      for (int x = 0; x < row.length; x++) {
        row[x] = luma(row[x]);
      }
      bins.add(y, row);
    }
    return bins.gray();
  }

  private static int scaled(int length, int side, int longer) {
    return longer <= side ? length : Math.max(1, (int) ((long) length * side / longer));
  }

  /// ITU-R BT.601 in whole numbers, on white paper where the picture is not opaque.
  private static int luma(int rgba) {
    int alpha = rgba & 0xff;
    int luma =
        (299 * (rgba >>> 24) + 587 * (rgba >>> 16 & 0xff) + 114 * (rgba >>> 8 & 0xff)) / 1000;
    return (luma * alpha + 255 * (255 - alpha)) / 255;
  }

  /// Sums of what falls into each pixel.
  private static final class Bins {
    private final int width;
    private final int height;
    private final int sourceHeight;
    private final int[] columns;
    private final long[] sums;
    private final int[] counts;

    Bins(int width, int height, int sourceWidth, int sourceHeight) {
      this.width = width;
      this.height = height;
      this.sourceHeight = sourceHeight;
      this.columns = new int[sourceWidth];
      for (int x = 0; x < sourceWidth; x++) {
        columns[x] = (int) ((long) x * width / sourceWidth);
      }
      this.sums = new long[width * height];
      this.counts = new int[width * height];
    }

    void add(int y, int[] row) {
      int line = (int) ((long) y * height / sourceHeight) * width;
      for (int x = 0; x < row.length; x++) {
        int bin = line + columns[x];
        sums[bin] += row[x];
        counts[bin]++;
      }
    }

    Gray gray() {
      var values = new int[sums.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (int) (sums[i] / Math.max(1, counts[i]));
      }
      return new Gray(width, height, values);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /// A copy of all values.
  int[] values() {
    return values.clone();
  }

  int at(int x, int y) {
    return values[y * width + x];
  }

  /// Exactly this large. A picture that is smaller has its pixels several times.
  Gray resized(int newWidth, int newHeight) {
    if (newWidth > width || newHeight > height) {
      var larger = new int[newWidth * newHeight];
      for (int i = 0; i < larger.length; i++) {
        larger[i] = at(i % newWidth * width / newWidth, i / newWidth * height / newHeight);
      }
      return new Gray(newWidth, newHeight, larger);
    }
    var bins = new Bins(newWidth, newHeight, width, height);
    for (int y = 0; y < height; y++) {
      bins.add(y, Arrays.copyOfRange(values, y * width, (y + 1) * width));
    }
    return bins.gray();
  }
}
