package org.cotejo.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.LogFile;
import org.cotejo.log.Sequencer;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Tile;
import org.cotejo.log.TlogProof;

/// What the log's own site hands out beside the published files, because it follows from them:
/// receipts against the published checkpoint, and partial files of sizes that were signed and never
/// published. Nothing beyond the published checkpoint is shown.
final class DerivedFiles {
  static final String RECEIPTS = "receipts/";

  private final Sequencer<?, ?> sequencer;
  private final LogDirectory published;

  DerivedFiles(Sequencer<?, ?> sequencer, LogDirectory published) {
    this.sequencer = sequencer;
    this.published = published;
  }

  /// The file with this path; empty if there is none, or not yet.
  Optional<byte[]> at(String path) throws IOException {
    try {
      if (path.startsWith(RECEIPTS)) {
        return receipt(Hash.parseHex(path.substring(RECEIPTS.length())));
      }
      return path.startsWith("tile/") ? partial(LogFile.parse(path)) : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty(); // Not a path of either kind.
    } catch (NoSuchFileException e) {
      return Optional.empty(); // Replaced by a wider one just now.
    }
  }

  private Optional<SignedNote> checkpoint() throws IOException, MalformedException {
    byte[] note = published.checkpoint();
    return note.length == 0 ? Optional.empty() : Optional.of(SignedNote.parse(note));
  }

  private static long size(SignedNote checkpoint) throws MalformedException {
    return Checkpoint.parse(checkpoint.text()).size();
  }

  private Optional<byte[]> receipt(Hash leaf) throws IOException, MalformedException {
    Optional<SignedNote> note = checkpoint();
    if (note.isEmpty()) {
      return Optional.empty();
    }
    long size = size(note.get());
    return sequencer.read(tree -> {
      OptionalLong index = tree.indexOf(leaf);
      return index.isEmpty() || index.getAsLong() >= size
          ? Optional.empty()
          : Optional.of(
              new TlogProof(index.getAsLong(), tree.inclusion(index.getAsLong(), size), note.get())
                  .text()
                  .getBytes(StandardCharsets.UTF_8));
    });
  }

  private Optional<byte[]> partial(LogFile file) throws IOException, MalformedException {
    Optional<SignedNote> note = checkpoint();
    if (note.isEmpty() || !file.isPartial() || file.end() > size(note.get())) {
      return Optional.empty();
    }
    return switch (file) {
      case Tile(int level, long n, int width) ->
          Optional.of(sequencer.read(tree -> tree.tile(level, n, width)));
      case EntryBundle(long n, int width) -> {
        long there = Math.min(LogFile.FULL, size(note.get()) - n * LogFile.FULL);
        var wider = new EntryBundle(n, (int) there);
        byte[] content = published.read(wider.path());
        yield Optional.of(
            EntryBundle.encode(EntryBundle.decode(content, wider.width()).subList(0, width)));
      }
    };
  }
}
