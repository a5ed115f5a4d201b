package org.cotejo.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.SimulatedDisk.Crash;
import org.cotejo.log.SimulatedDisk.Fault;

/// A log that lives several times, each life but the last ended by a fault at a step of its own,
/// and everybody who was ever promised something by it. A broken promise is an [AssertionError].
///
/// The promises: an acknowledged entry is at its index, with its bytes, for good; every state that
/// was ever signed and shown is a prefix of every later one, and one size has one root; the
/// published files are whole at every moment; and a log that only crashed starts again.
final class CrashRun {
  static final NoteSigner LOG =
      new NoteSigner("log.example", SigningKey.fromSeed(Algorithm.ED25519, new byte[32]));
  private static final List<Fault> FAULTS = List.of(Fault.values());
  static final String JOURNAL = "private/journal";
  private static final String PUBLIC = "public/";

  private final Random random;
  private final SimulatedDisk disk;
  private final Mutant mutant;
  private final Storage storage;

  private record Acknowledged(long index, Hash leaf) {}

  private final List<Acknowledged> acknowledged = new ArrayList<>();
  private final Map<Long, Hash> shown = new HashMap<>();
  private final List<byte[]> sent = new ArrayList<>();

  CrashRun(long seed, Mutant mutant) {
    this.random = new Random(seed);
    this.disk = new SimulatedDisk(random);
    this.mutant = mutant;
    this.storage = mutant.on(disk);
  }

  /// Several lives that end at random steps, and a last one in peace.
  CrashRun atRandom() {
    int lives = 2 + random.nextInt(4);
    for (int life = 0; life < lives; life++) {
      Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
      live(fault, random.nextInt(60), 12);
    }
    return inPeace();
  }

  /// One life that ends at this step, and one in peace.
  CrashRun at(Fault fault, long step, int rounds) {
    live(fault, step, rounds);
    return inPeace();
  }

  CrashRun inPeace() {
    live(Fault.KILL, Long.MAX_VALUE, 3);
    return this;
  }

  long steps() {
    return disk.steps();
  }

  SimulatedDisk disk() {
    return disk;
  }

  private void live(Fault fault, long step, int rounds) {
    disk.plan(fault, step);
    try (Life alive = new Life()) {
      for (int round = 0; round < rounds; round++) {
        if (random.nextInt(3) > 0) {
          alive.take(1 + random.nextInt(random.nextInt(4) == 0 ? 300 : 20));
        } else {
          alive.publish();
        }
      }
    } catch (Crash e) {
      // What a crash is.
    } catch (IOException | IllegalStateException e) {
      if (step == Long.MAX_VALUE) {
        throw new AssertionError("a log that only crashed does not go on", e);
      }
    }
    disk.plan(Fault.KILL, Long.MAX_VALUE);
    readPublished();
    disk.restart(fault == Fault.POWER_CUT || random.nextInt(3) == 0);
  }

  /// What a server does from its start to its end, on one thread.
  private final class Life implements AutoCloseable {
    final Journal journal;
    final MerkleTree tree = new MerkleTree();
    final List<byte[]> entries = new ArrayList<>();
    final LogDirectory directory = published(storage);
    final Sequencer<String, String> sequencer;
    long published;

    Life() throws IOException {
      this.journal = Journal.open(storage, JOURNAL);
      journal.replay((index, entry) -> {
        tree.append(entry);
        entries.add(entry);
      });
      checkPromises(tree);
      try {
        directory.refuseToFork(tree, Set.of(LOG.verifier()));
      } catch (IOException e) {
        throw new AssertionError("a log that only crashed does not start", e);
      }
      this.sequencer =
          new Sequencer<>(
              journal,
              tree,
              LOG,
              (index, entry, about) -> Optional.empty(),
              cause -> {
                throw new IllegalStateException(cause);
              });
      publish();
      directory.sweep(new HashSet<>(LogFile.partials(published)));
    }

    void take(int count) throws IOException {
      var batch = new ArrayList<byte[]>();
      for (int n = 0; n < count; n++) {
        byte[] entry = random.nextInt(8) == 0 && !sent.isEmpty() ? again() : fresh();
        batch.add(entry);
        sent.add(entry);
        Hash leaf = Merkle.leaf(entry);
        if (!sequencer.submit(entry, leaf, "", answer -> hear(leaf, answer))) {
          throw new AssertionError("the queue is full");
        }
      }
      sequencer.commitQueued();
      for (byte[] entry : batch) {
        if (sequencer.read(t -> t.indexOf(Merkle.leaf(entry)).orElseThrow()) == entries.size()) {
          entries.add(entry);
        }
      }
    }

    private byte[] fresh() {
      var entry = new byte[4 + random.nextInt(80)];
      random.nextBytes(entry);
      return ByteBuffer.wrap(entry).putInt(0, sent.size()).array();
    }

    private byte[] again() {
      return sent.get(random.nextInt(sent.size()));
    }

    void publish() throws IOException {
      long size = sequencer.size();
      Hash root = sequencer.read(t -> t.root(size));
      directory.begin(LOG.sign(new Checkpoint("log.example", size, root).body()).bytes());
      for (LogFile file : LogFile.of(size).toList()) {
        directory.write(file.path(), mutant.content(file, content(file)));
      }
      show(size, root);
      directory.commit();
      var left = new HashSet<>(LogFile.partials(published));
      LogFile.partials(size).forEach(left::remove);
      for (LogFile file : left) {
        directory.delete(file.path());
      }
      published = size;
    }

    private byte[] content(LogFile file) {
      return switch (file) {
        case Tile(int level, long n, int width) -> sequencer.read(t -> t.tile(level, n, width));
        case EntryBundle(long n, int width) -> {
          int from = (int) n * LogFile.FULL;
          yield EntryBundle.encode(entries.subList(from, from + width));
        }
      };
    }

    @Override
    public void close() {
      // A process that ends does not tidy up.
    }
  }

  private void hear(Hash leaf, Answer<String> answer) {
    if (!(answer
        instanceof Answer.Accepted<String>(long index, boolean isNew, TlogProof receipt))) {
      throw new AssertionError("refused: " + answer);
    }
    try {
      receipt.verify(leaf, "log.example", Set.of(LOG.verifier()));
      Checkpoint checkpoint = Checkpoint.parse(receipt.checkpoint().text());
      acknowledged.add(new Acknowledged(index, leaf));
      show(checkpoint.size(), checkpoint.root());
    } catch (MalformedException e) {
      throw new AssertionError("a receipt that does not verify", e);
    }
  }

  private void show(long size, Hash root) {
    Hash before = shown.putIfAbsent(size, root);
    if (before != null && !before.equals(root)) {
      throw new AssertionError("two roots of size " + size);
    }
  }

  private void checkPromises(MerkleTree tree) {
    for (Acknowledged entry : acknowledged) {
      if (entry.index() >= tree.size() || !tree.leaf(entry.index()).equals(entry.leaf())) {
        throw new AssertionError("acknowledged and lost: entry " + entry.index());
      }
    }
    shown.forEach((size, root) -> {
      if (size > tree.size() || !tree.root(size).equals(root)) {
        throw new AssertionError("a state that was shown is no prefix: size " + size);
      }
    });
  }

  /// A reader who knows the log's key and nothing else, at any moment.
  private void readPublished() {
    try {
      if (!disk.exists(PUBLIC + LogDirectory.CHECKPOINT)) {
        return;
      }
      SignedNote note = SignedNote.parse(disk.read(PUBLIC + LogDirectory.CHECKPOINT));
      note.verify(Set.of(LOG.verifier()));
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      show(checkpoint.size(), checkpoint.root());
      var tree = new MerkleTree();
      for (LogFile file : LogFile.of(checkpoint.size()).toList()) {
        byte[] content = disk.read(PUBLIC + file.path());
        switch (file) {
          case EntryBundle(long n, int width) ->
              EntryBundle.decode(content, width).forEach(tree::append);
          case Tile(int level, long n, int width) -> {
            if (!Arrays.equals(content, tree.tile(level, n, width))) {
              throw new AssertionError("published, and not what the entries give: " + file.path());
            }
          }
        }
      }
      if (!tree.root().equals(checkpoint.root())) {
        throw new AssertionError("the published entries do not have the published root");
      }
    } catch (MalformedException | IOException e) {
      throw new AssertionError("the publication is not whole", e);
    }
  }

  static LogDirectory published(Storage storage) {
    return new LogDirectory(new Below(storage));
  }

  /// The published part of a storage.
  private record Below(Storage storage) implements Storage {
    @Override
    public StoredFile open(String name) throws IOException {
      return storage.open(PUBLIC + name);
    }

    @Override
    public boolean exists(String name) throws IOException {
      return storage.exists(PUBLIC + name);
    }

    @Override
    public byte[] read(String name) throws IOException {
      return storage.read(PUBLIC + name);
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
      storage.write(PUBLIC + name, content);
    }

    @Override
    public void force(String name) throws IOException {
      storage.force(PUBLIC + name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
      storage.rename(PUBLIC + from, PUBLIC + to);
    }

    @Override
    public void delete(String name) throws IOException {
      storage.delete(PUBLIC + name);
    }

    @Override
    public void forceDirectoryOf(String name) throws IOException {
      storage.forceDirectoryOf(PUBLIC + name);
    }

    @Override
    public List<String> list() throws IOException {
      return storage.list().stream()
          .filter(name -> name.startsWith(PUBLIC))
          .map(name -> name.substring(PUBLIC.length()))
          .toList();
    }
  }
}
