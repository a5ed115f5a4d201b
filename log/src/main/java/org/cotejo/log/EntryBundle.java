package org.cotejo.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.MalformedException;

/// A file of up to 256 entries, each preceded by its length: what a level 0 tile is the hashes of.
///
/// @param n place in the row, from 0
/// @param width number of entries, 1 to 256
public record EntryBundle(long n, int width) implements LogFile {
  /// Longest entry, in bytes: what its 16-bit length can say.
  public static final int MAX_ENTRY_BYTES = 0xffff;

  private static final int LENGTH_BYTES = 2;

  /// Length of the longest bundle, in bytes.
  public static final int MAX_BYTES = FULL * (LENGTH_BYTES + MAX_ENTRY_BYTES);

  public EntryBundle {
    if (!TilePath.exists(0, n, width)) {
      throw new IllegalArgumentException("no bundle has place " + n + " and width " + width);
    }
  }

  @Override
  public String path() {
    return TilePath.of("entries", n, width);
  }

  @Override
  public boolean isFullAt(long size) {
    return (n + 1) * FULL <= size;
  }

  @Override
  public long end() {
    return n * FULL + width;
  }

  /// The bytes of a bundle of 1 to 256 entries.
  public static byte[] encode(List<byte[]> entries) {
    checkWidth(entries.size());
    int length = 0;
    for (byte[] entry : entries) {
      if (entry.length > MAX_ENTRY_BYTES) {
        throw new IllegalArgumentException("entry of " + entry.length + " bytes, more than 65535");
      }
      length += LENGTH_BYTES + entry.length;
    }
    ByteBuffer bundle = ByteBuffer.allocate(length);
    for (byte[] entry : entries) {
      bundle.putShort((short) entry.length).put(entry);
    }
    return bundle.array();
  }

  /// The entries of a bundle that holds exactly `width` of them (1 to 256) and nothing else.
  public static List<byte[]> decode(byte[] bundle, int width) throws MalformedException {
    checkWidth(width);
    ByteBuffer rest = ByteBuffer.wrap(bundle);
    List<byte[]> entries = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      if (rest.remaining() < LENGTH_BYTES) {
        throw new MalformedException("bundle ends after " + i + " of " + width + " entries");
      }
      int length = Short.toUnsignedInt(rest.getShort());
      if (rest.remaining() < length) {
        throw new MalformedException("bundle ends within entry " + i + " of " + width);
      }
      byte[] entry = new byte[length];
      rest.get(entry);
      entries.add(entry);
    }
    if (rest.hasRemaining()) {
      throw new MalformedException(
          "bundle has " + rest.remaining() + " bytes after its " + width + " entries");
    }
    return List.copyOf(entries);
  }

  private static void checkWidth(int width) {
    if (width < 1 || width > FULL) {
      throw new IllegalArgumentException("a bundle holds 1 to 256 entries, not " + width);
    }
  }
}
