package org.cotejo.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotejo.cose.Hash;

/// The one writer of a log: puts entries in order, removes duplicates, commits them in groups and
/// answers each with a receipt.
///
/// A group is: admit each entry in order, append it to the tree, write and fsync the journal once,
/// read it back and compare, sign one checkpoint, answer everybody. Nothing is answered before the
/// fsync returned. If the journal fails, what is on disk is unknown: `halt` runs, nobody is
/// answered, and recovery decides.
///
/// @param <T> what a submitter knows about its entry
/// @param <R> why the admission refuses
public final class Sequencer<T, R> implements AutoCloseable {
  private final Journal journal;
  private final MerkleTree tree;
  private final NoteSigner signer;
  private final String origin;
  private final Admission<T, R> admission;
  private final Consumer<Exception> halt;
  private final Backlog<Submission<T, R>> backlog = new Backlog<>();
  private final Lock lock = new ReentrantLock();
  private final Thread thread;
  private volatile Signed committed;

  /// The newest checkpoint of the committed log; signed for receipts, not published.
  private record Signed(long size, SignedNote note) {}

  private static final class Submission<T, R> {
    final byte[] entry;
    final Hash leaf;
    final T about;
    final Consumer<Answer<R>> answer;

    Submission(byte[] entry, Hash leaf, T about, Consumer<Answer<R>> answer) {
      this.entry = entry;
      this.leaf = leaf;
      this.about = about;
      this.answer = answer;
    }
  }

  private record Ordered<T, R>(Submission<T, R> submission, long index, boolean isNew) {}

  /// @param journal open and replayed into `tree`
  /// @param tree the tree of everything in the journal
  /// @param signer the log's key; its name is the origin
  /// @param halt must not return: the process can no longer say what is durable
  public Sequencer(
      Journal journal,
      MerkleTree tree,
      NoteSigner signer,
      Admission<T, R> admission,
      Consumer<Exception> halt) {
    this.journal = journal;
    this.tree = tree;
    this.signer = signer;
    this.origin = signer.verifier().name();
    this.admission = admission;
    this.halt = halt;
    this.committed = sign();
    this.thread = Thread.ofPlatform().name("sequencer").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// Hands an entry in before those that wait with [Priority#LAST].
  ///
  /// @return false if too many wait or the sequencer is closing
  public boolean submit(byte[] entry, Hash leaf, T about, Consumer<Answer<R>> answer) {
    return submit(entry, leaf, about, Priority.FIRST, answer);
  }

  /// Hands an entry in; never blocks.
  ///
  /// @param answer called exactly once if this returns true and the process lives, on the
  ///   sequencer's thread: it must be quick
  /// @return false if too many of this priority wait or the sequencer is closing
  public boolean submit(
      byte[] entry, Hash leaf, T about, Priority priority, Consumer<Answer<R>> answer) {
    return backlog.offer(new Submission<>(entry, leaf, about, answer), priority);
  }

  /// How many of this priority wait.
  public int waiting(Priority priority) {
    return backlog.size(priority);
  }

  /// Share of this priority's queue that is in use, 0 to 1.
  public double load(Priority priority) {
    return (double) waiting(priority) / Backlog.capacity(priority);
  }

  /// The answer for an entry the committed log holds, without queueing.
  public Optional<Answer.Accepted<R>> held(Hash leaf) {
    Signed signed = committed;
    return locked(() -> {
      OptionalLong index = tree.indexOf(leaf);
      return index.isEmpty() || index.getAsLong() >= signed.size()
          ? Optional.<Answer.Accepted<R>>empty()
          : Optional.of(accepted(index.getAsLong(), false, signed));
    });
  }

  /// Entries that are durable.
  public long size() {
    return committed.size();
  }

  /// Reads the tree while nobody else uses it. Only sizes up to [#size] are committed.
  public <V> V read(Function<MerkleTree, V> reader) {
    return locked(() -> reader.apply(tree));
  }

  /// The tree is one thread's at a time, readers included: they share its digest.
  private <V> V locked(Supplier<V> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      for (var group = backlog.take(); !group.isEmpty(); group = backlog.take()) {
        commit(group);
      }
    } catch (IOException | RuntimeException | Error e) {
      halt.accept(e instanceof Exception cause ? cause : new IllegalStateException(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Commits what is queued on the caller's thread: the thread is not started then.
  void commitQueued() throws IOException {
    for (var group = backlog.poll(); !group.isEmpty(); group = backlog.poll()) {
      commit(group);
    }
  }

  private void commit(List<Submission<T, R>> group) throws IOException {
    var ordered = new ArrayList<Ordered<T, R>>(group.size());
    var entries = new ArrayList<byte[]>(group.size());
    locked(() -> {
      group.forEach(submission -> order(submission, ordered, entries));
      return ordered;
    });
    if (!entries.isEmpty()) {
      long first = journal.append(entries);
      if (first + entries.size() != tree.size()) {
        throw new IllegalStateException("the journal and the tree disagree about the size");
      }
      readBack(first);
      committed = locked(this::sign);
    }
    Signed signed = committed;
    for (Ordered<T, R> entry : ordered) {
      Answer<R> answer = locked(() -> accepted(entry.index(), entry.isNew(), signed));
      entry.submission().answer.accept(answer);
    }
  }

  /// What is signed is what is on disk: a bit that flipped on the way there would be signed for
  /// good otherwise, and no entry would fit its leaf.
  private void readBack(long first) throws IOException {
    var hasher = new MerkleHasher();
    journal.replay(
        first,
        (index, entry) -> {
          if (!hasher.leaf(entry).equals(tree.leaf(index))) {
            throw new IOException("entry " + index + " is not on disk as it was handed in");
          }
        });
  }

  /// The tree runs ahead of the journal by one group; nothing above [#size] is ever shown, and if
  /// the journal fails the process stops.
  private void order(
      Submission<T, R> submission, List<Ordered<T, R>> ordered, List<byte[]> entries) {
    OptionalLong known = tree.indexOf(submission.leaf);
    if (known.isPresent()) {
      ordered.add(new Ordered<>(submission, known.getAsLong(), false));
      return;
    }
    Optional<R> refusal = admission.admit(tree.size(), submission.entry, submission.about);
    if (refusal.isPresent()) {
      submission.answer.accept(new Answer.Refused<>(refusal.get()));
      return;
    }
    ordered.add(new Ordered<>(submission, tree.append(submission.leaf), true));
    entries.add(submission.entry);
  }

  private Signed sign() {
    var checkpoint = new Checkpoint(origin, tree.size(), tree.root());
    return new Signed(tree.size(), signer.sign(checkpoint.body()));
  }

  private Answer.Accepted<R> accepted(long index, boolean isNew, Signed signed) {
    List<Hash> path = tree.inclusion(index, signed.size());
    return new Answer.Accepted<>(index, isNew, new TlogProof(index, path, signed.note()));
  }

  /// Commits what is queued, then stops. What is handed in afterwards is not taken.
  @Override
  public void close() {
    backlog.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
