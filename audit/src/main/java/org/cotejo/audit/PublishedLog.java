package org.cotejo.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.VerificationKey;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.Tile;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.Enrolment;
import org.cotejo.model.Statement;

/// The log's own files, read once from front to back: the tree they make, and what later entries
/// say that is needed to check earlier ones.
final class PublishedLog {
  private final PublishedFiles files;
  private final Checkpoint checkpoint;
  private final MerkleTree tree = new MerkleTree();
  private final Set<Long> bulletinSizes = new HashSet<>();
  private final Map<KeyId, VerificationKey> enrolled = new HashMap<>();

  /// What one bundle adds; made by any thread, taken in order.
  private record Scan(
      List<Hash> leaves, List<Long> bulletinSizes, List<VerificationKey> enrolled) {}

  PublishedLog(PublishedFiles files, Checkpoint checkpoint) {
    this.files = files;
    this.checkpoint = checkpoint;
  }

  /// Rebuilds the tree and compares it with the checkpoint and every tile.
  void read(Parallel parallel, Progress progress) throws IOException, DoesNotHoldException {
    long bundles = (checkpoint.size() + LogFile.FULL - 1) / LogFile.FULL;
    parallel.inOrder(
        bundles,
        n -> scan(bundle(n)),
        (n, scan) -> {
          scan.leaves().forEach(tree::append);
          bulletinSizes.addAll(scan.bulletinSizes());
          scan.enrolled().forEach(key -> enrolled.put(key.id(), key));
          progress.at(Progress.Step.READING, n + 1, bundles);
        });
    if (!tree.root().equals(checkpoint.root())) {
      throw blame();
    }
    for (LogFile file : LogFile.of(checkpoint.size()).toList()) {
      if (file instanceof Tile(int level, long n, int width)) {
        files.expect(file.path(), tree.tile(level, n, width), "the entries give");
      }
    }
  }

  EntryBundle bundle(long n) {
    long width = Math.min(LogFile.FULL, checkpoint.size() - n * LogFile.FULL);
    return new EntryBundle(n, (int) width);
  }

  private Scan scan(EntryBundle bundle) throws IOException, DoesNotHoldException {
    var leaves = new ArrayList<Hash>(bundle.width());
    var sizes = new ArrayList<Long>(0);
    var keys = new ArrayList<VerificationKey>(0);
    for (byte[] entry : files.entries(bundle)) {
      leaves.add(Merkle.leaf(entry));
      lookAhead(entry, sizes, keys);
    }
    return new Scan(leaves, sizes, keys);
  }

  /// Entries that are not statements are named when they are counted, with their index.
  private static void lookAhead(byte[] entry, List<Long> sizes, List<VerificationKey> keys) {
    Optional<Statement> statement = operatorsOrEnrolment(entry);
    if (statement.isEmpty()) {
      return;
    }
    if (statement.get() instanceof BulletinStatement bulletin) {
      sizes.add(bulletin.logSize());
    } else if (statement.get() instanceof Enrolment(var about, var change)) {
      switch (change) {
        case Enrolment.Add(String station, VerificationKey key) -> keys.add(key);
        case Enrolment.ReplaceBy(VerificationKey key) -> keys.add(key);
        case Enrolment.AddAgent(VerificationKey key) -> keys.add(key);
        case Enrolment.Revoke() -> {}
      }
    }
  }

  private static Optional<Statement> operatorsOrEnrolment(byte[] entry) {
    try {
      Sign1 envelope = Sign1.decode(entry);
      String type = envelope.type();
      return type.equals("bulletin") || type.equals("enrolment")
          ? Optional.of(Statement.decode(envelope))
          : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  /// The entries do not give the root. If the tiles do, the first entry that is not under them is
  /// the one that was changed.
  private DoesNotHoldException blame() throws IOException, DoesNotHoldException {
    var byTiles = new MerkleTree();
    var differing = new ArrayList<Long>();
    long bundles = (checkpoint.size() + LogFile.FULL - 1) / LogFile.FULL;
    for (long n = 0; n < bundles; n++) {
      int width = bundle(n).width();
      var tile = new Tile(0, n, width);
      byte[] hashes = files.read(tile.path(), (long) width * Hash.BYTES);
      if (hashes.length != width * Hash.BYTES) {
        return new DoesNotHoldException(tile.path(), "does not have " + width + " hashes");
      }
      for (int i = 0; i < width; i++) {
        long index = byTiles.append(Hash.at(hashes, i * Hash.BYTES));
        if (differing.isEmpty() && !byTiles.leaf(index).equals(tree.leaf(index))) {
          differing.add(index);
        }
      }
    }
    if (byTiles.root().equals(checkpoint.root()) && !differing.isEmpty()) {
      long index = differing.getFirst();
      return new DoesNotHoldException(
          bundle(index / LogFile.FULL).path(),
          "entry %d is not the one under the checkpoint".formatted(index));
    }
    return new DoesNotHoldException(
        "checkpoint", "the %d entries give another root".formatted(checkpoint.size()));
  }

  MerkleTree tree() {
    return tree;
  }

  /// Sizes that bulletins anywhere in the log say they cover.
  Set<Long> bulletinSizes() {
    return bulletinSizes;
  }

  /// Keys that enrolments anywhere in the log name; whether they were in force is the fold's to
  /// say.
  Map<KeyId, VerificationKey> enrolled() {
    return enrolled;
  }
}
