package org.cotejo.log;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cotejo.cose.MalformedException;

/// One of the immutable files that a log consists of beside its checkpoint (C2SP tlog-tiles). The
/// names are computed, never listed: whoever knows the size knows every file.
public sealed interface LogFile permits Tile, EntryBundle {
  /// Width of a full file: 256 hashes or entries.
  int FULL = 256;

  /// Place of the file in its row, from 0.
  long n();

  /// Hashes or entries in the file, 1 to 256.
  int width();

  /// Path below the log's prefix, for example `tile/0/x001/234.p/17`.
  String path();

  /// Smallest size of a log that has this file.
  long end();

  default boolean isPartial() {
    return width() < FULL;
  }

  /// Whether a log of this size has filled the place of this file.
  boolean isFullAt(long size);

  /// The file with this path; refuses every path that [#path] does not produce.
  static LogFile parse(String path) throws MalformedException {
    return TilePath.parse(path);
  }

  /// All files of a log of this size, in an order in which they can be written: entries first, then
  /// the tiles from level 0 up, full ones before the partial one.
  ///
  /// @throws IllegalArgumentException if the size is negative
  static Stream<LogFile> of(long size) {
    Stream<LogFile> files = Stream.concat(full(-1, size / FULL), partials(-1, size));
    for (int level = 0; level < Tile.LEVELS; level++) {
      long hashes = size >> (8 * level);
      files =
          Stream.concat(files, Stream.concat(full(level, hashes / FULL), partials(level, size)));
    }
    return files;
  }

  /// The partial files among those: at most one in each row, none where the row ends with a full
  /// one.
  static List<LogFile> partials(long size) {
    List<LogFile> files = new ArrayList<>();
    for (int level = -1; level < Tile.LEVELS; level++) {
      partials(level, size).forEach(files::add);
    }
    return List.copyOf(files);
  }

  private static Stream<LogFile> full(int level, long count) {
    return LongStream.range(0, count).mapToObj(n -> file(level, n, FULL));
  }

  private static Stream<LogFile> partials(int level, long size) {
    if (size < 0) {
      throw new IllegalArgumentException("a log cannot have " + size + " entries");
    }
    long hashes = size >> (8 * Math.max(level, 0));
    int width = (int) (hashes % FULL);
    return width == 0 ? Stream.empty() : Stream.of(file(level, hashes / FULL, width));
  }

  /// Level -1 is the row of entry bundles, which has the shape of level 0.
  private static LogFile file(int level, long n, int width) {
    return level < 0 ? new EntryBundle(n, width) : new Tile(level, n, width);
  }
}
