package org.cotejo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/// What the disk under a directory can do: the limit of whatever must be durable.
final class Disk {
  private static final Duration TEST = Duration.ofSeconds(2);
  private static final List<String> MEMORY_FILE_SYSTEMS = List.of("tmpfs", "ramfs");

  private Disk() {}

  /// @throws IOException if the directory is not on a disk at all
  static void refuseMemory(Path directory) throws IOException {
    String type = Files.getFileStore(directory).type();
    if (MEMORY_FILE_SYSTEMS.contains(type)) {
      throw new IOException(
          directory + " is on " + type + ", where nothing is durable; give a disk with --dir");
    }
  }

  /// Appends of so many bytes a second, each forced before the next.
  static double forcesPerSecond(Path file, int bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var content = ByteBuffer.allocateDirect(bytes);
      long done = 0;
      long start = System.nanoTime();
      long elapsed = 0;
      while (elapsed < TEST.toNanos()) {
        channel.write(content.rewind());
        channel.force(false);
        done++;
        elapsed = System.nanoTime() - start;
      }
      return done * 1e9 / elapsed;
    } finally {
      Files.delete(file);
    }
  }
}
