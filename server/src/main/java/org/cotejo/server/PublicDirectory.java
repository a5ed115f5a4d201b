package org.cotejo.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Set;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.LogFile;
import org.cotejo.model.NewDirectory;
import org.cotejo.publication.Publication;

/// The directory that is published. Each file appears whole or not at all (written beside, then
/// renamed). Nothing here is forced to disk: all of it follows from the journal and is made again
/// from there.
final class PublicDirectory {
  private static final String UNFINISHED = ".unfinished";
  private static final String CHECKPOINT = "checkpoint";

  private final Path root;

  PublicDirectory(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root);
  }

  /// A file that never changes: its path names its content or place for good.
  void writeOnce(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    if (!Files.exists(file) || Files.size(file) != content.length) {
      replace(file, content);
    }
  }

  /// A file that changes with every publication.
  void write(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    boolean same =
        Files.exists(file)
            && Files.size(file) == content.length
            && Arrays.equals(Files.readAllBytes(file), content);
    if (!same) {
      replace(file, content);
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + UNFINISHED);
    try {
      Files.write(beside, content);
    } catch (NoSuchFileException e) {
      Files.createDirectories(file.getParent());
      Files.write(beside, content);
    } catch (IOException e) {
      throw NewDirectory.failed(beside, e);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  boolean has(LogFile file) {
    return Files.exists(root.resolve(file.path()));
  }

  /// The checkpoint as published; empty bytes if there is none yet.
  byte[] checkpoint() throws IOException {
    Path file = root.resolve(CHECKPOINT);
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  /// Begins to replace what is published. Until [#commit], readers see by this file that the others
  /// may be ahead of the checkpoint.
  void begin(byte[] nextCheckpoint) throws IOException {
    replace(root.resolve(Publication.NEXT_CHECKPOINT), nextCheckpoint);
  }

  /// Makes the checkpoint begun with the one that holds.
  void commit() throws IOException {
    Files.move(
        root.resolve(Publication.NEXT_CHECKPOINT),
        root.resolve(CHECKPOINT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// Removes a file, if it is there.
  void delete(String path) throws IOException {
    Files.deleteIfExists(root.resolve(path));
  }

  void delete(LogFile partial) throws IOException {
    Path file = root.resolve(partial.path());
    if (Files.deleteIfExists(file)) {
      try (var left = Files.list(file.getParent())) {
        if (left.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(file.getParent());
    }
  }

  /// Removes what a killed process left half-written, and partial tiles that are kept no more.
  void sweep(Set<LogFile> kept) throws IOException {
    try (var walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String path = root.relativize(file).toString().replace('\\', '/');
        if (path.endsWith(UNFINISHED)) {
          Files.delete(file);
        } else if (path.startsWith("tile/")) {
          sweepTile(path, kept);
        }
      }
    }
  }

  private void sweepTile(String path, Set<LogFile> kept) throws IOException {
    try {
      LogFile file = LogFile.parse(path);
      if (file.isPartial() && !kept.contains(file)) {
        delete(file);
      }
    } catch (MalformedException e) {
      // Not a file of ours; a verifier will name it, we do not delete what we did not write.
      return;
    }
  }
}
