package org.cotejo.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.LogFile;
import org.cotejo.model.NewDirectory;

/// A directory that others read while its state is exchanged for a newer one, and beside it
/// `<name>.incoming`, where the newer one is collected and checked. Files are shared between the
/// two by hard links, where the file system has them, and never written in place.
///
/// A state is exchanged as a publisher does it: a marker first (`checkpoint.next`), then files,
/// then the checkpoint. What a killed process leaves is completed at the next opening. On disk
/// before the checkpoint are the files of the log, and the checkpoint before the exchange is done:
/// a mirror must not forget how far the log was. All else follows from these and is verified again
/// with the next state.
final class MirrorDirectory implements AutoCloseable {
  private static final String UNFINISHED = ".unfinished";
  private static final String LOG = "tile/";
  private static final String CHECKPOINT = PublishedFiles.CHECKPOINT;

  private final Path root;
  private final Path incoming;
  private final FileChannel lock;
  private boolean closed;

  private MirrorDirectory(Path root, Path incoming, FileChannel lock) {
    this.root = root;
    this.incoming = incoming;
    this.lock = lock;
  }

  /// @throws IOException if the directory holds something that is no mirror, or another process
  ///   mirrors into it
  static MirrorDirectory open(Path directory) throws IOException {
    Path root = directory.toAbsolutePath().normalize();
    Path name = root.getFileName();
    if (name == null) {
      throw new IOException(directory + " cannot be a mirror; choose a directory below it");
    }
    refuseForeign(root);
    Path beside = root.resolveSibling(name + ".incoming");
    Files.createDirectories(beside);
    FileChannel lock =
        FileChannel.open(
            beside.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(lock)) {
      lock.close();
      throw new IOException(directory + " is being mirrored into already");
    }
    var made = new MirrorDirectory(root, beside.resolve("files"), lock);
    made.completeExchange();
    return made;
  }

  private static boolean isLocked(FileChannel lock) throws IOException {
    try {
      FileLock held = lock.tryLock();
      return held != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void refuseForeign(Path root) throws IOException {
    Files.createDirectories(root);
    Path begun = root.resolve(LogDirectory.NEXT_CHECKPOINT + UNFINISHED);
    try (var inside = Files.list(root)) {
      // All that a process leaves that was killed as it wrote its first marker.
      boolean isEmpty = inside.allMatch(begun::equals);
      if (!isEmpty
          && !Files.exists(root.resolve(CHECKPOINT))
          && !Files.exists(root.resolve(LogDirectory.NEXT_CHECKPOINT))) {
        throw new IOException(root + " is not empty and no mirror; choose a new directory");
      }
    }
  }

  /// Where the next state is collected.
  Path incoming() {
    return incoming;
  }

  /// The checkpoint of the state that is held; empty bytes if there is none yet.
  byte[] checkpoint() throws IOException {
    return new PublishedFiles(root).checkpoint();
  }

  /// Whether something stands where the checkpoint belongs, readable or not.
  boolean hasCheckpoint() {
    return Files.exists(root.resolve(CHECKPOINT), LinkOption.NOFOLLOW_LINKS);
  }

  /// Puts a file that was collected before, or is in the state that is held, into the next one.
  boolean provide(PublicationCopy.Wanted wanted) throws IOException {
    Path there = incoming.resolve(wanted.path());
    if (fits(there, wanted)) {
      return true;
    }
    Path held = root.resolve(wanted.path());
    if (!fits(held, wanted)) {
      return false;
    }
    link(held, there);
    return true;
  }

  private static boolean fits(Path file, PublicationCopy.Wanted wanted) throws IOException {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      long size = Files.size(file);
      boolean sizeFits = size == wanted.size().orElse(size) && size <= PublishedFiles.MAX_FILE;
      return sizeFits
          && (wanted.digest().isEmpty()
              || Hash.sha256(Files.readAllBytes(file)).equals(wanted.digest().get()));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /// Forgets what was collected.
  void startAfresh() throws IOException {
    if (Files.exists(incoming)) {
      NewDirectory.remove(incoming);
    }
  }

  /// Makes the state collected, which was verified, the one that is held.
  synchronized void exchange() throws IOException {
    if (closed) {
      throw new IOException("stopped");
    }
    Path next = root.resolve(LogDirectory.NEXT_CHECKPOINT);
    force(incoming.resolve(CHECKPOINT));
    place(incoming.resolve(CHECKPOINT), next);
    SortedSet<String> files = new PublishedFiles(incoming).all();
    Set<Path> changed = new TreeSet<>(Set.of(root));
    for (String path : files) {
      Path from = incoming.resolve(path);
      Path to = root.resolve(path);
      if (path.startsWith(LOG) && !isSame(from, to)) {
        force(from);
        changed.add(to.getParent());
      }
      if (!path.equals(CHECKPOINT)) {
        place(from, to);
      }
    }
    for (Path directory : changed) {
      force(directory);
    }
    Files.move(
        next,
        root.resolve(CHECKPOINT),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    force(root);
    removeOutdated(files);
    NewDirectory.remove(incoming);
  }

  /// The marker is written only once a state is verified, and stands until it is in place.
  private void completeExchange() throws IOException {
    Path marker = root.resolve(LogDirectory.NEXT_CHECKPOINT);
    Path verified = incoming.resolve(CHECKPOINT);
    if (Files.exists(marker)
        && Files.exists(verified)
        && Arrays.equals(Files.readAllBytes(marker), Files.readAllBytes(verified))) {
      exchange();
    }
  }

  private static boolean isSame(Path from, Path to) throws IOException {
    return Files.exists(to) && Files.isSameFile(from, to);
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void place(Path from, Path to) throws IOException {
    if (isSame(from, to)) {
      return;
    }
    Path beside = to.resolveSibling(to.getFileName() + UNFINISHED);
    Files.deleteIfExists(beside);
    link(from, beside);
    Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void link(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    try {
      Files.deleteIfExists(to);
      Files.createLink(to, from);
    } catch (UnsupportedOperationException | IOException e) {
      // Not every file system has hard links; a real failure shows again.
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Partial tiles that the publisher keeps no more. Nothing else is deleted: it may be another's.
  private void removeOutdated(SortedSet<String> kept) throws IOException {
    for (String path : new PublishedFiles(root).all()) {
      if (!kept.contains(path) && (path.endsWith(UNFINISHED) || isPartial(path))) {
        Files.delete(root.resolve(path));
      }
    }
  }

  private static boolean isPartial(String path) {
    try {
      return LogFile.parse(path).isPartial();
    } catch (MalformedException e) {
      return false;
    }
  }

  /// Waits for an exchange that is under way.
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    lock.close();
  }
}
