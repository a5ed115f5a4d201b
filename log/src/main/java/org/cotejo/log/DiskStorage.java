package org.cotejo.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;

/// A directory of the file system.
///
/// @param root the directory; it is made when the first file is
public record DiskStorage(Path root) implements Storage {
  public DiskStorage {
    root = root.toAbsolutePath();
  }

  private Path path(String name) {
    return root.resolve(name);
  }

  private static Path directory(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file has a directory");
  }

  @Override
  public StoredFile open(String name) throws IOException {
    Path file = path(name);
    Files.createDirectories(directory(file));
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (!locks(channel)) {
        throw new JournalInUseException(file);
      }
      return new Opened(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean locks(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /// Nothing else in the process may open the file: closing it would drop the lock.
  private record Opened(Path path, FileChannel channel) implements StoredFile {
    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return channel.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      return channel.write(source, position);
    }

    @Override
    public void truncate(long length) throws IOException {
      channel.truncate(length);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }

    @Override
    public String toString() {
      return path.toString();
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.isRegularFile(path(name));
  }

  @Override
  public byte[] read(String name) throws IOException {
    return Files.readAllBytes(path(name));
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    Path file = path(name);
    try {
      Files.deleteIfExists(file);
      Files.write(file, content, StandardOpenOption.CREATE_NEW);
    } catch (NoSuchFileException e) {
      Files.createDirectories(directory(file));
      Files.write(file, content, StandardOpenOption.CREATE_NEW);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) {
      // A full disk does not say where it is full.
      var told = new FileSystemException(file.toString(), null, e.getMessage());
      told.initCause(e);
      throw told;
    }
  }

  @Override
  public void force(String name) throws IOException {
    try (FileChannel channel = FileChannel.open(path(name), StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        path(from), path(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Path file = path(name);
    if (Files.deleteIfExists(file) && !directory(file).equals(root)) {
      try {
        Files.delete(directory(file));
      } catch (DirectoryNotEmptyException e) {
        // Others are there still.
        return;
      }
    }
  }

  @Override
  public void forceDirectoryOf(String name) throws IOException {
    try (FileChannel channel = FileChannel.open(directory(path(name)), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public List<String> list() throws IOException {
    if (!Files.exists(root)) {
      return List.of();
    }
    // The root may be a link to another disk.
    Path start = root.toRealPath();
    try (var files = Files.walk(start)) {
      String separator = root.getFileSystem().getSeparator();
      return files
          .filter(Files::isRegularFile)
          .map(file -> start.relativize(file).toString().replace(separator, "/"))
          .toList();
    }
  }
}
