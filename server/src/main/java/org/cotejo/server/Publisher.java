package org.cotejo.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.count.AreaCount;
import org.cotejo.log.Answer;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.Journal;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.LogFile;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Sequencer;
import org.cotejo.log.SignedNote;
import org.cotejo.log.Tile;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionId;
import org.cotejo.model.Kind;
import org.cotejo.model.Phase;
import org.cotejo.model.Statement;
import org.cotejo.model.TimeMark;
import org.cotejo.publication.FileSink;
import org.cotejo.publication.Manifest;
import org.cotejo.publication.Publication;
import org.cotejo.publication.SiteProgram;
import org.cotejo.publication.Witnessing;

/// Publishes the log and what it adds up to. Reads the journal behind the sequencer with a fold of
/// its own, so that nothing it does holds up the intake; its own statements go through the
/// sequencer like anybody's.
///
/// One publication: (a bulletin, if due,) then a time-mark that binds the manifest, then the files,
/// last the checkpoint that ends with that mark; it lies beside the old one from the start, for
/// readers to see that files may be ahead. A crash in between leaves files that the next start
/// makes again from the journal.
///
/// Not thread-safe: one thread runs it.
final class Publisher {
  private static final String LATEST = "latest.json";

  /// A time-mark is logged at least this often, also when nothing arrives.
  private static final long MARK_SECONDS = 60;

  private final Journal journal;
  private final Sequencer<Submission, Refusal> sequencer;
  private final NoteSigner log;
  private final SigningKey operator;
  private final ElectionId election;
  private final LogDirectory directory;
  private final InstantSource clock;
  private final Publication publication;
  private final Optional<Cosigning> cosigning;

  /// Files made and not yet written, immutable ones among them only outside a replay.
  private final SortedMap<String, byte[]> pending = new TreeMap<>();

  /// Entries from the start of the bundle in which the publication before the last ended.
  private final List<byte[]> tail = new ArrayList<>();

  private long tailStart;
  private boolean replaying = true;
  private long lastNews = -1;
  private long lastMark;
  private Set<LogFile> partialsOnDisk = new HashSet<>();
  private Optional<Witnessing> witnessing = Optional.empty();

  /// Makes a [Publication] that hands its files to a sink.
  @FunctionalInterface
  interface Making {
    Publication with(FileSink files);
  }

  Publisher(
      Journal journal,
      Sequencer<Submission, Refusal> sequencer,
      NoteSigner log,
      SigningKey operator,
      ElectionId election,
      LogDirectory directory,
      InstantSource clock,
      Optional<Cosigning> cosigning,
      Making making) {
    this.journal = journal;
    this.sequencer = sequencer;
    this.log = log;
    this.operator = operator;
    this.election = election;
    this.directory = directory;
    this.clock = clock;
    this.cosigning = cosigning;
    this.publication = making.with(this::take);
  }

  private void take(String path, byte[] content) {
    if (!replaying || isMutable(path)) {
      pending.put(path, content);
      return;
    }
    try {
      directory.write(path, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isMutable(String path) {
    return !path.startsWith(SiteProgram.FOLDER)
        && (path.equals(LATEST) || path.endsWith(".html") || path.endsWith(".css"));
  }

  /// Brings the directory back to the state of the journal after a start.
  ///
  /// @param bulletins sizes that bulletins in the journal cover
  void restore(Set<Long> bulletins) throws IOException {
    // What a replay makes may be ahead of the checkpoint that is out, until the next publication.
    directory.begin(checkpoint(sequencer.size()).bytes());
    publication.expect(bulletins);
    catchUp();
    replaying = false;
    List<Long> sizes = publication.publishedSizes();
    if (!sizes.isEmpty()) {
      restoreLog(sizes.getLast());
    }
    List<LogFile> kept = Manifest.keptPartials(hasEnded() ? earlier(sizes) : sizes);
    directory.sweep(new HashSet<>(kept));
    partialsOnDisk = new HashSet<>(kept);
    if (hasEnded()) {
      // The last entry binds what it published, so that is written again and nothing logged.
      write(sizes.getLast(), manifest(kept), kept);
    }
  }

  private static List<Long> earlier(List<Long> sizes) {
    return sizes.subList(0, sizes.size() - 1);
  }

  private byte[] manifest(List<LogFile> kept) {
    return Manifest.text(publication.contents().values(), Manifest.lines(kept, this::content));
  }

  private void restoreLog(long size) throws IOException {
    var bundle = new ArrayList<byte[]>(LogFile.FULL);
    journal.replay(
        0,
        (index, entry) -> {
          bundle.add(entry);
          if (bundle.size() == LogFile.FULL) {
            var file = new EntryBundle(index / LogFile.FULL, LogFile.FULL);
            if (index < size) {
              directory.write(file.path(), EntryBundle.encode(bundle));
            }
            bundle.clear();
          }
        });
    for (LogFile file : LogFile.of(size).toList()) {
      if (file instanceof Tile && !file.isPartial()) {
        directory.write(file.path(), content(file));
      }
    }
  }

  /// Publishes what arrived since the last time; nothing once the log has ended.
  ///
  /// @param withBulletin whether a bulletin is due; it is left out if nothing is new, and made
  ///   anyway for the close of the log
  /// @return the new bulletin, if one was made
  Optional<Announcement> publish(boolean withBulletin) throws IOException {
    catchUp();
    Optional<Announcement> bulletin = Optional.empty();
    if (hasEnded()) {
      return bulletin;
    }
    if ((withBulletin || isClosed()) && hasNews()) {
      append(mark(Optional.empty()));
      BulletinStatement draft = publication.draft();
      publication.pages(draft);
      AreaCount total = publication.fold().contest(0).total();
      bulletin = Optional.of(new Announcement(draft, total.stationsInTotals(), total.stations()));
      append(draft);
    }
    List<LogFile> kept = Manifest.keptPartials(publication.publishedSizes());
    byte[] manifest = manifest(kept);
    TimeMark mark = mark(Optional.of(Hash.sha256(manifest)));
    Answer.Accepted<Refusal> marked = append(mark);
    long size = marked.index() + 1;
    if (size == publication.publishedSizes().getLast()) {
      // Otherwise a mark of this second binds the same manifest: published, and more since.
      write(size, manifest, kept);
    }
    lastMark = mark.seconds();
    return bulletin;
  }

  /// Whether there is anything to publish: entries beyond the last publication, news for a bulletin
  /// that is due, or a minute passed while the log is open.
  boolean isDue(boolean withBulletin) {
    List<Long> sizes = publication.publishedSizes();
    return sizes.isEmpty()
        || sequencer.size() > sizes.getLast()
        || ((withBulletin || isClosed()) && hasNews())
        || (!isClosed() && clock.instant().getEpochSecond() - lastMark >= MARK_SECONDS);
  }

  /// Whether an entry that says anything about the election came after those the newest bulletin
  /// covers: also one that came between them and the bulletin itself.
  private boolean hasNews() {
    return lastNews >= publication.newest().map(BulletinStatement::logSize).orElse(0L);
  }

  private boolean hasEnded() {
    return publication.fold().register().hasEnded();
  }

  private boolean isClosed() {
    return publication.fold().register().phase() == Phase.LOG_CLOSED;
  }

  private TimeMark mark(Optional<Hash> manifest) {
    return new TimeMark(clock.instant().getEpochSecond(), manifest);
  }

  /// Logs a statement of the operator and applies everything up to it.
  private Answer.Accepted<Refusal> append(Statement statement) throws IOException {
    Sign1 envelope = statement.sign(election, operator);
    var answer = new CompletableFuture<Answer<Refusal>>();
    var submission = new Submission(envelope, statement);
    Hash leaf = Merkle.leaf(envelope.bytes());
    while (!sequencer.submit(envelope.bytes(), leaf, submission, answer::complete)) {
      // The queue is full of records; the operator's statement waits its turn behind them.
      pause();
    }
    return switch (answer.join()) {
      case Answer.Accepted<Refusal> accepted -> {
        catchUp();
        yield accepted;
      }
      case Answer.Refused<Refusal>(Refusal refusal) ->
          throw new IOException("the log refuses the operator's statement: " + refusal.detail());
    };
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while publishing", e);
    }
  }

  private void catchUp() throws IOException {
    journal.replay(publication.fold().size(), this::apply);
  }

  private void apply(long index, byte[] entry) throws IOException {
    try {
      Sign1 envelope = Sign1.decode(entry);
      Statement statement = Statement.decode(envelope);
      Optional<String> fault = publication.apply(envelope, statement).fault();
      if (fault.isPresent()) {
        throw new IOException("entry %d: %s".formatted(index, fault.get()));
      }
      if (statement.kind() != Kind.TIME_MARK && statement.kind() != Kind.BULLETIN) {
        lastNews = index;
      }
    } catch (MalformedException e) {
      throw new IOException("entry %d of the journal: %s".formatted(index, e.getMessage()), e);
    }
    tail.add(entry);
    if (replaying) {
      trimTail();
    }
  }

  private long publishedBefore() {
    List<Long> sizes = publication.publishedSizes();
    return sizes.size() < 2 ? 0 : sizes.get(sizes.size() - 2);
  }

  private void trimTail() {
    long start = publishedBefore() / LogFile.FULL * LogFile.FULL;
    if (start > tailStart) {
      tail.subList(0, (int) (start - tailStart)).clear();
      tailStart = start;
    }
  }

  private byte[] content(LogFile file) {
    return switch (file) {
      case Tile(int level, long n, int width) -> sequencer.read(tree -> tree.tile(level, n, width));
      case EntryBundle(long n, int width) -> {
        int from = (int) (n * LogFile.FULL - tailStart);
        yield EntryBundle.encode(tail.subList(from, from + width));
      }
    };
  }

  private SignedNote checkpoint(long size) {
    Hash root = sequencer.read(tree -> tree.root(size));
    return log.sign(new Checkpoint(log.verifier().name(), size, root).body());
  }

  private void write(long size, byte[] manifest, List<LogFile> kept) throws IOException {
    begin(size);
    for (var file : pending.entrySet()) {
      if (!isMutable(file.getKey())) {
        directory.write(file.getKey(), file.getValue());
      }
    }
    long before = publishedBefore();
    for (LogFile file : LogFile.of(size).filter(file -> file.end() > before).toList()) {
      directory.write(file.path(), content(file));
    }
    for (LogFile file : kept) {
      directory.write(file.path(), content(file));
    }
    for (var file : pending.entrySet()) {
      if (isMutable(file.getKey())) {
        directory.write(file.getKey(), file.getValue());
      }
    }
    pending.clear();
    directory.write(Publication.MANIFEST, manifest);
    var onDisk = new HashSet<LogFile>(kept);
    onDisk.addAll(LogFile.partials(size));
    for (LogFile file : partialsOnDisk) {
      if (!onDisk.contains(file)) {
        directory.delete(file.path());
      }
    }
    partialsOnDisk = onDisk;
    commit();
    trimTail();
  }

  /// Asks the witnesses first: what they see may be ahead of what is published, never behind.
  private void begin(long size) throws IOException {
    SignedNote note = checkpoint(size);
    if (cosigning.isEmpty()) {
      directory.begin(note.bytes());
      return;
    }
    Cosigning.Cosigned cosigned = cosigning.get().ask(note, size);
    witnessing = Optional.of(cosigned.state());
    directory.begin(cosigned.checkpoint().bytes());
  }

  private void commit() throws IOException {
    if (witnessing.isPresent()) {
      directory.write(Witnessing.PATH, witnessing.get().json());
    } else {
      directory.delete(Witnessing.PATH);
    }
    directory.commit();
  }

  /// What the witnesses said to the newest checkpoint; empty if there are none to be asked.
  Optional<Witnessing> witnessing() {
    return witnessing;
  }

  /// Asks the witnesses for the published checkpoint once more if their quorum is missing: when
  /// nothing new arrives, no other checkpoint would make up for it.
  void askAgain() throws IOException {
    if (cosigning.isEmpty() || witnessing.isEmpty() || witnessing.get().hasQuorum()) {
      return;
    }
    long size = witnessing.get().size();
    Cosigning.Cosigned cosigned = cosigning.get().ask(checkpoint(size), size);
    if (!cosigned.state().equals(witnessing.get())) {
      witnessing = Optional.of(cosigned.state());
      directory.begin(cosigned.checkpoint().bytes());
      commit();
    }
  }
}
