package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotejo.server.ElectionDirectory;

/// Keeps a server running, as a service manager does: whenever it ends, it is started again.
final class Keeper implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final ElectionDirectory election;
  private final Served.Addresses addresses;
  private final List<String> prefix;
  private final Path output;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicInteger starts = new AtomicInteger();
  private final Thread thread;
  private volatile Process process;

  Keeper(ElectionDirectory election, Served.Addresses addresses, List<String> prefix, Path output)
      throws IOException {
    this.election = election;
    this.addresses = addresses;
    this.prefix = prefix;
    this.output = output;
    this.process = launch();
    this.thread = Thread.ofPlatform().name("keeper").start(this::keep);
  }

  private Process launch() throws IOException {
    starts.incrementAndGet();
    return Served.launch(election, addresses, prefix, List.of(), output);
  }

  private void keep() {
    try {
      while (!stopping.get()) {
        process.waitFor();
        Thread.sleep(PAUSE);
        if (!stopping.get()) {
          process = launch();
        }
      }
    } catch (IOException e) {
      System.err.println("bench: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it at once, as a power cut would.
  void kill() {
    process.destroyForcibly();
  }

  int starts() {
    return starts.get();
  }

  /// Asks it to end in order, and waits.
  @Override
  public void close() {
    stopping.set(true);
    process.destroy();
    try {
      thread.join();
      process.destroy();
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
