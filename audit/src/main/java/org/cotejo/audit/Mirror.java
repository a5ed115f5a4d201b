package org.cotejo.audit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Tile;

/// A second copy of a publication, kept in a directory that anybody may serve. A state gets there
/// only after all of it was verified and found to extend the one before, so whatever the address
/// says later, the last good state stays.
///
/// A file whose name or digest tells its content is fetched once.
public final class Mirror implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final URI base;
  private final RemoteFiles remote;
  private final MirrorDirectory directory;
  private final PublicationCopy copy;

  private Mirror(URI base, MirrorDirectory directory, Progress progress) {
    this.base = base;
    this.directory = directory;
    this.remote = new RemoteFiles(base, ANSWER);
    this.copy = new PublicationCopy(remote, directory.incoming(), progress);
  }

  /// Opens a mirror, or begins one in a new or empty directory. Beside it, `<name>.incoming` holds
  /// what is not verified yet.
  ///
  /// @param address of the publication
  /// @throws IllegalArgumentException if it is not an http or https address
  /// @throws IOException if the directory holds something else, another process mirrors into it, or
  ///   it cannot be written
  public static Mirror open(URI address, Path directory, Progress progress) throws IOException {
    URI base = RemoteFiles.base(address);
    return new Mirror(base, MirrorDirectory.open(directory), progress);
  }

  /// Whether the address shows the very checkpoint that is held.
  ///
  /// @throws IOException if it cannot be asked
  public boolean isCurrent() throws IOException {
    return Arrays.equals(copy.checkpoint().orElse(new byte[0]), directory.checkpoint());
  }

  /// Entries of the state that is held; none before the first.
  ///
  /// @throws IOException if its checkpoint cannot be read
  public OptionalLong size() throws IOException {
    Optional<Checkpoint> held = held();
    return held.isPresent() ? OptionalLong.of(held.get().size()) : OptionalLong.empty();
  }

  /// Fetches what is new, verifies all of it, and holds it from then on. With any verdict but
  /// [Verdict.Holds] what is held stays as it is.
  ///
  /// @throws IOException if the directory cannot be written
  public Verdict pull(Verifier verifier) throws IOException {
    Optional<Checkpoint> held = held();
    Verdict verdict = collect(verifier, held);
    if (verdict instanceof Verdict.Holds) {
      directory.exchange();
    }
    return verdict;
  }

  private Verdict collect(Verifier verifier, Optional<Checkpoint> held) {
    try {
      if (copy.checkpoint().isEmpty()) {
        return new Verdict.CouldNotCheck("nothing is published at " + base);
      }
      return copy.verify(checkpoint -> {
        Verdict verdict = collectOnce(checkpoint, verifier);
        return verdict instanceof Verdict.Holds && held.isPresent()
            ? extending(held.get(), verdict)
            : verdict;
      });
    } catch (IOException e) {
      return new Verdict.CouldNotCheck("cannot fetch it: " + e.getMessage());
    }
  }

  private Verdict collectOnce(byte[] checkpoint, Verifier verifier) throws IOException {
    var reused = new AtomicBoolean();
    copy.all(
        checkpoint,
        wanted -> {
          boolean isThere = directory.provide(wanted);
          if (isThere) {
            reused.set(true);
          }
          return isThere;
        });
    Verdict verdict = verifier.verify(directory.incoming());
    if (verdict instanceof Verdict.DoesNotHold && reused.get()) {
      // A file of ours may have rotted: before the address is blamed, everything comes from there.
      directory.startAfresh();
      copy.all(checkpoint, PublicationCopy.AtHand.NOTHING);
      verdict = verifier.verify(directory.incoming());
    }
    return verdict;
  }

  private Optional<Checkpoint> held() throws IOException {
    byte[] note = directory.checkpoint();
    if (note.length == 0 && directory.hasCheckpoint()) {
      // Not a mirror that holds nothing yet: it would take any history for the first one.
      throw new IOException(
          "the mirror's own checkpoint cannot be read: put it back from a copy, or mirror into a new directory and compare the two");
    }
    try {
      return note.length == 0
          ? Optional.empty()
          : Optional.of(Checkpoint.parse(SignedNote.parse(note).text()));
    } catch (MalformedException e) {
      throw new IOException("the mirror's own checkpoint is damaged: " + e.getMessage(), e);
    }
  }

  /// The verdict, unless what was collected is not the history that is held, continued.
  private Verdict extending(Checkpoint held, Verdict verdict) throws IOException {
    MerkleTree tree = tree();
    if (tree.size() < held.size()) {
      return new Verdict.DoesNotHold(
          PublishedFiles.CHECKPOINT,
          "has %d entries, the mirror %d: this is an older state, or entries were removed"
              .formatted(tree.size(), held.size()));
    }
    if (!tree.root(held.size()).equals(held.root())) {
      return new Verdict.DoesNotHold(
          PublishedFiles.CHECKPOINT,
          "its first %d entries are not those of the mirror: the log was forked or rewritten"
              .formatted(held.size()));
    }
    return verdict;
  }

  /// The tree over what was collected, from tiles that the verifier has compared with the entries.
  private MerkleTree tree() throws IOException {
    try {
      byte[] note = Files.readAllBytes(directory.incoming().resolve(PublishedFiles.CHECKPOINT));
      long size = Checkpoint.parse(SignedNote.parse(note).text()).size();
      var tree = new MerkleTree();
      for (long n = 0; n * LogFile.FULL < size; n++) {
        var tile = new Tile(0, n, (int) Math.min(LogFile.FULL, size - n * LogFile.FULL));
        byte[] hashes = Files.readAllBytes(directory.incoming().resolve(tile.path()));
        for (int i = 0; i < tile.width(); i++) {
          tree.append(Hash.at(hashes, i * Hash.BYTES));
        }
      }
      return tree;
    } catch (MalformedException e) {
      throw new IOException("what was verified has changed since: " + e.getMessage(), e);
    }
  }

  /// Stops what is under way; an exchange that has begun is finished first. What was collected
  /// stays for the next time.
  @Override
  public void close() throws IOException {
    remote.close();
    directory.close();
  }
}
