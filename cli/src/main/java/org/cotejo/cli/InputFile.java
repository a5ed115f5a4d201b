package org.cotejo.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that somebody names, however long it is and whatever is in it.
final class InputFile {
  private InputFile() {}

  /// @param most bytes that are of use
  /// @return the file, or its first `most` + 1 bytes if it is longer
  /// @throws IOException if it cannot be read; the message names it
  static byte[] read(Path file, int most) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory, not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most + 1);
    }
  }
}
