package org.cotejo.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// A disk that obeys until a step that is agreed on before. Of what was not forced, any sectors and
/// any names may be there or not when the power comes back. A force that fails drops what it should
/// have written, as Linux does: the next one reports success and the bytes are gone.
final class SimulatedDisk implements Storage {
  private static final int SECTOR = 512;

  /// What happens at the agreed step.
  enum Fault {
    /// The process ends; what the system holds for it stays.
    KILL,
    /// The machine ends.
    POWER_CUT,
    /// The step does a part of its work and fails.
    ERROR,
    /// The next force fails.
    FORCE_ERROR,
    /// There is no more space, from here on.
    FULL
  }

  /// The end of the process, in the middle of a step.
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;

    Crash(Fault fault) {
      super(fault.name());
    }
  }

  private static final class Inode {
    byte[] seen = {};
    byte[] kept = {};
    final BitSet dirty = new BitSet();
    boolean isOpen;

    void write(int position, ByteBuffer source, int count) {
      if (position + count > seen.length) {
        seen = Arrays.copyOf(seen, position + count);
      }
      source.get(seen, position, count);
      dirty.set(position / SECTOR, (position + count + SECTOR - 1) / SECTOR);
    }

    void force() {
      kept = afterPowerCut(sector -> true, true);
      dirty.clear();
    }

    /// @param survives which dirty sectors made it
    byte[] afterPowerCut(java.util.function.IntPredicate survives, boolean lengthSurvives) {
      byte[] left = Arrays.copyOf(kept, lengthSurvives ? seen.length : kept.length);
      for (int sector = dirty.nextSetBit(0); sector >= 0; sector = dirty.nextSetBit(sector + 1)) {
        int from = sector * SECTOR;
        int to = Math.min(from + SECTOR, Math.min(seen.length, left.length));
        if (from < to && survives.test(sector)) {
          System.arraycopy(seen, from, left, from, to - from);
        }
      }
      return left;
    }
  }

  private final Random random;
  private Map<String, Inode> names = new TreeMap<>();

  /// What a name may mean after a power cut: what was confirmed, then every change since.
  private final Map<String, List<Optional<Inode>>> possible = new HashMap<>();

  private Fault fault = Fault.KILL;
  private long untilFault = Long.MAX_VALUE;
  private boolean isFull;
  private boolean forceFails;
  private long steps;
  private int life;

  SimulatedDisk(Random random) {
    this.random = random;
  }

  /// The step after this many more does this.
  void plan(Fault what, long after) {
    fault = what;
    untilFault = after;
  }

  long steps() {
    return steps;
  }

  /// The same disk for the next process.
  void restart(boolean afterPowerCut) {
    life++;
    untilFault = Long.MAX_VALUE;
    isFull = false;
    forceFails = false;
    if (afterPowerCut) {
      loseWhatWasNotForced();
    }
    names.values().forEach(inode -> inode.isOpen = false);
  }

  private void loseWhatWasNotForced() {
    var left = new TreeMap<>(names);
    for (var name : possible.entrySet()) {
      List<Optional<Inode>> meanings = name.getValue();
      Optional<Inode> meaning = meanings.get(random.nextInt(meanings.size()));
      meaning.ifPresentOrElse(
          inode -> left.put(name.getKey(), inode), () -> left.remove(name.getKey()));
    }
    possible.clear();
    names = left;
    for (Inode inode : new HashSet<>(names.values())) {
      inode.seen = inode.afterPowerCut(sector -> random.nextBoolean(), random.nextBoolean());
      inode.kept = inode.seen.clone();
      inode.dirty.clear();
    }
  }

  /// Flips a bit of a file, as a disk does that rots.
  void flip(String name, long bit) throws IOException {
    Inode inode = inode(name);
    inode.seen[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
    inode.kept = inode.seen.clone();
  }

  /// Counts a step. If it is the one, `part` is what of it is done before the end.
  private void step(Runnable part) throws IOException {
    steps++;
    if (untilFault-- != 0) {
      return;
    }
    switch (fault) {
      case KILL, POWER_CUT -> {
        if (random.nextBoolean()) {
          part.run();
        }
        throw new Crash(fault);
      }
      case ERROR -> {
        if (random.nextBoolean()) {
          part.run();
        }
        throw new IOException("Input/output error");
      }
      case FORCE_ERROR -> forceFails = true;
      case FULL -> isFull = true;
    }
  }

  private Inode inode(String name) throws NoSuchFileException {
    Inode inode = names.get(name);
    if (inode == null) {
      throw new NoSuchFileException(name);
    }
    return inode;
  }

  private void name(String name, Optional<Inode> meaning) {
    possible
        .computeIfAbsent(name, n -> new ArrayList<>(List.of(Optional.ofNullable(names.get(n)))))
        .add(meaning);
    meaning.ifPresentOrElse(inode -> names.put(name, inode), () -> names.remove(name));
  }

  private void write(Inode inode, int position, ByteBuffer source, int count) throws IOException {
    int part = random.nextInt(count + 1);
    step(() -> inode.write(position, source, part));
    if (isFull) {
      inode.write(position, source, part);
      throw new IOException("No space left on device");
    }
    inode.write(position, source, count);
  }

  private void force(Inode inode) throws IOException {
    step(inode::force);
    if (forceFails) {
      forceFails = false;
      inode.dirty.clear();
      throw new IOException("Input/output error");
    }
    inode.force();
  }

  @Override
  public StoredFile open(String name) throws IOException {
    if (!names.containsKey(name)) {
      step(() -> name(name, Optional.of(new Inode())));
      name(name, Optional.of(new Inode()));
    }
    Inode inode = inode(name);
    if (inode.isOpen) {
      throw new IOException(name + " is in use");
    }
    inode.isOpen = true;
    return new Opened(name, inode, life);
  }

  private final class Opened implements StoredFile {
    private final String name;
    private final Inode inode;
    private final int openedIn;

    Opened(String name, Inode inode, int openedIn) {
      this.name = name;
      this.inode = inode;
      this.openedIn = openedIn;
    }

    private void requireSameLife() {
      if (openedIn != life) {
        throw new IllegalStateException(name + " belongs to a process that has ended");
      }
    }

    @Override
    public long size() {
      requireSameLife();
      return inode.seen.length;
    }

    @Override
    public int read(ByteBuffer target, long position) {
      requireSameLife();
      if (position >= inode.seen.length) {
        return -1;
      }
      int count = (int) Math.min(target.remaining(), inode.seen.length - position);
      target.put(inode.seen, (int) position, count);
      return count;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      requireSameLife();
      int count = source.remaining();
      int taken = random.nextInt(4) == 0 ? 1 + random.nextInt(count) : count;
      SimulatedDisk.this.write(inode, (int) position, source, taken);
      return taken;
    }

    @Override
    public void truncate(long length) throws IOException {
      requireSameLife();
      Runnable cut = () -> inode.seen = Arrays.copyOf(inode.seen, (int) length);
      step(cut);
      cut.run();
    }

    @Override
    public void force() throws IOException {
      requireSameLife();
      SimulatedDisk.this.force(inode);
    }

    @Override
    public void close() {
      inode.isOpen = false;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Override
  public boolean exists(String name) {
    return names.containsKey(name);
  }

  @Override
  public byte[] read(String name) throws IOException {
    return inode(name).seen.clone();
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    delete(name);
    step(() -> name(name, Optional.of(new Inode())));
    name(name, Optional.of(new Inode()));
    if (content.length > 0) {
      write(inode(name), 0, ByteBuffer.wrap(content), content.length);
    }
  }

  @Override
  public void force(String name) throws IOException {
    force(inode(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Inode inode = inode(from);
    Runnable move =
        () -> {
          name(to, Optional.of(inode));
          name(from, Optional.empty());
        };
    step(move);
    if (names.get(from) == inode) {
      move.run();
    }
  }

  @Override
  public void delete(String name) throws IOException {
    if (exists(name)) {
      step(() -> name(name, Optional.empty()));
      name(name, Optional.empty());
    }
  }

  @Override
  public void forceDirectoryOf(String name) throws IOException {
    String directory = name.substring(0, name.lastIndexOf('/') + 1);
    Set<String> there = new HashSet<>(possible.keySet());
    there.removeIf(other -> !other.substring(0, other.lastIndexOf('/') + 1).equals(directory));
    Runnable confirm = () -> possible.keySet().removeAll(there);
    step(confirm);
    if (forceFails) {
      forceFails = false;
      throw new IOException("Input/output error");
    }
    confirm.run();
  }

  @Override
  public List<String> list() {
    return List.copyOf(names.keySet());
  }
}
