package org.cotejo.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;
import org.jspecify.annotations.Nullable;

/// A publication in a directory. Paths are the publication's own, with `/`.
final class PublishedFiles {
  /// No published file is larger; one that is cannot be what the log gives.
  static final long MAX_FILE = 1L << 30;

  private static final ThreadLocal<ByteBuffer> PIECE =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 17));

  private final Path root;

  PublishedFiles(Path root) {
    this.root = root;
  }

  /// The bytes of a file that must be there.
  byte[] read(String path) throws IOException, DoesNotHoldException {
    Path file = root.resolve(path);
    if (Files.isRegularFile(file) && Files.size(file) > MAX_FILE) {
      throw new DoesNotHoldException(path, "the file is larger than any published file");
    }
    return find(path).orElseThrow(() -> new DoesNotHoldException(path, "the file is missing"));
  }

  /// The bytes of a file; empty if there is none.
  Optional<byte[]> find(String path) throws IOException {
    Path file = root.resolve(path);
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  Hash digest(String path) throws IOException, DoesNotHoldException {
    return Hash.sha256(read(path));
  }

  /// The entries of a bundle.
  List<byte[]> entries(EntryBundle bundle) throws IOException, DoesNotHoldException {
    try {
      return EntryBundle.decode(read(bundle.path()), bundle.width());
    } catch (MalformedException e) {
      throw new DoesNotHoldException(bundle.path(), String.valueOf(e.getMessage()));
    }
  }

  /// Whether a log file is there as computed.
  void expect(LogFile file, byte[] content) throws IOException, DoesNotHoldException {
    if (!Arrays.equals(read(file.path()), content)) {
      throw new DoesNotHoldException(file.path(), "differs from what the entries give");
    }
  }

  /// Whether the file is there with exactly this content. Compared piece by piece in memory that
  /// stays in the processor's cache, outside the heap: most of what is published is read only here.
  boolean holds(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    ByteBuffer expected = ByteBuffer.wrap(content);
    ByteBuffer piece = PIECE.get();
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(piece.clear()) >= 0) {
        piece.flip();
        if (piece.remaining() > expected.remaining()
            || piece.mismatch(expected.slice(expected.position(), piece.remaining())) >= 0) {
          return false;
        }
        expected.position(expected.position() + piece.remaining());
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    return !expected.hasRemaining();
  }

  /// The paths of all files there are, links and other oddities included. One that vanishes
  /// meanwhile is not there.
  SortedSet<String> all() throws IOException {
    var paths = new TreeSet<String>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            paths.add(root.relativize(file).toString().replace('\\', '/'));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException problem)
              throws IOException {
            if (problem instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw problem;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
              throws IOException {
            if (problem != null && !(problem instanceof NoSuchFileException)) {
              throw problem;
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return paths;
  }

  boolean has(String path) {
    return Files.exists(root.resolve(path));
  }
}
