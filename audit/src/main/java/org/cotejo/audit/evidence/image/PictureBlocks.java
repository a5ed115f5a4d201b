package org.cotejo.audit.evidence.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// Walks the segments of a JPEG or the chunks of a PNG, notes which blocks of metadata there are,
/// and looks into one for one number: how the picture is to be turned. Whatever is broken ends the
/// walk; what was seen before counts.
final class PictureBlocks {
  private static final int MAX_PARTS = 10_000;
  private static final int MAX_TAGS = 1000;
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int IPTC_RESOURCE = 0x0404;
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] EXIF = ascii("Exif\0\0");
  private static final byte[] XMP = ascii("http://ns.adobe.com/xap/1.0/\0");
  private static final byte[] ICC = ascii("ICC_PROFILE\0");
  private static final byte[] PHOTOSHOP = ascii("Photoshop 3.0\0");
  private static final byte[] RESOURCE = ascii("8BIM");

  private final byte[] bytes;
  private final Set<MetadataBlock> blocks = EnumSet.noneOf(MetadataBlock.class);
  private int orientation = 1;

  private PictureBlocks(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param orientation 1 to 8, as in EXIF; 1 where nothing is said
  record Seen(Set<MetadataBlock> blocks, int orientation) {
    Seen {
      blocks = Set.copyOf(blocks);
    }
  }

  static boolean isJpeg(byte[] bytes) {
    return bytes.length > 2
        && (bytes[0] & 0xff) == 0xff
        && (bytes[1] & 0xff) == 0xd8
        && (bytes[2] & 0xff) == 0xff;
  }

  static boolean isPng(byte[] bytes) {
    return begins(bytes, 0, bytes.length, PNG);
  }

  static Seen of(byte[] bytes) {
    var walk = new PictureBlocks(bytes);
    if (isJpeg(bytes)) {
      walk.jpeg();
    } else if (isPng(bytes)) {
      walk.png();
    }
    return new Seen(walk.blocks, walk.orientation);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean begins(byte[] bytes, int from, int to, byte[] with) {
    return to - from >= with.length
        && Arrays.equals(bytes, from, from + with.length, with, 0, with.length);
  }

  private int u16(int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  private void jpeg() {
    int at = 2;
    for (int parts = 0; parts < MAX_PARTS && at + 4 <= bytes.length; parts++) {
      int marker = bytes[at + 1] & 0xff;
      if ((bytes[at] & 0xff) != 0xff || marker == 0xda || marker == 0xd9) {
        return;
      }
      if (marker == 0xff) {
        at++;
        continue;
      }
      int end = at + 2 + u16(at + 2);
      if (end < at + 4 || end > bytes.length) {
        return;
      }
      segment(marker, at + 4, end);
      at = end;
    }
  }

  private void segment(int marker, int from, int to) {
    switch (marker) {
      case 0xe1 -> {
        if (begins(bytes, from, to, EXIF)) {
          exif(from + EXIF.length, to);
        } else if (begins(bytes, from, to, XMP)) {
          blocks.add(MetadataBlock.XMP);
        }
      }
      case 0xe2 -> {
        if (begins(bytes, from, to, ICC)) {
          blocks.add(MetadataBlock.ICC);
        }
      }
      case 0xed -> {
        if (begins(bytes, from, to, PHOTOSHOP)) {
          resources(from + PHOTOSHOP.length, to);
        }
      }
      default -> {}
    }
  }

  /// Blocks of Photoshop: `8BIM`, number, padded name, length, padded data.
  private void resources(int from, int to) {
    int at = from;
    for (int parts = 0; parts < MAX_PARTS && at + 12 <= to; parts++) {
      if (!begins(bytes, at, to, RESOURCE)) {
        return;
      }
      if (u16(at + 4) == IPTC_RESOURCE) {
        blocks.add(MetadataBlock.IPTC);
      }
      int name = (bytes[at + 6] & 0xff) + 1;
      int length = at + 6 + name + (name & 1);
      if (length + 4 > to) {
        return;
      }
      long next = length + 4 + u32(length);
      next += next - length & 1;
      if (next > to) {
        return;
      }
      at = (int) next;
    }
  }

  private void png() {
    long at = PNG.length;
    for (int parts = 0; parts < MAX_PARTS && at + 12 <= bytes.length; parts++) {
      int from = (int) at + 8;
      long end = from + u32((int) at);
      if (end + 4 > bytes.length) {
        return;
      }
      chunk(new String(bytes, from - 4, 4, StandardCharsets.ISO_8859_1), from, (int) end);
      at = end + 4;
    }
  }

  private void chunk(String type, int from, int to) {
    switch (type) {
      case "eXIf" -> exif(from, to);
      case "iCCP" -> blocks.add(MetadataBlock.ICC);
      case "iTXt", "tEXt", "zTXt" -> text(from, to);
      default -> {}
    }
  }

  /// Text of a PNG by its keyword: XMP, and what some programs wrote before there was `eXIf`.
  private void text(int from, int to) {
    if (begins(bytes, from, to, ascii("XML:com.adobe.xmp\0"))
        || begins(bytes, from, to, ascii("Raw profile type xmp\0"))) {
      blocks.add(MetadataBlock.XMP);
    } else if (begins(bytes, from, to, ascii("Raw profile type exif\0"))
        || begins(bytes, from, to, ascii("Raw profile type APP1\0"))) {
      blocks.add(MetadataBlock.EXIF);
    } else if (begins(bytes, from, to, ascii("Raw profile type iptc\0"))) {
      blocks.add(MetadataBlock.IPTC);
    }
  }

  /// A TIFF header, of whose first directory one tag is read.
  private void exif(int from, int to) {
    blocks.add(MetadataBlock.EXIF);
    if (to - from < 8) {
      return;
    }
    ByteBuffer tiff = ByteBuffer.wrap(bytes, from, to - from).slice();
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long directory = tiff.getInt(4) & 0xffffffffL;
    if (directory + 2 > tiff.limit()) {
      return;
    }
    int tags = Math.min(tiff.getShort((int) directory) & 0xffff, MAX_TAGS);
    for (int tag = 0; tag < tags; tag++) {
      long at = directory + 2 + 12L * tag;
      if (at + 12 > tiff.limit()) {
        return;
      }
      if ((tiff.getShort((int) at) & 0xffff) == ORIENTATION
          && tiff.getShort((int) at + 2) == SHORT) {
        int said = tiff.getShort((int) at + 8) & 0xffff;
        orientation = said >= 1 && said <= 8 ? said : 1;
        return;
      }
    }
  }
}
