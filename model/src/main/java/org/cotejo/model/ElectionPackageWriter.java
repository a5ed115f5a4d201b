package org.cotejo.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// Writes the files of a package into a directory that appears whole or not at all.
public final class ElectionPackageWriter {
  private ElectionPackageWriter() {}

  /// @param files content by file name
  /// @throws IOException if the directory exists and is not empty, or cannot be written
  public static void write(Map<String, byte[]> files, Path directory) throws IOException {
    NewDirectory.make(
        directory,
        inside -> {
          for (var file : files.entrySet()) {
            Files.write(inside.resolve(file.getKey()), file.getValue());
          }
        });
  }
}
