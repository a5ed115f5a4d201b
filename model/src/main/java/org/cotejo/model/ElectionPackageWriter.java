package org.cotejo.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// Writes the files of a package into a directory that appears whole or not at all.
public final class ElectionPackageWriter {
  private ElectionPackageWriter() {}

  /// @param files content by file name
  /// @throws IOException if the directory exists and is not empty, or cannot be written
  public static void write(Map<String, byte[]> files, Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var there = Files.list(directory)) {
        if (there.findAny().isPresent()) {
          throw new IOException(directory + " is not empty; choose a new directory");
        }
      }
    }
    Path target = directory.toAbsolutePath();
    Path parent = target.getParent() == null ? target : target.getParent();
    Files.createDirectories(parent);
    Path beside =
        Files.createDirectory(
            parent.resolve("." + target.getFileName() + "-" + ProcessHandle.current().pid()));
    try {
      for (var file : files.entrySet()) {
        Files.write(beside.resolve(file.getKey()), file.getValue());
      }
      Files.deleteIfExists(target);
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      for (String name : files.keySet()) {
        Files.deleteIfExists(beside.resolve(name));
      }
      Files.deleteIfExists(beside);
      throw e;
    }
  }
}
