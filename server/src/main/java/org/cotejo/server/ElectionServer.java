package org.cotejo.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;
import org.cotejo.log.Answer;
import org.cotejo.log.DiskStorage;
import org.cotejo.log.Journal;
import org.cotejo.log.JournalInUseException;
import org.cotejo.log.LogDirectory;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.Sequencer;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Register;
import org.cotejo.publication.Publication;
import org.cotejo.publication.SiteProgram;
import org.cotejo.publication.Witnessing;
import org.cotejo.server.gate.LowPriority;

/// Intake, sequencer and publisher of one election in one process, over one [ElectionDirectory].
/// Starting again on the same directory goes on where the journal ends.
public final class ElectionServer implements AutoCloseable {
  private static final Duration JOURNAL_PATIENCE = Duration.ofSeconds(60);
  private static final long LOOK_NANOS = 2_000_000;

  /// What observers of the process, not of the log, are told.
  public interface Listener {
    /// A bulletin was published. Called on the publisher's thread: it must be quick.
    void published(Announcement bulletin);

    /// The witnesses' quorum is there or is missing, and it was not so before. Called like
    /// `published`.
    default void witnessed(Witnessing state) {}

    /// Something about settings that an operator should know, in one line.
    default void noticed(String line) {}

    /// A successor has taken the listening sockets: close the server.
    default void succeeded() {}

    /// The process can no longer promise what it acknowledged, and must stop at once.
    void failed(Exception cause);
  }

  private final Journal journal;
  private final Sequencer<Submission, Refusal> sequencer;
  private final FrontDoor front;
  private final Site site;
  private final Console console;
  private final Publisher publisher;
  private final Thread publishing;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ServerSettings settings;
  private final Listener listener;
  private final Optional<Cosigning> cosigning;
  private final Optional<Handover> handover;
  private volatile boolean isSucceeded;

  /// Recovers the journal, checks that what was published follows from it, and starts to listen.
  ///
  /// @param clock read for time-marks alone
  /// @throws IOException if the directory, the journal or an address cannot be used; says which and
  ///   what to do
  public static ElectionServer start(
      ElectionDirectory directory, ServerSettings settings, InstantSource clock, Listener listener)
      throws IOException {
    return new ElectionServer(directory, settings, clock, listener, Optional.empty());
  }

  /// The same with witnesses, who are asked before each checkpoint is published.
  public static ElectionServer start(
      ElectionDirectory directory,
      ServerSettings settings,
      InstantSource clock,
      Listener listener,
      Witnesses witnesses)
      throws IOException {
    return new ElectionServer(directory, settings, clock, listener, Optional.of(witnesses));
  }

  private ElectionServer(
      ElectionDirectory directory,
      ServerSettings settings,
      InstantSource clock,
      Listener listener,
      Optional<Witnesses> witnesses)
      throws IOException {
    this.settings = settings;
    this.listener = listener;
    AuthorityKeys authority = directory.authority();
    ElectionPackage election = directory.electionPackage();
    Submission founding = directory.founding();
    var statement = (ElectionStatement) founding.statement();
    SiteProgram program = directory.program(statement.site());
    List<SigningKey> logKeys = logKeys(directory);
    SigningKey operator = key(directory.operatorKey(), statement.operators());
    var published = new LogDirectory(new DiskStorage(directory.publicDirectory()));
    if (!Files.exists(directory.journal())) {
      throw new IOException(
          directory.journal()
              + " is missing: put it back from a copy; without it another log would begin under the same key");
    }
    var opened = new ArrayDeque<Closeable>();
    try {
      Optional<Handover.Listeners> inherited =
          settings.front().takesOver() ? Handover.take(directory.handover()) : Optional.empty();
      this.front =
          new FrontDoor(
              directory,
              ElectionId.of(founding.envelope().bytes()),
              election.devices().size(),
              settings,
              inherited,
              clock,
              listener);
      opened.push(front::close);
      this.journal = openJournal(directory, inherited.isPresent());
      opened.push(journal::close);
      var tree = new MerkleTree();
      var register = new Register(election, authority);
      Set<Long> bulletins = new Recovery(tree, register, founding).from(journal);
      // Before entry 0 is logged, its keys sign.
      List<VerificationKey> named =
          register.logKeys().isEmpty() ? statement.logKeys() : register.logKeys();
      List<SigningKey> inForce =
          logKeys.stream().filter(key -> named.contains(key.verificationKey())).toList();
      if (inForce.isEmpty()) {
        throw new IOException(directory.logKey() + ": the election statement names another key");
      }
      var log = new NoteSigner(statement.origin(), inForce);
      published.refuseToFork(tree, everyKey(statement, register));
      var admission = new RegisterAdmission(register, inForce);
      this.sequencer = new Sequencer<>(journal, tree, log, admission, listener::failed);
      this.sequencer.start();
      opened.push(sequencer::close);
      submitFounding(founding);
      this.cosigning = witnesses.map(asked -> new Cosigning(asked, sequencer));
      cosigning.ifPresent(asking -> opened.push(asking::close));
      this.publisher =
          new Publisher(
              journal,
              sequencer,
              log,
              operator,
              ElectionId.of(founding.envelope().bytes()),
              published,
              clock,
              cosigning,
              files ->
                  new Publication(
                      election,
                      authority,
                      program,
                      index -> sequencer.read(t -> t.leaf(index)),
                      size -> sequencer.read(t -> t.root(size)),
                      files));
      front.open(admission, sequencer, log);
      this.site =
          new Site(
              settings.addresses().site(),
              directory.publicDirectory(),
              directory.dataDirectory(),
              new DerivedFiles(sequencer, published, log)::at);
      opened.push(site::close);
      this.console =
          new OperatorsLane(front, sequencer)
              .open(
                  directory,
                  election,
                  ElectionId.of(founding.envelope().bytes()),
                  operator,
                  settings,
                  clock);
      opened.push(console::close);
      new LowPriority("keys", LowPriority.LAST)
          .newThread(() -> register.warm(() -> closing.getCount() > 0))
          .start();
      this.publishing = Thread.ofPlatform().name("publisher").unstarted(() -> run(bulletins));
      this.publishing.setUncaughtExceptionHandler((thread, problem) ->
          listener.failed(new IllegalStateException("the publisher ended", problem)));
      this.publishing.start();
      this.handover = front.awaitSuccessor(directory.handover(), this::handOver);
    } catch (IOException | RuntimeException e) {
      for (Closeable part : opened) {
        part.close();
      }
      throw e;
    }
  }

  /// @param isFreed whether another process is about to give it up
  private static Journal openJournal(ElectionDirectory directory, boolean isFreed)
      throws IOException {
    long end = System.nanoTime() + JOURNAL_PATIENCE.toNanos();
    while (true) {
      try {
        return Journal.open(directory.journal());
      } catch (JournalInUseException e) {
        if (!isFreed || System.nanoTime() > end) {
          throw e;
        }
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  /// A successor has the sockets: what came in here is committed and answered, the rest is its.
  private void handOver() {
    isSucceeded = true;
    listener.succeeded();
  }

  private static List<SigningKey> logKeys(ElectionDirectory directory) throws IOException {
    var keys = new ArrayList<SigningKey>();
    if (Files.exists(directory.logKey()) || !Files.exists(directory.nextLogKey())) {
      keys.add(KeyFile.read(directory.logKey()));
    }
    if (Files.exists(directory.nextLogKey())) {
      keys.add(KeyFile.read(directory.nextLogKey()));
    }
    return keys;
  }

  /// Whoever signed what is published: a key that is in force, or one of entry 0 that was.
  private static Set<NoteVerifier> everyKey(ElectionStatement statement, Register register) {
    return Stream.concat(statement.logKeys().stream(), register.logKeys().stream())
        .map(key -> NoteVerifier.of(statement.origin(), key))
        .collect(Collectors.toSet());
  }

  /// A key of this process, which entry 0 must have named: nobody would accept what another signs.
  private static SigningKey key(Path file, List<VerificationKey> named) throws IOException {
    SigningKey key = KeyFile.read(file);
    if (!named.contains(key.verificationKey())) {
      throw new IOException(file + ": the election statement names another key");
    }
    return key;
  }

  private void submitFounding(Submission founding) throws IOException {
    byte[] bytes = founding.envelope().bytes();
    var answer = new CompletableFuture<Answer<Refusal>>();
    if (!sequencer.submit(bytes, Merkle.leaf(bytes), founding, answer::complete)) {
      throw new IllegalStateException("the queue of a new sequencer is full");
    }
    if (answer.join() instanceof Answer.Refused<Refusal>(Refusal refusal)) {
      throw new IOException("the election cannot be opened: " + refusal.detail());
    }
  }

  private void run(Set<Long> bulletins) {
    var oldGeneration = new OldGeneration();
    try {
      publisher.restore(bulletins);
      long lastBulletin = System.nanoTime();
      var _ = publisher.publish(false);
      Optional<Boolean> hadQuorum = tellWitnessing(Optional.empty());
      boolean stop = false;
      while (!stop) {
        stop = closing.await(settings.publish().toMillis(), TimeUnit.MILLISECONDS);
        boolean due = System.nanoTime() - lastBulletin >= settings.bulletin().toNanos();
        if (stop && isSucceeded) {
          // The successor publishes; it must not wait for it.
          return;
        }
        if (stop || publisher.isDue(due)) {
          Optional<Announcement> bulletin = publisher.publish(stop || due);
          lastBulletin = bulletin.isPresent() ? System.nanoTime() : lastBulletin;
          bulletin.ifPresent(listener::published);
        } else {
          publisher.askAgain();
        }
        hadQuorum = tellWitnessing(hadQuorum);
        oldGeneration.tidy();
      }
    } catch (IOException | RuntimeException e) {
      listener.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Boolean> tellWitnessing(Optional<Boolean> before) {
    Optional<Boolean> now = publisher.witnessing().map(Witnessing::hasQuorum);
    if (!now.equals(before)) {
      publisher.witnessing().ifPresent(listener::witnessed);
    }
    return now;
  }

  /// Where stations hand statements in, with their tickets.
  public InetSocketAddress intakeAddress() {
    return front.stationsAddress();
  }

  /// Why the kernel does not help to refuse networks, if it does not.
  public Optional<String> kernelProblem() {
    return front.kernelProblem();
  }

  /// Where statements are handed in without a ticket.
  public InetSocketAddress openAddress() {
    return front.openAddress();
  }

  /// Where operators ask and are answered.
  public InetSocketAddress operatorsAddress() {
    return console.address();
  }

  public InetSocketAddress siteAddress() {
    return site.address();
  }

  /// Bytes after the last whole entry that recovery cut from the journal: what a stop in the middle
  /// of a write leaves. Usually 0.
  public long cutBytes() {
    return journal.cutBytes();
  }

  /// Entries that are durable.
  public long size() {
    return sequencer.size();
  }

  /// Stops taking statements, commits those taken, publishes a last bulletin, then ends.
  @Override
  public void close() throws IOException {
    if (handover.isPresent()) {
      handover.get().close();
    }
    console.close();
    front.close();
    closing.countDown();
    try {
      publishing.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cosigning.ifPresent(Cosigning::close);
    sequencer.close();
    site.close();
    journal.close();
  }

  /// Whether a directory holds an election.
  public static boolean isFounded(ElectionDirectory directory) {
    return Files.exists(directory.electionStatement());
  }
}
