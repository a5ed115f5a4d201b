package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotejo.model.NewDirectory;
import org.jspecify.annotations.Nullable;

/// Where a measurement keeps its files meanwhile. Removed after it.
record WorkDirectory(Path path) implements AutoCloseable {
  /// @param parent where it is made; `bench/target` if none is given
  static WorkDirectory make(@Nullable Path parent, String name) throws IOException {
    return new WorkDirectory(Files.createTempDirectory(made(parent), name));
  }

  /// As [#make], where what is measured must be durable.
  ///
  /// @throws IOException if it would not be on a disk, too
  static WorkDirectory onDisk(@Nullable Path parent, String name) throws IOException {
    Disk.refuseMemory(made(parent));
    return make(parent, name);
  }

  private static Path made(@Nullable Path parent) throws IOException {
    return Files.createDirectories(
        parent == null ? Child.checkout().resolve("bench/target") : parent);
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    NewDirectory.remove(path);
  }
}
