package org.cotejo.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A directory made from nothing: all of its content comes to be, or none.
public final class NewDirectory {
  private static final String UNFINISHED = ".unfinished";

  private NewDirectory() {}

  /// Writes what belongs into a directory.
  @FunctionalInterface
  public interface Content {
    /// @param inside an empty directory
    void write(Path inside) throws IOException;
  }

  /// Makes a directory. One that is there already must be empty: a mount point, say.
  ///
  /// @throws IOException if it is not empty, or cannot be written: then nothing is left behind
  public static void make(Path directory, Content content) throws IOException {
    boolean isThere = Files.exists(directory);
    if (Files.exists(directory.resolve(UNFINISHED))) {
      throw new IOException(
          directory + " is what a command left that was broken off; remove it and start again");
    }
    if (isThere && !isEmpty(directory)) {
      throw new IOException(directory + " is not empty; choose a new directory");
    }
    Files.createDirectories(directory);
    try {
      Path inside = Files.createDirectory(directory.resolve(UNFINISHED));
      content.write(inside);
      for (Path child : list(inside)) {
        Files.move(child, directory.resolve(child.getFileName()));
      }
      Files.delete(inside);
    } catch (IOException e) {
      undo(directory, isThere);
      throw failed(directory, e);
    } catch (UncheckedIOException e) {
      // Writers of rows do not declare what a disk can do to them.
      undo(directory, isThere);
      throw failed(directory, Objects.requireNonNull(e.getCause()));
    }
  }

  /// Makes a directory in place of an earlier one, which stays as it is until all of the new one is
  /// there. Between two renames there is neither.
  ///
  /// @param mark a file that only directories made so have: one without it is somebody's own, and
  ///   is not removed
  /// @throws IOException if something else is there, or it cannot be written: then nothing is
  ///   changed
  public static void replace(Path directory, String mark, Content content) throws IOException {
    Path place = directory.toAbsolutePath().normalize();
    Path made = place.resolveSibling(place.getFileName() + UNFINISHED);
    Path replaced = place.resolveSibling(place.getFileName() + ".replaced");
    for (Path old : List.of(place, made, replaced)) {
      if (Files.exists(old)
          && !Files.exists(old.resolve(mark))
          && !Files.exists(old.resolve(UNFINISHED))
          && !isEmpty(old)) {
        throw new IOException(
            "%s has no %s, so it is not replaced; choose another directory".formatted(old, mark));
      }
    }
    removeIfThere(made);
    removeIfThere(replaced);
    make(made, content);
    if (Files.exists(place)) {
      Files.move(place, replaced);
    }
    Files.move(made, place);
    removeIfThere(replaced);
  }

  private static void removeIfThere(Path directory) throws IOException {
    if (Files.exists(directory)) {
      remove(directory);
    }
  }

  /// A write that failed, with its place: a full disk does not say where it is full.
  public static FileSystemException failed(Path path, IOException problem) {
    if (problem instanceof FileSystemException named) {
      return named;
    }
    var told = new FileSystemException(path.toString(), null, problem.getMessage());
    told.initCause(problem);
    return told;
  }

  private static void undo(Path directory, boolean isThere) throws IOException {
    for (Path child : list(directory)) {
      remove(child);
    }
    if (!isThere) {
      Files.delete(directory);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try {
      return list(directory).isEmpty();
    } catch (NotDirectoryException e) {
      throw new IOException(directory + " is a file; choose a new directory", e);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var children = Files.list(directory)) {
      return children.toList();
    }
  }

  /// Removes a file, or a directory with everything in it. Links are removed, not followed.
  public static void remove(Path path) throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
              throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
