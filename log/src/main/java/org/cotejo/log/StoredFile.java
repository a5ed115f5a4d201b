package org.cotejo.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/// A file that is open, read and written at positions. Any thread may read while one writes. Its
/// text form is the name that people are told.
public interface StoredFile extends Closeable {
  /// Length in bytes.
  long size() throws IOException;

  /// Reads some bytes at a position.
  ///
  /// @return how many, or -1 at the end of the file
  int read(ByteBuffer target, long position) throws IOException;

  /// Writes some bytes at a position, which is at most the length.
  ///
  /// @return how many
  int write(ByteBuffer source, long position) throws IOException;

  /// Cuts off what is beyond this length.
  void truncate(long length) throws IOException;

  /// Confirms everything written and cut so far.
  void force() throws IOException;
}
