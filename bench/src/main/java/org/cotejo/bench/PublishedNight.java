package org.cotejo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.LogFile;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Tile;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Statement;
import org.cotejo.model.TimeMark;
import org.cotejo.publication.Manifest;
import org.cotejo.publication.Publication;

/// Publishes a whole night in one go and by a clock of its own: the directory a server would leave
/// behind, with a bulletin after each equal share of the records, the same bytes each time.
final class PublishedNight {
  private static final long START = Instant.parse("2026-01-01T18:00:00Z").getEpochSecond();
  private static final long BETWEEN_BULLETINS = 300;

  private final Rehearsal rehearsal;
  private final Path published;
  private final MerkleTree tree = new MerkleTree();
  private final Publication publication;

  /// Entries of the bundle that is not full yet.
  private final List<byte[]> open = new ArrayList<>();

  private long now = START;
  private byte[] manifest = {};
  private List<LogFile> kept = List.of();

  private PublishedNight(Rehearsal rehearsal) throws IOException {
    this.rehearsal = rehearsal;
    this.published = rehearsal.directory().publicDirectory();
    this.publication =
        new Publication(
            rehearsal.directory().electionPackage(),
            AuthorityKeys.of(Rehearsal.authority().verificationKey()),
            rehearsal.program(),
            tree::leaf,
            tree::root,
            this::write);
  }

  /// @param progress told the number of each bulletin
  static void publish(Rehearsal rehearsal, int bulletins, IntConsumer progress) throws IOException {
    var night = new PublishedNight(rehearsal);
    night.append(rehearsal.founding());
    night.append(rehearsal.signed(new PhaseChange(Phase.COUNTING_OPEN), Rehearsal.authority()));
    int records = rehearsal.records();
    for (int bulletin = 1; bulletin <= bulletins; bulletin++) {
      int from = (int) ((long) records * (bulletin - 1) / bulletins);
      int to = (int) ((long) records * bulletin / bulletins);
      rehearsal.records(from, to).forEach(night::append);
      night.bulletin(bulletin == bulletins);
      progress.accept(bulletin);
    }
    night.finish();
  }

  private void append(Statement operators) {
    append(rehearsal.signed(operators, Rehearsal.operator()));
  }

  private void append(Sign1 envelope) {
    byte[] entry = envelope.bytes();
    tree.append(entry);
    open.add(entry);
    try {
      Optional<String> fault = publication.apply(envelope, Statement.decode(envelope)).fault();
      if (fault.isPresent()) {
        throw new IllegalStateException(fault.get());
      }
    } catch (MalformedException e) {
      throw new IllegalStateException("an entry made here cannot be read", e);
    }
    if (open.size() == LogFile.FULL) {
      var bundle = new EntryBundle(tree.size() / LogFile.FULL - 1, LogFile.FULL);
      write(bundle.path(), EntryBundle.encode(open));
      open.clear();
    }
  }

  /// What a server logs for a bulletin. Pages are replaced by each; only the last ones stay.
  private void bulletin(boolean isLast) {
    now += BETWEEN_BULLETINS;
    append(new TimeMark(now, Optional.empty()));
    BulletinStatement draft = publication.draft();
    if (isLast) {
      publication.pages(draft);
    }
    append(draft);
    kept = Manifest.keptPartials(publication.publishedSizes());
    manifest = Manifest.text(publication.contents().values(), Manifest.lines(kept, this::content));
    append(new TimeMark(now + 1, Optional.of(Hash.sha256(manifest))));
  }

  private void finish() {
    for (LogFile file : LogFile.of(tree.size()).toList()) {
      if (file instanceof Tile || file.isPartial()) {
        write(file.path(), content(file));
      }
    }
    for (LogFile file : kept) {
      write(file.path(), content(file));
    }
    write(Publication.MANIFEST, manifest);
    var checkpoint = new Checkpoint(Rehearsal.ORIGIN, tree.size(), tree.root());
    var log = new NoteSigner(Rehearsal.ORIGIN, Rehearsal.log());
    write("checkpoint", log.sign(checkpoint.body()).bytes());
  }

  private byte[] content(LogFile file) {
    return switch (file) {
      case Tile(int level, long n, int width) -> tree.tile(level, n, width);
      case EntryBundle(long n, int width) -> EntryBundle.encode(entries(n).subList(0, width));
    };
  }

  private List<byte[]> entries(long n) {
    if (n == tree.size() / LogFile.FULL) {
      return open;
    }
    Path full = published.resolve(new EntryBundle(n, LogFile.FULL).path());
    try {
      return EntryBundle.decode(Files.readAllBytes(full), LogFile.FULL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MalformedException e) {
      throw new IllegalStateException("a bundle written here cannot be read", e);
    }
  }

  private void write(String path, byte[] content) {
    Path file = published.resolve(path);
    try {
      try {
        Files.write(file, content);
      } catch (NoSuchFileException e) {
        Files.createDirectories(file.getParent());
        Files.write(file, content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
