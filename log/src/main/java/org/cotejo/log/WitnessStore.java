package org.cotejo.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;

/// What a witness remembers, in a directory that one process uses: for each log a file, named by
/// the SHA-256 of its origin in hex, with the checkpoint cosigned last. That is also the answer to
/// whoever asks for it.
///
/// A file is replaced whole: written beside, forced, renamed, and the directory forced, so that a
/// crash leaves the old or the new one. If a write fails, the old one stands and the next may
/// succeed. If a force fails, nobody knows what a power cut would leave, and asking again might be
/// answered with a lie: nothing is kept any more until the process has started anew.
final class WitnessStore implements AutoCloseable {
  private static final String BESIDE = ".new";
  private static final String LOCK = "lock";

  /// Makes what was written to a file or a directory durable.
  @FunctionalInterface
  interface Forcing {
    void force(FileChannel channel) throws IOException;
  }

  private final Path directory;
  private final NoteVerifier witness;
  private final Forcing forcing;
  private final FileChannel lock;
  private volatile boolean failed;

  private WitnessStore(Path directory, NoteVerifier witness, Forcing forcing, FileChannel lock) {
    this.directory = directory;
    this.witness = witness;
    this.forcing = forcing;
    this.lock = lock;
  }

  /// @param witness whose cosignature every file must have
  /// @throws IOException if another process uses the directory, or it cannot be used
  static WitnessStore open(Path directory, NoteVerifier witness, Forcing forcing)
      throws IOException {
    Path absolute = directory.toAbsolutePath();
    Files.createDirectories(absolute);
    FileChannel lock =
        FileChannel.open(
            absolute.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!isLocked(lock)) {
        throw new IOException(
            directory
                + " is in use by another witness: stop that one, or give this one a directory of its own; two would not know what the other cosigned");
      }
      var store = new WitnessStore(absolute, witness, forcing, lock);
      // A process that died may have renamed without forcing; the directory itself may be new.
      store.forceDirectory(absolute);
      Path parent = absolute.getParent();
      if (parent != null) {
        store.forceDirectory(parent);
      }
      return store;
    } catch (IOException | RuntimeException e) {
      try {
        lock.close();
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private Path file(String origin) {
    return directory.resolve(name(origin).hex());
  }

  /// What the file of a log is called.
  static Hash name(String origin) {
    return Hash.sha256(origin.getBytes(StandardCharsets.UTF_8));
  }

  /// The checkpoint of this log that was cosigned last; empty if none ever was.
  ///
  /// @throws IOException if there is a file and it is not that; says what to do
  Optional<SignedNote> read(String origin) throws IOException {
    Path file = file(origin);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > SignedNote.MAX_BYTES) {
        throw new MalformedException("it is longer than any note");
      }
      SignedNote note = SignedNote.parse(Files.readAllBytes(file));
      if (!Checkpoint.parse(note.text()).origin().equals(origin)) {
        throw new MalformedException("it is of another log");
      }
      if (!note.hasLineOf(witness)) {
        throw new MalformedException("note is not signed by any known key");
      }
      return Optional.of(note);
    } catch (MalformedException e) {
      throw new IOException(
          ("%s is not what this witness cosigned last of %s (%s): put the file back from a copy made"
                  + " after the last cosignature. Without one, go on under another name and key: a"
                  + " witness that forgot what it saw can be made to cosign a fork")
              .formatted(file, origin, e.getMessage()),
          e);
    }
  }

  /// Makes this checkpoint the one of its log.
  ///
  /// @throws IOException if that failed; then the old one stands, or nothing is kept any more
  void keep(String origin, SignedNote note) throws IOException {
    if (failed) {
      throw new IOException("the disk failed before; start the witness again");
    }
    Path file = file(origin);
    Path beside = file.resolveSibling(file.getFileName() + BESIDE);
    // Not written into: a power cut may have left it as another name of the file that holds.
    Files.deleteIfExists(beside);
    try (FileChannel channel =
        FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(note.bytes());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      forceOrFail(channel);
    }
    try {
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceDirectory(directory);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  private void forceOrFail(FileChannel channel) throws IOException {
    try {
      forcing.force(channel);
    } catch (IOException e) {
      failed = true;
      throw e;
    }
  }

  private void forceDirectory(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      forcing.force(channel);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
