package org.cotejo.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Journal;
import org.cotejo.log.MerkleTree;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.Register;
import org.cotejo.model.Standing;
import org.jspecify.annotations.Nullable;

/// Makes tree and register again from a journal, after a start. One thread reads and decodes, the
/// caller's does the rest: after a take-over senders wait for this.
final class Recovery {
  private static final int ENTRIES_TOGETHER = 1024;
  private static final int AHEAD = 8;

  private final MerkleTree tree;
  private final Register register;
  private final Submission founding;
  private final Set<Long> bulletins = new HashSet<>();

  /// @param tree empty
  /// @param register of an election that has not begun
  /// @param founding what entry 0 has to be, if there is one
  Recovery(MerkleTree tree, Register register, Submission founding) {
    this.tree = tree;
    this.register = register;
    this.founding = founding;
  }

  /// An entry as it was read. What cannot be decoded is told when its turn comes.
  private static final class Entry {
    final byte[] bytes;
    @Nullable Submission read;
    String wrong = "";

    Entry(byte[] bytes) {
      this.bytes = bytes;
      try {
        read = Submission.decode(bytes);
      } catch (MalformedException e) {
        wrong = String.valueOf(e.getMessage());
      }
    }
  }

  /// What the reading thread hands over: entries, and at the end how it ended.
  private sealed interface Handed {
    record Entries(List<Entry> entries) implements Handed {}

    record End(@Nullable IOException failure) implements Handed {}
  }

  /// Reads the journal to its end.
  ///
  /// @return the sizes that bulletins in the journal cover
  /// @throws IOException if it cannot be read, or has an entry that was never permitted
  Set<Long> from(Journal journal) throws IOException {
    var handed = new ArrayBlockingQueue<Handed>(AHEAD);
    Thread reader =
        Thread.ofPlatform().daemon().name("recovery").start(() -> read(journal, handed));
    try {
      long index = 0;
      while (true) {
        switch (handed.take()) {
          case Handed.Entries(List<Entry> entries) -> {
            for (Entry entry : entries) {
              apply(index++, entry);
            }
          }
          case Handed.End(IOException failure) -> {
            if (failure != null) {
              throw failure;
            }
            return bulletins;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while reading the journal", e);
    } finally {
      reader.interrupt();
    }
  }

  private static void read(Journal journal, BlockingQueue<Handed> handed) {
    try {
      Handed.End end = readAll(journal, handed);
      handed.put(end);
    } catch (InterruptedException e) {
      // Nobody listens any more.
      Thread.currentThread().interrupt();
    }
  }

  private static Handed.End readAll(Journal journal, BlockingQueue<Handed> handed)
      throws InterruptedException {
    var together = new ArrayList<Entry>(ENTRIES_TOGETHER);
    try {
      journal.replay((index, bytes) -> {
        together.add(new Entry(bytes));
        if (together.size() == ENTRIES_TOGETHER) {
          hand(together, handed);
        }
      });
      hand(together, handed);
      return new Handed.End(null);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return new Handed.End(e);
    } catch (RuntimeException e) {
      return new Handed.End(new IOException("a bug in reading the journal", e));
    }
  }

  private static void hand(List<Entry> together, BlockingQueue<Handed> handed) throws IOException {
    try {
      handed.put(new Handed.Entries(List.copyOf(together)));
      together.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("nobody listens any more", e);
    }
  }

  private void apply(long index, Entry entry) throws IOException {
    if (index == 0 && !Arrays.equals(entry.bytes, founding.envelope().bytes())) {
      throw new IOException("the journal belongs to another election statement");
    }
    Submission read = entry.read;
    if (read == null) {
      throw wrong(index, entry.wrong);
    }
    Standing standing = register.judge(read.envelope(), read.statement());
    if (standing instanceof Standing.NotPermitted(String reason)) {
      // It was permitted when it was logged, so package or trust file are not those of then.
      throw wrong(index, reason);
    }
    register.apply(read.envelope(), read.statement(), standing);
    if (read.statement() instanceof BulletinStatement bulletin) {
      bulletins.add(bulletin.logSize());
    }
    tree.append(entry.bytes);
  }

  private static IOException wrong(long index, String reason) {
    return new IOException("entry " + index + " of the journal: " + reason);
  }
}
