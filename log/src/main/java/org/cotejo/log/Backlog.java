package org.cotejo.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the sequencer, one bounded queue for each priority: whoever fills the one leaves
/// the other as it was.
///
/// @param <E> what waits
final class Backlog<E> {
  static final int MAX_FIRST = 8192;
  static final int MAX_LAST = 1024;

  /// Most that is taken at once.
  static final int MAX_GROUP = 1024;

  /// What the last get of each full group, however many of the first wait.
  static final int SHARE_OF_LAST = MAX_GROUP / 16;

  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<E> first = new ArrayDeque<>();
  private final Queue<E> last = new ArrayDeque<>();
  private boolean closed;

  private Queue<E> queue(Priority priority) {
    return switch (priority) {
      case FIRST -> first;
      case LAST -> last;
    };
  }

  static int capacity(Priority priority) {
    return switch (priority) {
      case FIRST -> MAX_FIRST;
      case LAST -> MAX_LAST;
    };
  }

  /// Queues it; never waits.
  ///
  /// @return false if its queue is full or nothing is taken any more
  boolean offer(E element, Priority priority) {
    lock.lock();
    try {
      Queue<E> queue = queue(priority);
      if (closed || queue.size() == capacity(priority)) {
        return false;
      }
      changed.signal();
      return queue.add(element);
    } finally {
      lock.unlock();
    }
  }

  int size(Priority priority) {
    lock.lock();
    try {
      return queue(priority).size();
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next group and waits until there is one.
  ///
  /// @return empty only if it is closed and nothing is left
  List<E> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && first.isEmpty() && last.isEmpty()) {
        changed.await();
      }
      return group();
    } finally {
      lock.unlock();
    }
  }

  /// Takes the next group, which may be empty.
  List<E> poll() {
    lock.lock();
    try {
      return group();
    } finally {
      lock.unlock();
    }
  }

  private List<E> group() {
    int kept = Math.min(last.size(), SHARE_OF_LAST);
    int ofFirst = Math.min(first.size(), MAX_GROUP - kept);
    int ofLast = Math.min(last.size(), MAX_GROUP - ofFirst);
    var group = new ArrayList<E>(ofFirst + ofLast);
    move(first, ofFirst, group);
    move(last, ofLast, group);
    return group;
  }

  private static <E> void move(Queue<E> from, int count, List<E> to) {
    for (int i = 0; i < count; i++) {
      to.add(from.remove());
    }
  }

  /// Takes no more; what is queued can still be taken.
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
