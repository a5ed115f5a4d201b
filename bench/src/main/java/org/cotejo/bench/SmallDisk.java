package org.cotejo.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file system of its own that can be filled to the last byte without harm to anything else.
/// Needs root.
final class SmallDisk implements AutoCloseable {
  private static final long MIB = 1 << 20;

  private final Path mounted;
  private final Path ballast;
  private boolean isMounted;

  private SmallDisk(Path mounted) {
    this.mounted = mounted;
    this.ballast = mounted.resolve("ballast");
  }

  /// A disk where that is possible, otherwise memory that behaves as one but for its speed.
  static SmallDisk make(Path directory, int mebibytes) throws IOException {
    var disk = new SmallDisk(Files.createDirectory(directory.resolve("disk")));
    Path image = directory.resolve("disk.image");
    try {
      try (var channel =
          FileChannel.open(image, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.allocate(1), mebibytes * MIB - 1);
      }
      var _ = new Program("mkfs.ext4", "e2fsprogs").run("-q", "-m", "0", image.toString());
      var _ = Program.MOUNT.run("-o", "loop", image.toString(), disk.mounted.toString());
    } catch (IOException e) {
      var _ =
          Program.MOUNT.run(
              "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "cotejo", disk.mounted.toString());
    }
    disk.isMounted = true;
    return disk;
  }

  Path path() {
    return mounted;
  }

  String description() throws IOException {
    return Files.getFileStore(mounted).type();
  }

  /// Leaves no room at all.
  void fill() throws IOException {
    try (var channel =
        FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int size = (int) MIB; size > 0; size /= 4) {
        fill(channel, size);
      }
    }
  }

  private static void fill(FileChannel channel, int size) {
    int written;
    try {
      do {
        written = channel.write(ByteBuffer.allocate(size));
      } while (written == size);
    } catch (IOException e) {
      // That much does not fit any more.
      return;
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(ballast);
  }

  @Override
  public synchronized void close() throws IOException {
    if (isMounted) {
      var _ = Program.UMOUNT.run("-l", mounted.toString());
      isMounted = false;
    }
  }
}
