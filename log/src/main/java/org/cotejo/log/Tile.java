package org.cotejo.log;

import org.cotejo.cose.Hash;

/// A tile of hashes: up to 256 neighbours of row `8 * level` of the tree, concatenated.
///
/// @param level 0 to 7; the format goes to 63, but from 8 on no tile exists below 2^63 entries
/// @param n place in the row, from 0
/// @param width number of hashes, 1 to 256
public record Tile(int level, long n, int width) implements LogFile {
  static final int LEVELS = 8;

  public Tile {
    if (!TilePath.exists(level, n, width)) {
      throw new IllegalArgumentException(
          "no tile has level " + level + ", place " + n + " and width " + width);
    }
  }

  /// Length of the file, in bytes.
  public int length() {
    return width * Hash.BYTES;
  }

  @Override
  public String path() {
    return TilePath.of(Integer.toString(level), n, width);
  }

  @Override
  public boolean isFullAt(long size) {
    return ((n + 1) * FULL) << (8 * level) <= size;
  }

  @Override
  public long end() {
    return (n * FULL + width) << (8 * level);
  }
}
