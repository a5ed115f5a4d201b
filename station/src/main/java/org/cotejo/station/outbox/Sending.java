package org.cotejo.station.outbox;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.delivery.Line;
import org.cotejo.station.delivery.Poster;
import org.cotejo.station.delivery.Time;
import org.jspecify.annotations.Nullable;

/// Empties an outbox over all its ways at once, a thread each, until nothing is left that could be
/// sent, or no more time. Waits by the machine's uptime, never by its clock, which may be wrong.
public final class Sending {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Outbox outbox;
  private final ElectionLog log;
  private final List<Endpoint> endpoints;
  private final Function<Endpoint, Poster> connect;
  private final Time time;
  private final Dispatch dispatch;
  private final Consumer<List<Item>> watcher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable IOException failure;
  private long answers;

  /// @param endpoints at least one
  /// @param watcher shown all items after each change, one at a time
  public Sending(
      Outbox outbox,
      ElectionLog log,
      List<Endpoint> endpoints,
      RandomGenerator random,
      Consumer<List<Item>> watcher)
      throws IOException {
    this(
        outbox,
        log,
        endpoints,
        endpoint -> new Line(endpoint, PATIENCE),
        Time.UPTIME,
        random,
        watcher);
  }

  /// @param connect opens a way; it is closed when no more is sent over it
  /// @param time by which everybody waits
  public Sending(
      Outbox outbox,
      ElectionLog log,
      List<Endpoint> endpoints,
      Function<Endpoint, Poster> connect,
      Time time,
      RandomGenerator random,
      Consumer<List<Item>> watcher)
      throws IOException {
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("there is no way to send over");
    }
    this.outbox = outbox;
    this.log = log;
    this.endpoints = List.copyOf(endpoints);
    this.connect = connect;
    this.time = time;
    this.watcher = watcher;
    this.dispatch = new Dispatch(outbox, endpoints, random, time.nanos());
  }

  /// Sends.
  ///
  /// @param limit how long at most
  /// @throws IOException if the disk failed: what was kept by then is kept
  public void run(Duration limit) throws IOException, InterruptedException {
    long end = time.nanos() + limit.toNanos();
    List<Thread> threads = new ArrayList<>();
    for (int way = 0; way < endpoints.size(); way++) {
      int own = way;
      threads.add(Thread.ofVirtual().start(() -> empty(own, end)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } finally {
      threads.forEach(Thread::interrupt);
    }
    IOException failed = failure;
    if (failed != null) {
      throw failed;
    }
  }

  private void empty(int way, long end) {
    try (Poster poster = connect.apply(endpoints.get(way))) {
      while (step(way, poster, end)) {
        // One thing after the other.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits until another way had an answer, or this long.
  private void awaitChange(long nanos) throws InterruptedException {
    long before = answers;
    long left = nanos;
    while (answers == before && left > 0) {
      left = time.await(changed, left);
    }
  }

  /// @return whether there may be more to do
  private boolean step(int way, Poster poster, long end) throws InterruptedException {
    Item item;
    lock.lock();
    try {
      long now = time.nanos();
      if (failure != null || now >= end) {
        return false;
      }
      switch (dispatch.next(way, now)) {
        case Dispatch.Next.Nothing() -> {
          return false;
        }
        case Dispatch.Next.Wait(long nanos) -> {
          awaitChange(Math.min(nanos, end - now));
          return true;
        }
        case Dispatch.Next.Send(Item next) -> item = next;
      }
    } finally {
      lock.unlock();
    }
    var answer = poster.post(item.statement().bytes(), log);
    lock.lock();
    try {
      if (failure == null) {
        dispatch.answered(way, item, answer, time.nanos());
        watcher.accept(outbox.items());
      }
    } catch (IOException e) {
      failure = e;
    } finally {
      answers++;
      changed.signalAll();
      lock.unlock();
    }
    return true;
  }
}
