package org.cotejo.audit.evidence.image;

import java.util.BitSet;

/// Where a picture of a sheet lies on its form: shifted and made larger or smaller, across and
/// along on their own. It is not turned and not straightened. Found from how much ink there is in
/// each column and each row, so in little time.
///
/// @param across of columns
/// @param along of rows
record Placement(Line across, Line along) {
  private static final double LEAST_SCALE = 0.60;
  private static final double MOST_SCALE = 1.40;
  private static final double MOST_SHIFT = 0.4;
  private static final int FINER = 3;
  private static final int AROUND = 5;
  private static final int COARSE = 128;
  private static final double LEAST_OVERLAP = 0.6;

  /// Position on the picture = scale · (position on the form) + shift, both as shares of their
  /// lengths.
  record Line(double scale, double shift, double fit) {}

  /// How much ink there is in each column and in each row.
  record Profiles(Profile columns, Profile rows) {}

  /// Ink along one direction.
  static final class Profile {
    private final double[] ink;

    Profile(double[] ink) {
      this.ink = ink.clone();
    }

    /// In fewer parts.
    Profile coarse() {
      if (ink.length <= COARSE) {
        return this;
      }
      var coarse = new double[COARSE];
      for (int i = 0; i < ink.length; i++) {
        coarse[i * COARSE / ink.length] += ink[i];
      }
      return new Profile(coarse);
    }

    /// @param share of the length, from 0 to 1
    double at(double share) {
      double place = share * ink.length - 0.5;
      int below = (int) Math.floor(place);
      double above = place - below;
      double one = ink[Math.clamp(below, 0, ink.length - 1)];
      double other = ink[Math.clamp(below + 1L, 0, ink.length - 1)];
      return one + above * (other - one);
    }

    int length() {
      return ink.length;
    }
  }

  static Profiles profiles(int width, int height, BitSet ink) {
    var columns = new double[width];
    var rows = new double[height];
    for (int bit = ink.nextSetBit(0); bit >= 0; bit = ink.nextSetBit(bit + 1)) {
      columns[bit % width]++;
      rows[bit / width]++;
    }
    return new Profiles(new Profile(columns), new Profile(rows));
  }

  static Placement find(Profiles form, Profiles picture) {
    return new Placement(
        find(form.columns(), picture.columns()), find(form.rows(), picture.rows()));
  }

  /// Coarsely first, on profiles without details that a coarse step would miss, then more and more
  /// finely around the best.
  private static Line find(Profile form, Profile picture) {
    var best = new Line(1, 0, -1);
    double scaleStep = 0.01;
    double shiftStep = 0.004;
    Profile coarseForm = form.coarse();
    Profile coarsePicture = picture.coarse();
    for (double scale = LEAST_SCALE; scale <= MOST_SCALE; scale += scaleStep) {
      for (double shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift += shiftStep) {
        best = better(best, coarseForm, coarsePicture, scale, shift);
      }
    }
    for (int finer = 0; finer < 3; finer++) {
      scaleStep /= FINER;
      shiftStep /= FINER;
      var middle = best;
      best = new Line(middle.scale(), middle.shift(), -1);
      for (int i = -AROUND; i <= AROUND; i++) {
        for (int j = -AROUND; j <= AROUND; j++) {
          double scale = middle.scale() + i * scaleStep;
          double shift = middle.shift() + j * shiftStep;
          best = better(best, form, picture, scale, shift);
        }
      }
    }
    return best;
  }

  private static Line better(Line best, Profile form, Profile picture, double scale, double shift) {
    double fit = fit(form, picture, scale, shift);
    return fit > best.fit() ? new Line(scale, shift, fit) : best;
  }

  /// Correlation of the two where both are.
  private static double fit(Profile form, Profile picture, double scale, double shift) {
    double n = 0;
    double sumA = 0;
    double sumB = 0;
    double sumAa = 0;
    double sumBb = 0;
    double sumAb = 0;
    for (int i = 0; i < form.length(); i++) {
      double share = scale * (i + 0.5) / form.length() + shift;
      if (share < 0 || share > 1) {
        continue;
      }
      double a = form.ink[i];
      double b = picture.at(share);
      n++;
      sumA += a;
      sumB += b;
      sumAa += a * a;
      sumBb += b * b;
      sumAb += a * b;
    }
    if (n < LEAST_OVERLAP * form.length()) {
      return -1;
    }
    double spread = (sumAa - sumA * sumA / n) * (sumBb - sumB * sumB / n);
    return spread <= 0 ? -1 : (sumAb - sumA * sumB / n) / Math.sqrt(spread);
  }

  /// A picture laid on its form.
  ///
  /// @param gray as large as the form
  /// @param seen where the picture is
  record Placed(Gray gray, BitSet seen) {}

  Placed place(Gray picture, int width, int height) {
    var values = new int[width * height];
    var seen = new BitSet(width * height);
    for (int y = 0; y < height; y++) {
      double row = (along.scale() * (y + 0.5) / height + along.shift()) * picture.height() - 0.5;
      for (int x = 0; x < width; x++) {
        double column =
            (across.scale() * (x + 0.5) / width + across.shift()) * picture.width() - 0.5;
        boolean isThere =
            row >= 0 && row <= picture.height() - 1 && column >= 0 && column <= picture.width() - 1;
        values[y * width + x] = isThere ? (int) Math.round(between(picture, column, row)) : 255;
        seen.set(y * width + x, isThere);
      }
    }
    return new Placed(new Gray(width, height, values), seen);
  }

  private static double between(Gray picture, double column, double row) {
    int x = (int) column;
    int y = (int) row;
    int right = Math.min(x + 1, picture.width() - 1);
    int below = Math.min(y + 1, picture.height() - 1);
    double across = column - x;
    double along = row - y;
    double upper = picture.at(x, y) * (1 - across) + picture.at(right, y) * across;
    double lower = picture.at(x, below) * (1 - across) + picture.at(right, below) * across;
    return upper * (1 - along) + lower * along;
  }
}
