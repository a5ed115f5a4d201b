package org.cotejo.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file that only its owner may read, from its first moment on: what is in it is secret before
/// anybody could change who may read it.
public final class PrivateFile {
  private PrivateFile() {}

  /// Makes a file and opens it for writing. Where the file system knows no owners, it is like any
  /// other.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if it is there already
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
        attributes(file, "rw-------"));
  }

  /// Makes a directory that only its owner may enter.
  ///
  /// @throws java.nio.file.FileAlreadyExistsException if it is there already
  public static void createDirectory(Path directory) throws IOException {
    Files.createDirectory(directory, attributes(directory, "rwx------"));
  }

  private static FileAttribute<?>[] attributes(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
