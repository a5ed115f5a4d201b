package org.cotejo.station.outbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.cotejo.log.Storage;
import org.cotejo.log.StoredFile;

/// A disk that obeys until an agreed step, and then does it, or a part of it, or not. When the
/// power comes back, a file that was not forced has any beginning of what was written, and a name
/// that was not forced may mean anything it meant since it was.
public final class FragileDisk implements Storage {
  /// What happens at the agreed step.
  public enum Fault {
    KILL,
    POWER_CUT,
    ERROR
  }

  /// The end of the process.
  public static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final class Inode {
    byte[] seen = {};
    byte[] kept = {};
    boolean isOpen;
  }

  private final Random random;
  private final Map<String, Inode> names = new TreeMap<>();
  private final Map<String, List<Optional<Inode>>> unsure = new HashMap<>();
  private Fault fault = Fault.KILL;
  private long untilFault = Long.MAX_VALUE;
  private long steps;

  public FragileDisk(long seed) {
    this.random = new Random(seed);
  }

  public void plan(Fault what, long after) {
    fault = what;
    untilFault = after;
  }

  public long steps() {
    return steps;
  }

  /// The same disk for the next process.
  public void restart() {
    if (fault == Fault.POWER_CUT) {
      unsure.forEach((name, meanings) ->
          meanings
              .get(random.nextInt(meanings.size()))
              .ifPresentOrElse(inode -> names.put(name, inode), () -> names.remove(name)));
      for (Inode inode : new HashSet<>(names.values())) {
        if (!Arrays.equals(inode.seen, inode.kept)) {
          inode.seen = Arrays.copyOf(inode.seen, random.nextInt(inode.seen.length + 1));
        }
        inode.kept = inode.seen.clone();
      }
      unsure.clear();
    }
    names.values().forEach(inode -> inode.isOpen = false);
    untilFault = Long.MAX_VALUE;
  }

  private void step(Runnable work) throws IOException {
    steps++;
    if (untilFault-- == 0) {
      if (random.nextBoolean()) {
        work.run();
      }
      if (fault == Fault.ERROR) {
        throw new IOException("Input/output error");
      }
      throw new Crash();
    }
    work.run();
  }

  private Inode inode(String name) throws NoSuchFileException {
    Inode inode = names.get(name);
    if (inode == null) {
      throw new NoSuchFileException(name);
    }
    return inode;
  }

  private void name(String name, Optional<Inode> meaning) {
    unsure
        .computeIfAbsent(name, n -> new ArrayList<>(List.of(Optional.ofNullable(names.get(n)))))
        .add(meaning);
    meaning.ifPresentOrElse(inode -> names.put(name, inode), () -> names.remove(name));
  }

  @Override
  public StoredFile open(String name) throws IOException {
    if (!exists(name)) {
      step(() -> name(name, Optional.of(new Inode())));
    }
    Inode inode = inode(name);
    if (inode.isOpen) {
      throw new IOException(name + " is in use");
    }
    inode.isOpen = true;
    return new Lock(inode);
  }

  private record Lock(Inode inode) implements StoredFile {
    @Override
    public long size() {
      return 0;
    }

    @Override
    public int read(ByteBuffer target, long position) {
      return -1;
    }

    @Override
    public int write(ByteBuffer source, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void truncate(long length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void force() {}

    @Override
    public void close() {
      inode.isOpen = false;
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
    Inode inode = inode(name);
    int part = random.nextInt(content.length + 1);
    step(() -> inode.seen = Arrays.copyOf(content, part));
    inode.seen = content.clone();
  }

  @Override
  public void force(String name) throws IOException {
    Inode inode = inode(name);
    step(() -> inode.kept = inode.seen.clone());
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Inode inode = inode(from);
    step(() -> {
      name(to, Optional.of(inode));
      name(from, Optional.empty());
    });
  }

  @Override
  public void delete(String name) throws IOException {
    if (exists(name)) {
      step(() -> name(name, Optional.empty()));
    }
  }

  @Override
  public void forceDirectoryOf(String name) throws IOException {
    step(unsure::clear);
  }

  @Override
  public List<String> list() {
    return List.copyOf(names.keySet());
  }
}
