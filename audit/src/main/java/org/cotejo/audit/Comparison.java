package org.cotejo.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.cotejo.cose.Hash;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.Tile;
import org.cotejo.publication.FileSink;
import org.cotejo.publication.Manifest;
import org.cotejo.publication.Publication;
import org.cotejo.publication.Witnessing;

/// Compares every published file with what the log gives.
///
/// Totals are nearly all there is to read, and each is compared as soon as it is made, beside the
/// count, so that nobody waits for the disk at the end. Of these early comparisons only equality is
/// noted, which holds for good since the files are named by their content. What differs is found,
/// and told, in the order of the paths.
final class Comparison implements FileSink {
  /// Totals that wait for their comparison in memory.
  private static final int MAX_WAITING = 16;

  private final PublishedFiles files;
  private final Parallel parallel;
  private final Checkpoint checkpoint;
  private final Progress progress;
  private final Semaphore room = new Semaphore(MAX_WAITING);
  private final Set<String> equal = ConcurrentHashMap.newKeySet();

  Comparison(PublishedFiles files, Parallel parallel, Checkpoint checkpoint, Progress progress) {
    this.files = files;
    this.parallel = parallel;
    this.checkpoint = checkpoint;
    this.progress = progress;
  }

  @Override
  public void file(String path, byte[] content) {
    if (path.startsWith(Publication.TOTALS)) {
      room.acquireUninterruptibly();
      parallel.aside(() -> compare(path, content));
    }
  }

  private void compare(String path, byte[] content) {
    try {
      if (files.holds(path, content)) {
        equal.add(path);
      }
    } catch (IOException e) {
      // It is read again, and the fault told, when the path's turn comes.
      return;
    } finally {
      room.release();
    }
  }

  /// Compares every published file with what the entries give, and finds files too many.
  ///
  /// @return how many files were compared
  long finish(Publication publication, MerkleTree tree) throws IOException, DoesNotHoldException {
    List<Long> sizes = publication.publishedSizes();
    if (sizes.isEmpty() || sizes.getLast() != checkpoint.size()) {
      throw new DoesNotHoldException(
          PublishedFiles.CHECKPOINT,
          "the log does not end with a time-mark that binds the published files");
    }
    List<LogFile> kept = Manifest.keptPartials(sizes.subList(0, sizes.size() - 1));
    Set<String> expected = new HashSet<>(List.of(PublishedFiles.CHECKPOINT, Publication.MANIFEST));
    for (LogFile file : LogFile.of(checkpoint.size()).toList()) {
      expected.add(file.path());
    }
    List<Manifest.Line> partials = new ArrayList<>();
    for (LogFile file : kept) {
      byte[] content = content(tree, file);
      files.expect(file.path(), content, "the entries give");
      expected.add(file.path());
      partials.add(new Manifest.Line(file.path(), content.length, Hash.sha256(content)));
    }
    List<Manifest.Line> lines = List.copyOf(publication.contents().values());
    parallel.inOrder(
        lines.size(),
        n -> isPublished(lines.get((int) n)),
        (n, isPublished) -> {
          Manifest.Line line = lines.get((int) n);
          if (!isPublished) {
            throw new DoesNotHoldException(
                line.path(),
                line.path().equals(Publication.AUTHORITY)
                    ? "does not have the authority's keys that this check was given"
                    : "differs from what the log gives");
          }
          expected.add(line.path());
          progress.at(Progress.Step.COMPARING, n + 1, lines.size());
        });
    byte[] manifest = Manifest.text(publication.contents().values(), partials);
    files.expect(Publication.MANIFEST, manifest, "the log gives");
    if (!publication.manifest().equals(Optional.of(Hash.sha256(manifest)))) {
      throw new DoesNotHoldException(
          Publication.MANIFEST, "is not the one the last time-mark binds");
    }
    for (String path : files.all()) {
      // Bound by nothing, so it need not be there; the verifier looked at it with the checkpoint.
      if (!expected.contains(path) && !path.equals(Witnessing.PATH)) {
        throw new DoesNotHoldException(path, "does not belong to the publication");
      }
    }
    return expected.size();
  }

  private boolean isPublished(Manifest.Line line) throws IOException, DoesNotHoldException {
    return equal.contains(line.path()) || files.isAs(line);
  }

  private byte[] content(MerkleTree tree, LogFile file) throws IOException, DoesNotHoldException {
    return switch (file) {
      case Tile(int level, long n, int width) -> tree.tile(level, n, width);
      case EntryBundle(long n, int width) -> {
        int wide = (int) Math.min(LogFile.FULL, tree.size() - n * LogFile.FULL);
        List<byte[]> entries = files.entries(new EntryBundle(n, wide));
        yield EntryBundle.encode(entries.subList(0, width));
      }
    };
  }
}
