package org.cotejo.audit.evidence.image;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Pictures made for tests, and files of them.
final class MadePicture {
  private MadePicture() {}

  /// Blots, lines and numbers; another for each seed.
  static BufferedImage scene(long seed, int width, int height) {
    var random = new Random(seed);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(new Color(random.nextInt(0xffffff)));
    graphics.fillRect(0, 0, width, height);
    for (int i = 0; i < 24; i++) {
      graphics.setColor(new Color(random.nextInt(0xffffff)));
      graphics.fillOval(
          random.nextInt(width), random.nextInt(height), random.nextInt(width / 3), height / 5);
    }
    graphics.dispose();
    return image;
  }

  /// A form of a page with a table, its lines and words; where there is a seed, filled in by hand.
  static BufferedImage form(long seed, boolean isFilled) {
    var random = new Random(seed);
    var image = new BufferedImage(900, 1270, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, 900, 1270);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SERIF, Font.PLAIN, 26));
    graphics.fillRect(60, 60, 200, 40);
    for (int row = 0; row < 20; row++) {
      int y = 180 + 50 * row;
      graphics.drawRect(60, y, 780, 50);
      graphics.drawLine(600, y, 600, y + 50);
      for (int word = 0; word < 6 - row % 3; word++) {
        graphics.fillRect(75 + 80 * word, y + 18, 60 - row * word % 7 * 5, 14);
      }
      if (isFilled) {
        digits(graphics, random, 620 + random.nextInt(20), y + 8 + random.nextInt(6));
      }
    }
    graphics.dispose();
    return image;
  }

  /// Three figures as a pen draws them: seven strokes, some of which are there.
  private static void digits(Graphics2D graphics, Random random, int left, int top) {
    graphics.setStroke(new java.awt.BasicStroke(3));
    for (int digit = 0; digit < 3; digit++) {
      int x = left + digit * 45 + random.nextInt(8);
      int strokes = 1 + random.nextInt(127);
      int[][] ends = {
        {0, 0, 20, 0},
        {20, 0, 20, 16},
        {20, 16, 20, 32},
        {0, 32, 20, 32},
        {0, 16, 0, 32},
        {0, 0, 0, 16},
        {0, 16, 20, 16}
      };
      for (int stroke = 0; stroke < ends.length; stroke++) {
        if ((strokes >> stroke & 1) == 1) {
          int[] end = ends[stroke];
          graphics.drawLine(
              x + end[0] + random.nextInt(4),
              top + end[1],
              x + end[2],
              top + end[3] + random.nextInt(4));
        }
      }
    }
    graphics.setStroke(new java.awt.BasicStroke(1));
  }

  /// Smaller, larger, or a part of it.
  static BufferedImage drawn(
      BufferedImage image, int left, int top, int right, int bottom, int width) {
    int height = (int) Math.round((double) width * (bottom - top) / (right - left));
    var drawn = new BufferedImage(width, height, image.getType());
    Graphics2D graphics = drawn.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, left, top, right, bottom, null);
    graphics.dispose();
    return drawn;
  }

  static byte[] png(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  static byte[] jpeg(BufferedImage image, float quality) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(quality);
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), how);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /// A TIFF header with the one tag.
  static byte[] exif(int orientation) {
    return ByteBuffer.allocate(26)
        .put("MM\0*".getBytes(StandardCharsets.US_ASCII))
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) 0x0112)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .putShort((short) 0)
        .putInt(0)
        .array();
  }

  /// With segments put behind its beginning.
  static byte[] withSegments(byte[] jpeg, List<Segment> segments) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.write(jpeg, 0, 2);
    for (Segment segment : segments) {
      out.writeShort(0xff00 | segment.marker());
      byte[] begin = segment.begin().getBytes(StandardCharsets.ISO_8859_1);
      out.writeShort(2 + begin.length + segment.rest().length());
      out.write(begin);
      out.write(segment.rest().getBytes(StandardCharsets.ISO_8859_1));
    }
    out.write(jpeg, 2, jpeg.length - 2);
    return bytes.toByteArray();
  }

  /// Of a JPEG; texts in ISO 8859-1.
  record Segment(int marker, String begin, String rest) {}

  /// With a chunk put behind the header.
  static byte[] withChunk(byte[] png, String type, byte[] content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    int header = 8 + 25;
    out.write(png, 0, header);
    out.writeInt(content.length);
    var crc = new CRC32();
    crc.update(type.getBytes(StandardCharsets.US_ASCII));
    crc.update(content);
    out.writeBytes(type);
    out.write(content);
    out.writeInt((int) crc.getValue());
    out.write(png, header, png.length - header);
    return bytes.toByteArray();
  }
}
