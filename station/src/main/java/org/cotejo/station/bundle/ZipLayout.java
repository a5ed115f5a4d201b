package org.cotejo.station.bundle;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The frame of a zip file (PKWARE, *APPNOTE.TXT*) in the one form that a bundle has: files stored
/// as they are, one after the other, without dates, comments or extra fields, then the directory.
/// Whatever a file can say of itself in two places is thereby said once: writer and reader both
/// compute the frame, and the reader compares it byte by byte.
final class ZipLayout {
  static final int LOCAL_BYTES = 30;

  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int CENTRAL_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int END_64_BYTES = 56;
  private static final int LOCATOR_64_BYTES = 20;

  /// Version 1.0: nothing but stored files.
  private static final short PLAIN = 10;

  /// Version 4.5: more files than the old directory can count.
  private static final short ZIP_64 = 45;

  /// 1 January 1980, the first day there is.
  private static final short FIRST_DAY = 0x21;

  private static final int COUNT_ELSEWHERE = 0xffff;

  private ZipLayout() {}

  /// One file.
  ///
  /// @param crc CRC-32 of its bytes
  record File(String path, int crc, int size) {}

  private static ByteBuffer frame(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// What stands before the bytes of a file.
  static byte[] local(File file) {
    byte[] name = file.path().getBytes(US_ASCII);
    byte[] bytes = new byte[LOCAL_BYTES + name.length];
    ByteBuffer frame = frame(bytes).putInt(LOCAL).putShort(PLAIN);
    describe(frame, file, name);
    frame.put(name);
    return bytes;
  }

  /// The entry of a file in the directory.
  ///
  /// @param offset of what stands before its bytes
  static byte[] central(File file, int offset) {
    byte[] name = file.path().getBytes(US_ASCII);
    byte[] bytes = new byte[CENTRAL_BYTES + name.length];
    ByteBuffer frame = frame(bytes).putInt(CENTRAL).putShort(PLAIN).putShort(PLAIN);
    describe(frame, file, name);
    // No comment, first disk, no attributes.
    frame.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    frame.putInt(offset).put(name);
    return bytes;
  }

  private static void describe(ByteBuffer frame, File file, byte[] name) {
    // No flags, stored, midnight.
    frame.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort(FIRST_DAY);
    frame.putInt(file.crc()).putInt(file.size()).putInt(file.size());
    frame.putShort((short) name.length).putShort((short) 0);
  }

  /// What ends the file.
  ///
  /// @param files how many
  /// @param offset of the directory, and how long it is
  static byte[] end(int files, int offset, int length) {
    boolean isLarge = files >= COUNT_ELSEWHERE;
    byte[] bytes = new byte[END_BYTES + (isLarge ? END_64_BYTES + LOCATOR_64_BYTES : 0)];
    ByteBuffer end = frame(bytes);
    if (isLarge) {
      end.putInt(END_64).putLong(END_64_BYTES - 12L).putShort(ZIP_64).putShort(ZIP_64);
      end.putInt(0).putInt(0).putLong(files).putLong(files).putLong(length).putLong(offset);
      end.putInt(LOCATOR_64).putInt(0).putLong((long) offset + length).putInt(1);
    }
    short count = (short) Math.min(files, COUNT_ELSEWHERE);
    end.putInt(END).putShort((short) 0).putShort((short) 0).putShort(count).putShort(count);
    end.putInt(length).putInt(offset).putShort((short) 0);
    return bytes;
  }

  /// Length of the name in what stands before a file, and of the file itself. Whether the rest is
  /// as it must be is found out by comparing.
  static int nameLength(byte[] local) {
    return frame(local).getShort(26) & 0xffff;
  }

  static int size(byte[] local) {
    return frame(local).getInt(22);
  }
}
