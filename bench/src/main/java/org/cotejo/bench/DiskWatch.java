package org.cotejo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// How long a disk takes to force a small file of nobody's, ten times a second, while others use
/// it. What is durable before it is acknowledged cannot be sooner, whoever is at fault.
final class DiskWatch implements AutoCloseable {
  private static final long EVERY_NANOS = 100_000_000;
  private static final int BYTES = 4096;

  private final List<Long> nanos = new ArrayList<>();
  private final Path file;
  private final Thread thread;
  private volatile boolean ends;

  /// @param directory on the disk
  DiskWatch(Path directory) throws IOException {
    file = Files.createTempFile(directory, "watch", "");
    thread = Thread.ofPlatform().name("disk watch").start(this::watch);
  }

  private void watch() {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var content = ByteBuffer.allocateDirect(BYTES);
      while (!ends) {
        long start = System.nanoTime();
        channel.write(content.rewind(), 0);
        channel.force(false);
        synchronized (nanos) {
          nanos.add(System.nanoTime() - start);
        }
        LockSupport.parkNanos(EVERY_NANOS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How long it took since the last time this was asked.
  Latencies take() {
    synchronized (nanos) {
      Latencies taken = Latencies.of(nanos);
      nanos.clear();
      return taken;
    }
  }

  @Override
  public void close() throws IOException {
    ends = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Files.delete(file);
  }
}
