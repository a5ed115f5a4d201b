package org.cotejo.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/// One file on a disk that obeys until it is told to fail, and that forgets what was not forced
/// when the power goes.
///
/// A step is a write, a truncation or a force. The fault decides what a step does before it throws.
final class MemoryDisk implements StoredFile {
  private static final int SECTOR = 512;

  /// What the failing step does.
  enum Fault {
    NOTHING,
    PART,
    ALL
  }

  /// As a reading process sees it.
  private byte[] seen;

  /// What the platters hold for certain.
  private byte[] kept;

  private int stepsUntilFault = Integer.MAX_VALUE;
  private Fault fault = Fault.NOTHING;
  private int largestWrite = Integer.MAX_VALUE;
  private long capacity = Long.MAX_VALUE;
  private boolean flips;
  private int forces;
  private int writes;

  MemoryDisk(byte[] content) {
    seen = content.clone();
    kept = content.clone();
  }

  /// The step after `steps` more fails.
  MemoryDisk failingAfter(int steps, Fault how) {
    stepsUntilFault = steps;
    fault = how;
    return this;
  }

  /// Writes take at most this many bytes at a time.
  MemoryDisk writingAtMost(int bytes) {
    largestWrite = bytes;
    return this;
  }

  /// The disk is full when the file has this many bytes.
  MemoryDisk holdingAtMost(long bytes) {
    capacity = bytes;
    return this;
  }

  /// What is written from now on has its last bit flipped.
  MemoryDisk flippingWrites() {
    flips = true;
    return this;
  }

  int forces() {
    return forces;
  }

  int writes() {
    return writes;
  }

  /// The file after the process was killed: nothing is lost.
  byte[] seen() {
    return seen.clone();
  }

  /// The file after the power went: of what was not forced, any sectors may have made it.
  byte[] afterPowerCut(Random random) {
    boolean lengthKept = random.nextBoolean();
    byte[] file = Arrays.copyOf(kept, lengthKept ? seen.length : kept.length);
    for (int at = 0; at < file.length; at += SECTOR) {
      int end = Math.min(file.length, at + SECTOR);
      if (random.nextBoolean() && end <= seen.length) {
        System.arraycopy(seen, at, file, at, end - at);
      }
    }
    return file;
  }

  private boolean faultIsDue() {
    return stepsUntilFault-- == 0;
  }

  @Override
  public int read(ByteBuffer target, long position) {
    if (position >= seen.length) {
      return -1;
    }
    int count = (int) Math.min(target.remaining(), seen.length - position);
    target.put(seen, (int) position, count);
    return count;
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    writes++;
    int count = Math.min(source.remaining(), largestWrite);
    if (faultIsDue()) {
      int kept =
          switch (fault) {
            case NOTHING -> 0;
            case PART -> count / 2;
            case ALL -> count;
          };
      put(source, position, kept);
      throw new IOException("write failed");
    }
    int room = (int) Math.min(count, capacity - position);
    if (room <= 0) {
      throw new IOException("No space left on device");
    }
    put(source, position, room);
    return room;
  }

  private void put(ByteBuffer source, long position, int count) {
    int end = (int) position + count;
    if (end > seen.length) {
      seen = Arrays.copyOf(seen, end);
    }
    source.get(seen, (int) position, count);
    if (flips && count > 0) {
      seen[end - 1] ^= 1;
    }
  }

  @Override
  public void truncate(long size) throws IOException {
    boolean fails = faultIsDue();
    if (!fails || fault == Fault.ALL) {
      seen = Arrays.copyOf(seen, (int) Math.min(size, seen.length));
    }
    if (fails) {
      throw new IOException("truncate failed");
    }
  }

  @Override
  public void force() throws IOException {
    forces++;
    boolean fails = faultIsDue();
    if (!fails || fault == Fault.ALL) {
      kept = seen.clone();
    }
    if (fails) {
      throw new IOException("force failed");
    }
  }

  @Override
  public long size() {
    return seen.length;
  }

  @Override
  public void close() {}
}
