package org.cotejo.sheet;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/// A photograph of the codes on a sheet as rehearsals have them: turned, in uneven light, noisy and
/// saved as JPEG, the same for the same seed, and small, so that thousands can be made.
public final class CodeSnapshot {
  private static final int MODULE = 4;
  private static final int TABLE = 120;

  /// The code is turned by up to so many radians to either side.
  private static final double TURN = 0.35;

  /// Standard deviation of the noise, of 255 levels.
  private static final double NOISE = 8;

  /// Part of the light that is missing at one side.
  private static final double SHADE = 0.35;

  private CodeSnapshot() {}

  /// @param statement whose codes they are
  /// @return a JPEG file
  public static byte[] jpeg(byte[] statement, long seed) throws IOException {
    List<QrCode> codes = QrCode.of(statement, Paper.MAX_VERSION);
    int cell = (codes.stream().mapToInt(QrCode::side).max().orElse(0) + 2 * QrCode.QUIET) * MODULE;
    var random = new Random(seed);
    int side = (int) (Math.hypot(cell * codes.size(), cell) * 1.05);
    var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(TABLE, TABLE, TABLE));
    graphics.fillRect(0, 0, side, side);
    graphics.rotate((2 * random.nextDouble() - 1) * TURN, side / 2.0, side / 2.0);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    for (int i = 0; i < codes.size(); i++) {
      int left = (side - cell * codes.size()) / 2 + i * cell;
      graphics.drawImage(drawn(codes.get(i), cell), left, (side - cell) / 2, null);
    }
    graphics.dispose();
    expose(image.getRaster(), random);
    var bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "jpeg", bytes)) {
      throw new IOException("this Java runtime writes no JPEG");
    }
    return bytes.toByteArray();
  }

  private static BufferedImage drawn(QrCode code, int side) {
    var image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, side, side);
    graphics.setColor(Color.BLACK);
    for (int row = 0; row < code.side(); row++) {
      for (int column = 0; column < code.side(); column++) {
        if (code.isBlack(column, row)) {
          graphics.fillRect(
              (column + QrCode.QUIET) * MODULE, (row + QrCode.QUIET) * MODULE, MODULE, MODULE);
        }
      }
    }
    graphics.dispose();
    return image;
  }

  private static void expose(WritableRaster raster, Random random) {
    double angle = random.nextDouble() * 2 * Math.PI;
    int side = raster.getWidth();
    var row = new int[side];
    for (int y = 0; y < side; y++) {
      raster.getPixels(0, y, side, 1, row);
      for (int x = 0; x < side; x++) {
        double along = (x * Math.cos(angle) + y * Math.sin(angle)) / side / 2;
        double light = 1 - SHADE * (0.5 + 0.5 * along);
        row[x] = Math.clamp(Math.round(row[x] * light + NOISE * random.nextGaussian()), 0, 255);
      }
      raster.setPixels(0, y, side, 1, row);
    }
  }
}
