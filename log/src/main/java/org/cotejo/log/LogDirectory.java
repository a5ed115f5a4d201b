package org.cotejo.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;

/// A log as it is published: files that any web server hands out. Each appears whole or not at all
/// (written beside, then renamed), and the checkpoint comes last, so that whoever reads while it is
/// written, or after a crash, finds every file of the checkpoint that is there.
///
/// The log's own files are on disk before the checkpoint is. Others, which follow from them, are
/// not forced: after a start, whoever publishes writes everything once more, and what differs from
/// what is there is replaced.
public final class LogDirectory {
  /// The file that says how far the log is.
  public static final String CHECKPOINT = "checkpoint";

  /// The checkpoint to come: while it is there, other files may be ahead of [#CHECKPOINT].
  public static final String NEXT_CHECKPOINT = "checkpoint.next";

  private static final String UNFINISHED = ".unfinished";

  private static final String TILES = "tile/";

  private final Storage storage;

  /// A file of each directory whose names the next checkpoint relies on.
  private final Map<String, String> unconfirmed = new TreeMap<>();

  public LogDirectory(Storage storage) {
    this.storage = storage;
  }

  /// Bytes of a file.
  ///
  /// @throws java.nio.file.NoSuchFileException if there is none
  public byte[] read(String path) throws IOException {
    return storage.read(path);
  }

  /// The checkpoint as published; empty bytes if there is none yet.
  public byte[] checkpoint() throws IOException {
    return storage.exists(CHECKPOINT) ? storage.read(CHECKPOINT) : new byte[0];
  }

  /// Refuses a tree that cannot keep what was published. A published checkpoint is a promise to
  /// everyone who saw it; going on without what it covers would fork the log.
  ///
  /// @param keys of the log
  /// @throws IOException if the checkpoint is ahead of the tree, or another log's; says what to do
  public void refuseToFork(MerkleTree tree, Collection<NoteVerifier> keys) throws IOException {
    byte[] note = checkpoint();
    if (note.length == 0) {
      return;
    }
    try {
      SignedNote signed = SignedNote.parse(note);
      signed.verify(keys);
      Checkpoint checkpoint = Checkpoint.parse(signed.text());
      if (checkpoint.size() > tree.size()) {
        throw new IOException(
            "the published checkpoint has %d entries, the journal only %d: restore the journal from a copy; going on would fork the log"
                .formatted(checkpoint.size(), tree.size()));
      }
      if (!tree.root(checkpoint.size()).equals(checkpoint.root())) {
        throw new IOException(
            "the published checkpoint of size %d has another root than the journal: this is the journal of another log; going on would fork it"
                .formatted(checkpoint.size()));
      }
    } catch (MalformedException e) {
      throw new IOException(
          "the published checkpoint is not one of this log (%s): remove the public directory if it is not, it is made again from the journal"
              .formatted(e.getMessage()),
          e);
    }
  }

  /// Begins to replace what is published.
  public void begin(byte[] nextCheckpoint) throws IOException {
    storage.write(NEXT_CHECKPOINT + UNFINISHED, nextCheckpoint);
    storage.force(NEXT_CHECKPOINT + UNFINISHED);
    storage.rename(NEXT_CHECKPOINT + UNFINISHED, NEXT_CHECKPOINT);
  }

  /// Writes a file, unless it is there with exactly this content.
  public void write(String path, byte[] content) throws IOException {
    boolean isThere = storage.exists(path) && Arrays.equals(storage.read(path), content);
    boolean isOfLog = path.startsWith(TILES);
    if (!isThere) {
      storage.write(path + UNFINISHED, content);
      if (isOfLog) {
        storage.force(path + UNFINISHED);
      }
      storage.rename(path + UNFINISHED, path);
    }
    if (isOfLog) {
      // Also if it is there: its name may be what a killed process did not confirm.
      unconfirmed.put(path.substring(0, path.lastIndexOf('/')), path);
    }
  }

  /// Makes the checkpoint begun with the one that holds.
  public void commit() throws IOException {
    for (String path : unconfirmed.values()) {
      storage.forceDirectoryOf(path);
    }
    unconfirmed.clear();
    storage.rename(NEXT_CHECKPOINT, CHECKPOINT);
    storage.forceDirectoryOf(CHECKPOINT);
  }

  /// Removes a file that is published no more, if it is there.
  public void delete(String path) throws IOException {
    storage.delete(path);
  }

  /// Removes what a killed process left half-written, and partial files that are kept no more.
  public void sweep(Set<LogFile> kept) throws IOException {
    for (String path : storage.list()) {
      if (path.endsWith(UNFINISHED)) {
        storage.delete(path);
      } else if (path.startsWith(TILES)) {
        sweepTile(path, kept);
      }
    }
  }

  private void sweepTile(String path, Set<LogFile> kept) throws IOException {
    try {
      LogFile file = LogFile.parse(path);
      if (file.isPartial() && !kept.contains(file)) {
        delete(path);
      }
    } catch (MalformedException e) {
      // Not a file of ours; a verifier will name it, we do not delete what we did not write.
      return;
    }
  }
}
