package org.cotejo.station.delivery;

import java.time.Duration;
import java.util.concurrent.locks.Condition;

/// Time that only ever grows, by which everybody waits here.
public interface Time {
  /// The machine's uptime.
  Time UPTIME =
      new Time() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration);
        }
      };

  long nanos();

  void sleep(Duration duration) throws InterruptedException;

  /// Waits once for a condition whose lock is held; the caller looks whether it holds.
  ///
  /// @param nanos how long at most
  /// @return how much of that is left; nothing or less if it has passed
  @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
  default long await(Condition condition, long nanos) throws InterruptedException {
    return condition.awaitNanos(nanos);
  }
}
