package org.cotejo.server;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.LogFile;
import org.cotejo.log.NoteSigner;
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
  private final NoteSigner log;

  DerivedFiles(Sequencer<?, ?> sequencer, LogDirectory published, NoteSigner log) {
    this.sequencer = sequencer;
    this.published = published;
    this.log = log;
  }

  /// The file with this path; empty if there is none, or not yet.
  ///
  /// @param accept header of the request, empty if it has none
  Optional<Site.Content> at(String path, String accept) throws IOException {
    try {
      if (path.startsWith(RECEIPTS)) {
        ReceiptForm form = ReceiptForm.of(accept);
        Hash leaf = Hash.parseHex(path.substring(RECEIPTS.length()));
        Optional<TlogProof> receipt = receipt(leaf);
        return receipt.isEmpty()
            ? Optional.empty()
            : Optional.of(new Site.Content(form.mediaType(), form.write(receipt.get(), leaf, log)));
      }
      return path.startsWith("tile/")
          ? partial(LogFile.parse(path)).map(file -> new Site.Content(Site.BYTES, file))
          : Optional.empty();
    } catch (MalformedException e) {
      // Not a path of either kind, or a checkpoint of before the key was replaced.
      return Optional.empty();
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

  private Optional<TlogProof> receipt(Hash leaf) throws IOException, MalformedException {
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
              new TlogProof(
                  index.getAsLong(), tree.inclusion(index.getAsLong(), size), note.get()));
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
