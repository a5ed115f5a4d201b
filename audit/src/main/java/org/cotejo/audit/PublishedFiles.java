package org.cotejo.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;

/// A publication in a directory. Paths are the publication's own, with `/`.
final class PublishedFiles {
  /// No published file is larger; one that is cannot be what the log gives.
  static final long MAX_FILE = 1L << 30;

  private final Path root;

  PublishedFiles(Path root) {
    this.root = root;
  }

  /// The bytes of a file that must be there.
  byte[] read(String path) throws IOException, DoesNotHoldException {
    Path file = root.resolve(path);
    try {
      if (!Files.isRegularFile(file)) {
        throw new DoesNotHoldException(path, "the file is missing");
      }
      if (Files.size(file) > MAX_FILE) {
        throw new DoesNotHoldException(path, "the file is larger than any published file");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new DoesNotHoldException(path, "the file is missing");
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

  /// The paths of all files there are, links and other oddities included.
  SortedSet<String> all() throws IOException {
    try (var walk = Files.walk(root)) {
      var paths = new TreeSet<String>();
      walk.filter(path -> !Files.isDirectory(path))
          .forEach(path -> paths.add(root.relativize(path).toString().replace('\\', '/')));
      return paths;
    }
  }

  boolean has(String path) {
    return Files.exists(root.resolve(path));
  }
}
