package org.cotejo.server;

import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1ConnectionListener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Bounds the time from a request's first line to the end of its answer. The library ends
/// connections that ask nothing; one that begins to ask and falls silent it would keep, with its
/// thread, for ever.
final class RequestDeadline implements Http1ConnectionListener, AutoCloseable {
  private final Duration patience;
  private final Map<Thread, Alarm> running = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());

  RequestDeadline(Duration patience) {
    this.patience = patience;
    this.timer.setRemoveOnCancelPolicy(true);
  }

  /// Ends what a thread waits for, unless it is over by then.
  private final class Alarm implements Runnable {
    private final Thread reader;
    private final Future<?> ringing;
    private boolean isOver;

    Alarm(Thread reader) {
      this.reader = reader;
      this.ringing = timer.schedule(this, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void run() {
      if (!isOver) {
        running.remove(reader, this);
        // Interrupted, a thread of the library loses its connection.
        reader.interrupt();
      }
    }

    synchronized void stop() {
      isOver = true;
      ringing.cancel(false);
    }
  }

  /// Called by the library, on the thread of the connection.
  @Override
  public void prologue(ConnectionContext context, HttpPrologue prologue) {
    stop();
    Thread reader = Thread.currentThread();
    running.put(reader, new Alarm(reader));
  }

  /// The request of this thread is answered.
  void stop() {
    Optional.ofNullable(running.remove(Thread.currentThread())).ifPresent(Alarm::stop);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
