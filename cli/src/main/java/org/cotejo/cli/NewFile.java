package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.cotejo.model.NewDirectory;

/// A file that a command writes where there is none.
final class NewFile {
  private NewFile() {}

  /// @throws IOException if there is one already, or it cannot be written; the message names it
  static void write(Path file, byte[] bytes) throws IOException {
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw NewDirectory.failed(file, e);
    }
  }
}
