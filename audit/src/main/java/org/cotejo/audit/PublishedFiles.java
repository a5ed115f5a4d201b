package org.cotejo.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.EntryBundle;
import org.cotejo.publication.Manifest;
import org.jspecify.annotations.Nullable;

/// A publication in a directory. Paths are the publication's own, with `/`.
final class PublishedFiles {
  static final String CHECKPOINT = "checkpoint";

  /// No published file is larger.
  static final long MAX_FILE = 1L << 30;

  /// Bytes of a signed note, at most; far more than one with a checkpoint needs.
  static final int MAX_NOTE = 1 << 18;

  private static final ThreadLocal<ByteBuffer> PIECE =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(1 << 17));

  private final Path root;

  PublishedFiles(Path root) {
    this.root = root;
  }

  /// The bytes of a file that must be there.
  ///
  /// @param most bytes that such a file can have; one with more is not read, whatever its size
  byte[] read(String path, long most) throws IOException, DoesNotHoldException {
    Path file = file(path);
    if (Files.size(file) > most) {
      throw new DoesNotHoldException(path, "is larger than any such file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes((int) most);
    }
  }

  /// A file that must be there, to be read piece by piece.
  ///
  /// @param size bytes it must have
  InputStream open(String path, long size) throws IOException, DoesNotHoldException {
    Path file = file(path);
    if (Files.size(file) != size) {
      throw new DoesNotHoldException(path, "has another size");
    }
    return Files.newInputStream(file);
  }

  /// The publication's own path of a file.
  String pathOf(Path file) {
    return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  /// A file that must be there, and be one: what a link points to is not published with it.
  private Path file(String path) throws DoesNotHoldException {
    Path file = root.resolve(path);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new DoesNotHoldException(path, "the file is missing");
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new DoesNotHoldException(path, "is not a file but a link, a directory or a device");
    }
    return file;
  }

  /// The checkpoint as it is; empty if there is none that can be one.
  byte[] checkpoint() throws IOException {
    try {
      return has(CHECKPOINT) ? read(CHECKPOINT, MAX_NOTE) : new byte[0];
    } catch (DoesNotHoldException | NoSuchFileException e) {
      return new byte[0];
    }
  }

  /// Whether a file has this size and digest.
  boolean isAs(Manifest.Line line) throws IOException, DoesNotHoldException {
    return Files.size(file(line.path())) == line.size()
        && Hash.sha256(read(line.path(), line.size())).equals(line.digest());
  }

  /// The entries of a bundle.
  List<byte[]> entries(EntryBundle bundle) throws IOException, DoesNotHoldException {
    try {
      return EntryBundle.decode(read(bundle.path(), mostOf(bundle)), bundle.width());
    } catch (MalformedException e) {
      throw new DoesNotHoldException(bundle.path(), String.valueOf(e.getMessage()));
    }
  }

  private static long mostOf(EntryBundle bundle) {
    return (long) bundle.width() * (EntryBundle.MAX_ENTRY_BYTES + 2);
  }

  /// Whether a file is there with exactly this content.
  ///
  /// @param source what the content follows from
  void expect(String path, byte[] content, String source) throws IOException, DoesNotHoldException {
    if (!holds(path, content)) {
      var _ = file(path);
      throw new DoesNotHoldException(path, "differs from what " + source);
    }
  }

  /// Whether the file is there with exactly this content. Compared piece by piece in memory that
  /// stays in the processor's cache, outside the heap: most of what is published is read only here.
  boolean holds(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) != content.length) {
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
  /// meanwhile is not there. The directory itself may be reached by a link: it is a name for it.
  SortedSet<String> all() throws IOException {
    var paths = new TreeSet<String>();
    Path start = root.toRealPath();
    Files.walkFileTree(
        start,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            paths.add(pathOf(root.resolve(start.relativize(file))));
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
