package org.cotejo.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Tile;
import org.cotejo.log.TlogProof;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Statement;

/// The history a log shows at one place: a signed checkpoint and the tree under it, from tiles
/// alone. What the entries say is not looked at.
///
/// @param checkpoint as it is shown there
/// @param tree gives the checkpoint's root
public record LogHistory(SignedNote checkpoint, MerkleTree tree) {
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /// A place that shows a log: a directory, or an address.
  public sealed interface Place {
    /// @param directory that holds a publication
    record Directory(Path directory) implements Place {}

    /// @param address of a publication
    record Address(URI address) implements Place {}
  }

  /// Reads files of the log, whole.
  private interface Files extends AutoCloseable {
    /// @return empty if there is no such file
    Optional<byte[]> read(String path, int most) throws IOException;

    @Override
    void close();
  }

  /// Reads the history at a place.
  ///
  /// @param logKeys keys of one log; a checkpoint that none of them signed is no history of it
  /// @throws IOException if there is none, or it does not fit together; says where
  public static LogHistory read(Place place, Collection<NoteVerifier> logKeys) throws IOException {
    try (Files files = open(place)) {
      SignedNote note = note(files);
      note.verify(logKeys);
      return new LogHistory(note, tree(files, checkpoint(note)));
    } catch (MalformedException e) {
      throw new IOException(told(place) + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(told(place) + ": " + e.getMessage(), e);
    }
  }

  /// The keys of the log at a place, as its entry 0 names them, if the authority signed that.
  ///
  /// @throws IOException if it did not, or entry 0 cannot be had
  public static List<NoteVerifier> logKeys(Place place, AuthorityKeys authority)
      throws IOException {
    try (Files files = open(place)) {
      long size = checkpoint(note(files)).size();
      Sign1 founding = Sign1.decode(entry0(files, size));
      boolean isAuthoritys = authority.keys().stream().anyMatch(founding::isSignedBy);
      if (!isAuthoritys || !(Statement.decode(founding) instanceof ElectionStatement election)) {
        throw new MalformedException("entry 0 is not the authority's election statement");
      }
      return election.logKeys().stream()
          .map(key -> NoteVerifier.of(election.origin(), key))
          .toList();
    } catch (MalformedException e) {
      throw new IOException(told(place) + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(told(place) + ": " + e.getMessage(), e);
    }
  }

  private static String told(Place place) {
    return switch (place) {
      case Place.Directory(Path directory) -> directory.toString();
      case Place.Address(URI address) -> address.toString();
    };
  }

  private static SignedNote note(Files files) throws IOException, MalformedException {
    Optional<byte[]> note = files.read(PublishedFiles.CHECKPOINT, PublishedFiles.MAX_NOTE);
    if (note.isEmpty()) {
      throw new IOException("shows no checkpoint");
    }
    return SignedNote.parse(note.get());
  }

  private static Checkpoint checkpoint(SignedNote note) throws MalformedException {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (checkpoint.size() > MerkleTree.MAX_SIZE) {
      throw new MalformedException("the log is larger than any this can hold");
    }
    return checkpoint;
  }

  private static MerkleTree tree(Files files, Checkpoint checkpoint)
      throws IOException, MalformedException {
    var tree = new MerkleTree();
    long tiles = (checkpoint.size() + LogFile.FULL - 1) / LogFile.FULL;
    try (var parallel = new Parallel()) {
      parallel.inOrder(
          tiles,
          n -> hashes(files, n, checkpoint.size()),
          (n, hashes) -> {
            for (int at = 0; at < hashes.length; at += Hash.BYTES) {
              tree.append(Hash.at(hashes, at));
            }
          });
    } catch (DoesNotHoldException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (!tree.root().equals(checkpoint.root())) {
      throw new MalformedException("the tiles do not give the root of the checkpoint");
    }
    return tree;
  }

  /// The leaf hashes of one tile. A place may keep no partial tile whose full one it has.
  private static byte[] hashes(Files files, long n, long size) throws IOException {
    var tile = new Tile(0, n, (int) Math.min(LogFile.FULL, size - n * LogFile.FULL));
    var full = new Tile(0, n, LogFile.FULL);
    Optional<byte[]> found = files.read(tile.path(), full.length());
    if (found.isEmpty() && tile.isPartial()) {
      found = files.read(full.path(), full.length());
    }
    if (found.isEmpty() || found.get().length < tile.length()) {
      throw new IOException(tile.path() + " is missing or too short");
    }
    return Arrays.copyOf(found.get(), tile.length());
  }

  /// The first entry of the log at a place, whoever signed it.
  ///
  /// @throws IOException if it cannot be had
  public static byte[] founding(Place place) throws IOException {
    try (Files files = open(place)) {
      return entry0(files, checkpoint(note(files)).size());
    } catch (MalformedException | IOException e) {
      throw new IOException(told(place) + ": " + e.getMessage(), e);
    }
  }

  private static byte[] entry0(Files files, long size) throws IOException, MalformedException {
    if (size == 0) {
      throw new IOException("has no entry 0");
    }
    return bundle(files, 0, size).getFirst();
  }

  /// Entries of one bundle. A place may keep no partial bundle whose full one it has.
  private static List<byte[]> bundle(Files files, long n, long size)
      throws IOException, MalformedException {
    int there = (int) Math.min(LogFile.FULL, size - n * LogFile.FULL);
    for (int width : new int[] {there, LogFile.FULL}) {
      var bundle = new EntryBundle(n, width);
      Optional<byte[]> found = files.read(bundle.path(), EntryBundle.MAX_BYTES);
      if (found.isPresent()) {
        return EntryBundle.decode(found.get(), width).subList(0, there);
      }
    }
    throw new IOException(new EntryBundle(n, there).path() + " is missing");
  }

  /// Takes entries in their order.
  public interface Entries {
    void take(long index, byte[] entry) throws IOException;
  }

  /// Hands over all entries of this history, each compared with its leaf.
  ///
  /// @param place where the history was read
  /// @throws IOException if one is missing or another one than its leaf says
  public void forEachEntry(Place place, Entries entries) throws IOException {
    long size = tree.size();
    try (Files files = open(place)) {
      for (long n = 0; n * LogFile.FULL < size; n++) {
        List<byte[]> bundle = bundle(files, n, size);
        for (int i = 0; i < bundle.size(); i++) {
          long index = n * LogFile.FULL + i;
          if (!Merkle.leaf(bundle.get(i)).equals(tree.leaf(index))) {
            throw new IOException("entry %d is not the one of its leaf hash".formatted(index));
          }
          entries.take(index, bundle.get(i));
        }
      }
    } catch (MalformedException | IOException e) {
      throw new IOException(told(place) + ": " + e.getMessage(), e);
    }
  }

  /// The receipt of an entry in the checkpoint that a place shows: as its own site hands it out, or
  /// made of the tiles where only files are.
  ///
  /// @param logKeys keys of one log
  /// @return empty if the entry is not in it; otherwise a receipt that still has to be verified
  /// @throws IOException if there is no sound log at the place
  public static Optional<TlogProof> receipt(
      Place place, Hash leaf, Collection<NoteVerifier> logKeys) throws IOException {
    try (Files files = open(place)) {
      Optional<byte[]> handed = files.read("receipts/" + leaf.hex(), TlogProof.MAX_BYTES);
      if (handed.isPresent()) {
        return Optional.of(TlogProof.parse(handed.get()));
      }
    } catch (MalformedException | IOException e) {
      throw new IOException(told(place) + ": " + e.getMessage(), e);
    }
    LogHistory history = read(place, logKeys);
    OptionalLong index = history.tree().indexOf(leaf);
    return index.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TlogProof(
                index.getAsLong(),
                history.tree().inclusion(index.getAsLong(), history.tree().size()),
                history.checkpoint()));
  }

  private static Files open(Place place) {
    return switch (place) {
      case Place.Directory(Path directory) -> inDirectory(directory);
      case Place.Address(URI address) -> at(new RemoteFiles(RemoteFiles.base(address), ANSWER));
    };
  }

  private static Files inDirectory(Path directory) {
    var files = new PublishedFiles(directory);
    return new Files() {
      @Override
      public Optional<byte[]> read(String path, int most) throws IOException {
        try {
          return files.has(path) ? Optional.of(files.read(path, most)) : Optional.empty();
        } catch (DoesNotHoldException e) {
          throw new IOException(e.getMessage(), e);
        }
      }

      @Override
      public void close() {}
    };
  }

  private static Files at(RemoteFiles remote) {
    return new Files() {
      @Override
      public Optional<byte[]> read(String path, int most) throws IOException {
        var content = new ByteArrayOutputStream();
        return remote.fetch(path, most, () -> content)
            ? Optional.of(content.toByteArray())
            : Optional.empty();
      }

      @Override
      public void close() {
        remote.close();
      }
    };
  }
}
