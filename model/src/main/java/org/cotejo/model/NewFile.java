package org.cotejo.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that is there whole or not at all, and that replaces none: who reads of a full disk and
/// types the command again must not be told that the file exists already.
public final class NewFile {
  private NewFile() {}

  /// @throws FileAlreadyExistsException if it is there already
  /// @throws IOException naming the file
  public static void write(Path file, byte[] content) throws IOException {
    write(
        file,
        content,
        () -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /// Writes a file that only its owner may read.
  public static void writePrivate(Path file, byte[] content) throws IOException {
    write(file, content, () -> PrivateFile.create(file));
  }

  @FunctionalInterface
  private interface Opening {
    FileChannel open() throws IOException;
  }

  private static void write(Path file, byte[] content, Opening opening) throws IOException {
    FileChannel opened;
    try {
      opened = opening.open();
    } catch (IOException e) {
      throw NewDirectory.failed(file, e);
    }
    try (FileChannel channel = opened) {
      var buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw NewDirectory.failed(file, e);
    }
  }
}
