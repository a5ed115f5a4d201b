package org.cotejo.sheet;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/// A photograph of a sheet that nobody took with care, the same for the same seed: turned by any
/// angle, seen from the side, folded twice, lit from one side, out of focus, noisy, and saved
/// small. How bad each of it gets at most is stated here and in `docs/performance.md`.
final class Photograph {
  /// A corner of the sheet is at most so far from where it would be seen from above, as a part of
  /// the sheet's side.
  static final double PERSPECTIVE = 0.06;

  /// Standard deviation of the blur, in pixels, where a module of a code has 5, as when an A4 sheet
  /// fills a photograph of 12 megapixels.
  static final double BLUR = 1.3;

  /// Standard deviation of the noise, of 255 levels.
  static final double NOISE = 12;

  /// Part of the light that is missing in a corner, and at a fold.
  static final double SHADE = 0.4;

  static final double JPEG_QUALITY = 0.4;

  private static final double BEST_QUALITY = 0.95;

  /// What spoils a photograph.
  enum Flaw {
    ROTATION,
    PERSPECTIVE,
    LIGHT_AND_FOLDS,
    BLUR,
    NOISE,
    JPEG
  }

  private final Random random;
  private final Set<Flaw> flaws;

  /// With every flaw.
  Photograph(long seed) {
    this(seed, EnumSet.allOf(Flaw.class));
  }

  Photograph(long seed, Set<Flaw> flaws) {
    this.random = new Random(seed);
    this.flaws = flaws;
  }

  /// How bad a flaw is, 0 to 1. The same numbers are drawn whatever flaws there are.
  private double drawn(Flaw flaw) {
    double drawn = random.nextDouble();
    return flaws.contains(flaw) ? drawn : 0;
  }

  /// @param page the sheet, rendered
  BufferedImage of(BufferedImage page) throws IOException {
    int side = (int) (Math.hypot(page.getWidth(), page.getHeight()) * 1.1);
    double[] seen = seen(page, side);
    double[] light = {
      drawn(Flaw.LIGHT_AND_FOLDS) * SHADE,
      random.nextDouble() * 2 * Math.PI,
      drawn(Flaw.LIGHT_AND_FOLDS) * SHADE
    };
    double[] folds = {0.2 + 0.6 * random.nextDouble(), 0.2 + 0.6 * random.nextDouble()};
    var levels = new float[side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double w = seen[6] * x + seen[7] * y + 1;
        double u = (seen[0] * x + seen[1] * y + seen[2]) / w;
        double v = (seen[3] * x + seen[4] * y + seen[5]) / w;
        levels[y * side + x] =
            (float) (level(page, u, v, folds, light[2]) * lit(x, y, side, light));
      }
    }
    return compressed(noisy(blurred(levels, side), side));
  }

  /// The table is grey, the sheet white and black, a fold a soft shadow across it.
  private static double level(
      BufferedImage page, double u, double v, double[] folds, double shade) {
    int width = page.getWidth();
    int height = page.getHeight();
    if (u < 0 || v < 0 || u >= width - 1 || v >= height - 1) {
      return 110;
    }
    int x = (int) u;
    int y = (int) v;
    double a = u - x;
    double b = v - y;
    double ink =
        (1 - b) * ((1 - a) * grey(page, x, y) + a * grey(page, x + 1, y))
            + b * ((1 - a) * grey(page, x, y + 1) + a * grey(page, x + 1, y + 1));
    double distance =
        Math.min(Math.abs(u - folds[0] * width), Math.abs(v - folds[1] * height)) / width;
    return (20 + ink * 225 / 255) * (1 - shade * Math.exp(-distance * distance / 0.0002));
  }

  private static int grey(BufferedImage page, int x, int y) {
    return page.getRGB(x, y) & 0xff;
  }

  private static double lit(int x, int y, int side, double[] light) {
    double along = (x * Math.cos(light[1]) + y * Math.sin(light[1])) / side / Math.sqrt(2);
    return 1 - light[0] * (0.5 + 0.5 * along);
  }

  /// The projective map from the photograph to the page: corners of the page are turned by an angle
  /// and each is moved a little.
  private double[] seen(BufferedImage page, int side) {
    double angle = drawn(Flaw.ROTATION) * 2 * Math.PI;
    double[] u = {0, page.getWidth(), page.getWidth(), 0};
    double[] v = {0, 0, page.getHeight(), page.getHeight()};
    var equations = new double[8][9];
    for (int i = 0; i < 4; i++) {
      double dx = u[i] - page.getWidth() / 2.0 + wobble() * page.getWidth();
      double dy = v[i] - page.getHeight() / 2.0 + wobble() * page.getWidth();
      double x = side / 2.0 + 0.9 * (dx * Math.cos(angle) - dy * Math.sin(angle));
      double y = side / 2.0 + 0.9 * (dx * Math.sin(angle) + dy * Math.cos(angle));
      equations[2 * i] = new double[] {x, y, 1, 0, 0, 0, -u[i] * x, -u[i] * y, u[i]};
      equations[2 * i + 1] = new double[] {0, 0, 0, x, y, 1, -v[i] * x, -v[i] * y, v[i]};
    }
    return solved(equations);
  }

  private double wobble() {
    double moved = (2 * random.nextDouble() - 1) * PERSPECTIVE;
    return flaws.contains(Flaw.PERSPECTIVE) ? moved : 0;
  }

  /// Gauss and Jordan, with the largest pivot.
  private static double[] solved(double[][] equations) {
    int n = equations.length;
    for (int column = 0; column < n; column++) {
      int pivot = column;
      for (int row = column + 1; row < n; row++) {
        if (Math.abs(equations[row][column]) > Math.abs(equations[pivot][column])) {
          pivot = row;
        }
      }
      double[] swapped = equations[pivot];
      equations[pivot] = equations[column];
      equations[column] = swapped;
      for (int row = 0; row < n; row++) {
        double factor = equations[row][column] / equations[column][column];
        for (int k = column; row != column && k <= n; k++) {
          equations[row][k] -= factor * equations[column][k];
        }
      }
    }
    var solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = equations[i][n] / equations[i][i];
    }
    return solution;
  }

  private float[] blurred(float[] levels, int side) {
    double deviation = drawn(Flaw.BLUR) * BLUR;
    int reach = (int) Math.ceil(2.5 * deviation);
    var weights = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      weights[i + reach] = reach == 0 ? 1 : Math.exp(-i * i / (2 * deviation * deviation));
      sum += weights[i + reach];
    }
    float[] once = along(levels, side, weights, sum, 1, side);
    return along(once, side, weights, sum, side, 1);
  }

  private static float[] along(
      float[] levels, int side, double[] weights, double sum, int step, int other) {
    int reach = weights.length / 2;
    var blurred = new float[levels.length];
    for (int line = 0; line < side; line++) {
      for (int at = 0; at < side; at++) {
        double level = 0;
        for (int i = -reach; i <= reach; i++) {
          int from = Math.clamp(at + i, 0, side - 1);
          level += weights[i + reach] * levels[line * other + from * step];
        }
        blurred[line * other + at * step] = (float) (level / sum);
      }
    }
    return blurred;
  }

  private BufferedImage noisy(float[] levels, int side) {
    double deviation = drawn(Flaw.NOISE) * NOISE;
    var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    var row = new int[side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        double level = levels[y * side + x] + deviation * random.nextGaussian();
        row[x] = Math.clamp(Math.round(level), 0, 255);
      }
      image.getRaster().setPixels(0, y, side, 1, row);
    }
    return image;
  }

  private BufferedImage compressed(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    var bytes = new ByteArrayOutputStream();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality(
          (float) (BEST_QUALITY - drawn(Flaw.JPEG) * (BEST_QUALITY - JPEG_QUALITY)));
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), quality);
    } finally {
      writer.dispose();
    }
    return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
  }
}
