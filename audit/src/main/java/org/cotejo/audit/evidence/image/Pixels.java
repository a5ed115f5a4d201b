package org.cotejo.audit.evidence.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.cotejo.cose.Hash;

/// The pixels of a picture as a person sees it, turned as its metadata says: red, green, blue and
/// opacity of 8 bits each, rows from the top. Samples are taken as they are stored: a colour
/// profile is not applied, gray is three equal samples, and of 16 bits the upper 8 are taken.
final class Pixels {
  /// Pixels of a picture, looked at before anything is allocated for them.
  static final long MAX = 120_000_000;

  private static final int OPAQUE = 0xff;

  private final Raster raster;
  private final BufferedImage image;
  private final int orientation;
  private final int shift;

  private Pixels(BufferedImage image, int orientation) throws IOException {
    this.raster = image.getRaster();
    this.image = image;
    this.orientation = orientation;
    this.shift = image.getColorModel().getComponentSize(0) == Short.SIZE ? Byte.SIZE : 0;
    int space = image.getColorModel().getColorSpace().getType();
    if (space != ColorSpace.TYPE_RGB && space != ColorSpace.TYPE_GRAY) {
      throw new IOException("colours other than RGB and gray are not decoded");
    }
  }

  private static ImageReader reader(byte[] bytes) throws IOException {
    if (!PictureBlocks.isJpeg(bytes) && !PictureBlocks.isPng(bytes)) {
      throw new IOException("neither JPEG nor PNG");
    }
    return ImageIO.getImageReadersByFormatName(PictureBlocks.isPng(bytes) ? "png" : "jpeg").next();
  }

  /// How many pixels a picture says it has.
  ///
  /// @throws IOException if it is no picture that is decoded here, or a too large one
  static long count(byte[] bytes) throws IOException {
    ImageReader reader = reader(bytes);
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MAX) {
        throw new IOException("%d pixels, more than %d".formatted(pixels, MAX));
      }
      return pixels;
    } catch (RuntimeException e) {
      throw broken(e);
    } finally {
      reader.dispose();
    }
  }

  /// @param bytes whose pixels were counted
  /// @throws IOException if they cannot be decoded
  static Pixels decode(byte[] bytes, int orientation) throws IOException {
    ImageReader reader = reader(bytes);
    try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      return new Pixels(reader.read(0), orientation);
    } catch (RuntimeException e) {
      throw broken(e);
    } finally {
      reader.dispose();
    }
  }

  /// Libraries that read pictures answer some broken files with whatever goes wrong inside them.
  private static IOException broken(RuntimeException e) {
    return new IOException("cannot be decoded: " + e, e);
  }

  private boolean isAcross() {
    return orientation > 4;
  }

  int width() {
    return isAcross() ? image.getHeight() : image.getWidth();
  }

  int height() {
    return isAcross() ? image.getWidth() : image.getHeight();
  }

  /// One row from the top, each pixel as 0xRRGGBBAA.
  void row(int y, int[] rgba) {
    boolean isFromEnd =
        orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
    int line = isFromEnd ? height() - 1 - y : y;
    int length = width();
    int[] samples =
        isAcross()
            ? raster.getPixels(line, 0, 1, length, (int[]) null)
            : raster.getPixels(0, line, length, 1, (int[]) null);
    boolean isBackwards =
        orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
    int bands = raster.getNumBands();
    for (int x = 0; x < length; x++) {
      rgba[x] = pixel(samples, (isBackwards ? length - 1 - x : x) * bands, bands);
    }
  }

  private int pixel(int[] samples, int at, int bands) {
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return Integer.rotateLeft(palette.getRGB(samples[at]), Byte.SIZE);
    }
    int red = samples[at] >> shift;
    int green = bands < 3 ? red : samples[at + 1] >> shift;
    int blue = bands < 3 ? red : samples[at + 2] >> shift;
    int alpha = bands % 2 == 1 ? OPAQUE : samples[at + bands - 1] >> shift;
    return red << 24 | green << 16 | blue << 8 | alpha;
  }

  /// SHA-256 of width and height, four bytes each, and all pixels.
  Hash digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(8).putInt(width()).putInt(height()).flip());
      var row = new int[width()];
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * row.length);
      for (int y = 0; y < height(); y++) {
        row(y, row);
        bytes.clear();
        bytes.asIntBuffer().put(row);
        digest.update(bytes);
      }
      return Hash.owning(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without SHA-256", e);
    }
  }
}
