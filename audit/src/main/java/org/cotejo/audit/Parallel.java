package org.cotejo.audit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes numbered results on all cores and hands them over in their order, never more than a few
/// ahead: as fast as many threads, as predictable as one.
final class Parallel implements AutoCloseable {
  private static final int AHEAD_PER_CORE = 8;

  private static final int READERS_PER_CORE = 2;

  private final int cores = Runtime.getRuntime().availableProcessors();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          cores, Thread.ofPlatform().daemon().name("verify-", 0).factory());
  private final ExecutorService readers =
      Executors.newFixedThreadPool(
          READERS_PER_CORE * cores, Thread.ofPlatform().daemon().name("read-", 0).factory());

  /// Makes the n-th result; on any thread.
  interface Maker<T> {
    T make(long n) throws IOException, DoesNotHoldException;
  }

  /// Takes the n-th result; on the caller's thread.
  interface Taker<T> {
    void take(long n, T result) throws IOException, DoesNotHoldException;
  }

  <T> void inOrder(long count, Maker<T> maker, Taker<T> taker)
      throws IOException, DoesNotHoldException {
    var ahead = new ArrayDeque<Future<T>>();
    long next = 0;
    try {
      for (long n = 0; n < count; n++) {
        while (next < count && ahead.size() < cores * AHEAD_PER_CORE) {
          long made = next++;
          ahead.add(workers.submit(() -> maker.make(made)));
        }
        taker.take(n, result(ahead.remove()));
      }
    } finally {
      ahead.forEach(future -> future.cancel(false));
    }
  }

  /// Does this beside everything else, when its turn comes; nobody waits for it. For what waits
  /// more for a disk than it computes.
  void aside(Runnable task) {
    readers.execute(task);
  }

  private static <T> T result(Future<T> future) throws IOException, DoesNotHoldException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case DoesNotHoldException fault -> throw fault;
        case IOException fault -> throw fault;
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    readers.shutdownNow();
  }
}
