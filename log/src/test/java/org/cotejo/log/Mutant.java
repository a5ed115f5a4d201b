package org.cotejo.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// A bug that somebody could write, between the log and its disk. A test that does not find each of
/// them proves little.
enum Mutant {
  NONE,
  ACKNOWLEDGES_BEFORE_FORCE,
  DOES_NOT_FORCE_DIRECTORIES,
  TRIES_A_FAILED_FORCE_AGAIN,
  TAKES_SHORT_WRITES_FOR_WHOLE,
  DOES_NOT_FORCE_WHAT_IT_RECOVERS,
  TRUSTS_THE_PAGE_CACHE_AFTER_A_FAILED_FORCE,
  DOES_NOT_CUT_THE_TORN_TAIL,
  PUBLISHES_THE_CHECKPOINT_FIRST,
  WRITES_THE_CHECKPOINT_IN_PLACE,
  DOES_NOT_FORCE_THE_CHECKPOINT,
  DOES_NOT_FORCE_TILES,
  HASHES_A_PARTIAL_TILE_UPWARD,
  DELETES_PARTIAL_TILES_FIRST;

  /// The disk as the mutated log uses it.
  Storage on(SimulatedDisk disk) {
    return new Using(this, disk);
  }

  /// A published file as the mutated log makes it.
  byte[] content(LogFile file, byte[] content) {
    if (this != HASHES_A_PARTIAL_TILE_UPWARD
        || !(file instanceof Tile(int level, long n, int width) && level == 1)) {
      return content;
    }
    byte[] changed = content.clone();
    Arrays.fill(changed, changed.length - 32, changed.length, (byte) 7);
    return changed;
  }

  private record Using(Mutant bug, SimulatedDisk disk) implements Storage {
    private static final String CHECKPOINT = "public/" + LogDirectory.CHECKPOINT;
    private static final String NEXT = "public/" + LogDirectory.NEXT_CHECKPOINT;

    @Override
    public StoredFile open(String name) throws IOException {
      return new UsingFile(bug, disk.open(name));
    }

    @Override
    public boolean exists(String name) {
      return disk.exists(name);
    }

    @Override
    public byte[] read(String name) throws IOException {
      return disk.read(name);
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
      if (bug == DELETES_PARTIAL_TILES_FIRST && name.startsWith(NEXT)) {
        for (String other : disk.list()) {
          if (other.contains(".p/")) {
            disk.delete(other);
          }
        }
      }
      disk.write(name, content);
    }

    @Override
    public void force(String name) throws IOException {
      if (bug
          != (name.startsWith(CHECKPOINT) ? DOES_NOT_FORCE_THE_CHECKPOINT : DOES_NOT_FORCE_TILES)) {
        disk.force(name);
      }
    }

    @Override
    public void rename(String from, String to) throws IOException {
      if (bug == WRITES_THE_CHECKPOINT_IN_PLACE && to.equals(CHECKPOINT)) {
        disk.write(to, disk.read(from));
        disk.delete(from);
        return;
      }
      disk.rename(from, to);
      if (bug == PUBLISHES_THE_CHECKPOINT_FIRST && to.equals(NEXT)) {
        disk.write(from, disk.read(to));
        disk.rename(from, CHECKPOINT);
      }
    }

    @Override
    public void delete(String name) throws IOException {
      disk.delete(name);
    }

    @Override
    public void forceDirectoryOf(String name) throws IOException {
      if (bug != DOES_NOT_FORCE_DIRECTORIES) {
        disk.forceDirectoryOf(name);
      }
    }

    @Override
    public List<String> list() {
      return disk.list();
    }
  }

  private static final class UsingFile implements StoredFile {
    private final Mutant bug;
    private final StoredFile file;
    private boolean isRecovered;

    UsingFile(Mutant bug, StoredFile file) {
      this.bug = bug;
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return file.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      int count = source.remaining();
      boolean isThere = !isRecovered && position + count <= file.size();
      if (bug == TRUSTS_THE_PAGE_CACHE_AFTER_A_FAILED_FORCE && isThere) {
        source.position(source.limit());
        return count;
      }
      int written = file.write(source, position);
      if (bug != TAKES_SHORT_WRITES_FOR_WHOLE) {
        return written;
      }
      source.position(source.limit());
      return count;
    }

    @Override
    public void truncate(long length) throws IOException {
      if (bug != DOES_NOT_CUT_THE_TORN_TAIL) {
        file.truncate(length);
      }
    }

    @Override
    public void force() throws IOException {
      boolean isFirst = !isRecovered;
      isRecovered = true;
      if (bug == ACKNOWLEDGES_BEFORE_FORCE || (bug == DOES_NOT_FORCE_WHAT_IT_RECOVERS && isFirst)) {
        return;
      }
      try {
        file.force();
      } catch (IOException e) {
        if (bug != TRIES_A_FAILED_FORCE_AGAIN) {
          throw e;
        }
        file.force();
      }
    }

    @Override
    public void close() throws IOException {
      file.close();
    }

    @Override
    public String toString() {
      return file.toString();
    }
  }
}
