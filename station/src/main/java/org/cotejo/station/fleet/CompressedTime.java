package org.cotejo.station.fleet;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import org.cotejo.station.delivery.Time;

/// Time that passes faster than the machine's by a factor, until it is stopped: then it is later
/// than everything that anybody waits for, and nobody who goes on to wait waits, so that all of
/// them end by themselves.
final class CompressedTime implements Time {
  /// How long it takes, at most, until whoever sleeps notices the stop.
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long STOPPED = Long.MAX_VALUE / 2;

  private final int factor;
  private final long origin;

  /// What was to be waited for since it was stopped.
  private final AtomicLong skipped = new AtomicLong();

  private volatile boolean isStopped;

  /// @param factor 1 is the machine's own pace
  /// @param start what it is now, since the polls closed
  CompressedTime(int factor, Duration start) {
    this.factor = factor;
    this.origin = System.nanoTime() - start.toNanos() / factor;
  }

  @Override
  public long nanos() {
    return isStopped ? STOPPED + skipped.get() : (System.nanoTime() - origin) * factor;
  }

  /// How long this is here, when it is so long for everybody else.
  Duration here(Duration elsewhere) {
    return elsewhere.multipliedBy(factor);
  }

  void stop() {
    isStopped = true;
  }

  boolean isStopped() {
    return isStopped;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    long end = nanos() + duration.toNanos();
    for (long left = end - nanos(); left > 0; left = end - nanos()) {
      if (isStopped) {
        skipped.addAndGet(left);
        return;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(LOOK_NANOS, left / factor + 1));
    }
  }

  @Override
  @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
  public long await(Condition condition, long nanos) throws InterruptedException {
    if (isStopped) {
      skipped.addAndGet(nanos);
      return 0;
    }
    long before = nanos();
    var _ = condition.awaitNanos(Math.min(LOOK_NANOS, nanos / factor + 1));
    return nanos - (nanos() - before);
  }

  /// The same time, as a machine has it whose clock is wrong.
  Time wrongBy(Duration error) {
    Time right = this;
    return new Time() {
      @Override
      public long nanos() {
        return right.nanos() + error.toNanos();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        right.sleep(duration);
      }

      @Override
      public long await(Condition condition, long nanos) throws InterruptedException {
        return right.await(condition, nanos);
      }
    };
  }
}
