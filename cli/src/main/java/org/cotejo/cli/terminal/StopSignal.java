package org.cotejo.cli.terminal;

import java.util.concurrent.CountDownLatch;

/// Ctrl-C or SIGTERM, for a command that runs until then. The process ends only once this is
/// closed, so what is opened after it is closed in order.
public final class StopSignal implements AutoCloseable {
  private final CountDownLatch given = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);

  public StopSignal() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              give();
              awaitQuietly(closed);
            }));
  }

  /// As if somebody had sent it.
  public void give() {
    given.countDown();
  }

  public boolean isGiven() {
    return given.getCount() == 0;
  }

  /// Returns when it is given, or the thread is interrupted.
  public void await() {
    awaitQuietly(given);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets the process end.
  @Override
  public void close() {
    closed.countDown();
  }
}
