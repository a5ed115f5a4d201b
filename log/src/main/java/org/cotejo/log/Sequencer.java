package org.cotejo.log;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
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
  /// From the start of one group to that of the next, if many hand in.
  private static final long GATHER_NANOS = 2_000_000;

  private final Journal journal;
  private final MerkleTree tree;
  private final NoteSigner signer;
  private final String origin;
  private final Admission<T, R> admission;
  private final Consumer<Exception> halt;
  private final Backlog<Submission<T, R>> backlog = new Backlog<>();
  private final Pace pace = new Pace();
  private final Lock lock = new ReentrantLock();
  private final Thread thread;
  private volatile Signed committed;

  /// The newest checkpoint of the committed log; signed for receipts, not published.
  private record Signed(long size, SignedNote note) {}

  private static final class Submission<T, R> {
    final byte[] entry;
    final Hash leaf;
    final T about;
    final Executor answerer;
    final Consumer<Answer<R>> answer;

    Submission(byte[] entry, Hash leaf, T about, Executor answerer, Consumer<Answer<R>> answer) {
      this.entry = entry;
      this.leaf = leaf;
      this.about = about;
      this.answerer = answerer;
      this.answer = answer;
    }
  }

  /// What was decided about a submission.
  private sealed interface Decided<R> {}

  private record Ordered<R>(long index, boolean isNew) implements Decided<R> {}

  private record Refused<R>(R reason) implements Decided<R> {}

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

  /// Hands an entry in before those that wait with [Priority#LAST], to be answered on the
  /// sequencer's thread: the answer must be taken quickly.
  ///
  /// @return false if too many wait or the sequencer is closing
  public boolean submit(byte[] entry, Hash leaf, T about, Consumer<Answer<R>> answer) {
    return submit(entry, leaf, about, Priority.FIRST, answer);
  }

  /// Hands an entry in, to be answered on the sequencer's thread: the answer must be taken quickly.
  ///
  /// @return false if too many of this priority wait or the sequencer is closing
  public boolean submit(
      byte[] entry, Hash leaf, T about, Priority priority, Consumer<Answer<R>> answer) {
    return submit(entry, leaf, about, priority, Runnable::run, answer);
  }

  /// Hands an entry in; never blocks.
  ///
  /// @param answerer runs the answers of a group, all that name it at once: it is woken once. If it
  ///   takes nothing any more, nobody is left to hear the answers
  /// @param answer called exactly once if this returns true, the process lives and the answerer
  ///   runs it; it must not throw, or those after it in the group are not called
  /// @return false if too many of this priority wait or the sequencer is closing
  public boolean submit(
      byte[] entry,
      Hash leaf,
      T about,
      Priority priority,
      Executor answerer,
      Consumer<Answer<R>> answer) {
    return backlog.offer(new Submission<>(entry, leaf, about, answerer, answer), priority);
  }

  /// How many of this priority wait.
  public int waiting(Priority priority) {
    return backlog.size(priority);
  }

  /// Share of this priority's queue that is in use, 0 to 1.
  public double load(Priority priority) {
    return (double) waiting(priority) / Backlog.capacity(priority);
  }

  /// How long what waits before a new entry of this priority will take, at the pace of late.
  public Duration expectedWait(Priority priority) {
    int before =
        switch (priority) {
          case FIRST -> waiting(Priority.FIRST);
          case LAST -> waiting(Priority.FIRST) + waiting(Priority.LAST);
        };
    return pace.toServe(before, System.nanoTime());
  }

  /// What an entry took of late while others waited; zero before the first.
  public Duration perEntry() {
    return pace.perEntry();
  }

  /// The answer for an entry the committed log holds, without queueing.
  public Optional<Answer.Accepted<R>> held(Hash leaf) {
    Signed signed = committed;
    return locked(() -> {
      OptionalLong index = tree.indexOf(leaf);
      return index.isEmpty() || index.getAsLong() >= signed.size()
          ? Optional.<Answer.Accepted<R>>empty()
          : Optional.of(
              accepted(
                  index.getAsLong(),
                  false,
                  tree.inclusion(index.getAsLong(), signed.size()),
                  signed));
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
        long began = System.nanoTime();
        pace.begin(began);
        commit(group);
        if (group.size() > 1) {
          gather(began);
        }
        pace.end(System.nanoTime(), group.size());
      }
    } catch (IOException | RuntimeException | Error e) {
      halt.accept(e instanceof Exception cause ? cause : new IllegalStateException(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Leaves some time between groups while many hand in: each group costs a force of the disk and a
  /// signature, whatever its size. One sender, who waits for his answer, does not wait for others.
  private static void gather(long began) {
    long left = began + GATHER_NANOS - System.nanoTime();
    if (left > 0) {
      LockSupport.parkNanos(left);
    }
  }

  /// Commits what is queued on the caller's thread: the thread is not started then.
  void commitQueued() throws IOException {
    for (var group = backlog.poll(); !group.isEmpty(); group = backlog.poll()) {
      commit(group);
    }
  }

  private void commit(List<Submission<T, R>> group) throws IOException {
    var entries = new ArrayList<byte[]>(group.size());
    List<Decided<R>> decided =
        locked(() -> group.stream().map(submission -> order(submission, entries)).toList());
    if (!entries.isEmpty()) {
      long first = journal.append(entries);
      if (first + entries.size() != tree.size()) {
        throw new IllegalStateException("the journal and the tree disagree about the size");
      }
      readBack(first);
      committed = sign();
    }
    List<Answer<R>> answers = locked(() -> answers(decided, committed));
    hand(group, answers);
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
  private Decided<R> order(Submission<T, R> submission, List<byte[]> entries) {
    OptionalLong known = tree.indexOf(submission.leaf);
    if (known.isPresent()) {
      return new Ordered<>(known.getAsLong(), false);
    }
    Optional<R> refusal = admission.admit(tree.size(), submission.entry, submission.about);
    if (refusal.isPresent()) {
      return new Refused<>(refusal.get());
    }
    entries.add(submission.entry);
    return new Ordered<>(tree.append(submission.leaf), true);
  }

  private Signed sign() {
    Checkpoint checkpoint = locked(() -> new Checkpoint(origin, tree.size(), tree.root()));
    return new Signed(checkpoint.size(), signer.sign(checkpoint.body()));
  }

  private List<Answer<R>> answers(List<Decided<R>> decided, Signed signed) {
    InclusionPaths paths = tree.inclusions(signed.size());
    var answers = new ArrayList<Answer<R>>(decided.size());
    for (Decided<R> decision : decided) {
      answers.add(
          switch (decision) {
            case Refused<R>(R reason) -> new Answer.Refused<>(reason);
            case Ordered<R>(long index, boolean isNew) ->
                accepted(index, isNew, paths.of(index), signed);
          });
    }
    return answers;
  }

  private static <R> Answer.Accepted<R> accepted(
      long index, boolean isNew, List<Hash> path, Signed signed) {
    return new Answer.Accepted<>(index, isNew, new TlogProof(index, path, signed.note()));
  }

  private static <T, R> void hand(List<Submission<T, R>> group, List<Answer<R>> answers) {
    var byAnswerer = new LinkedHashMap<Executor, List<Runnable>>();
    for (int i = 0; i < group.size(); i++) {
      Consumer<Answer<R>> taker = group.get(i).answer;
      Answer<R> answer = answers.get(i);
      byAnswerer
          .computeIfAbsent(group.get(i).answerer, a -> new ArrayList<>())
          .add(() -> taker.accept(answer));
    }
    byAnswerer.forEach((answerer, calls) -> {
      try {
        answerer.execute(() -> calls.forEach(Runnable::run));
      } catch (RejectedExecutionException e) {
        // It has ended. Whoever asks again is told the same index.
        return;
      }
    });
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
