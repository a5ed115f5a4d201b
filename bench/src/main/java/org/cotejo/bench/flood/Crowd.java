package org.cotejo.bench.flood;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.OptionalInt;

/// Carries out one plan, on one thread. Whatever a server does or fails to do, each caller goes on:
/// it never waits longer than the plan says.
final class Crowd implements AutoCloseable {
  private static final long SWEEP_NANOS = Duration.ofMillis(2).toNanos();
  private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();
  private static final long DRIP_NANOS = Duration.ofMillis(200).toNanos();

  private final FloodPlan plan;
  private final long patience;
  private final Arena arena = Arena.ofConfined();
  private final Messages messages;
  private final Sockets sockets;
  private final Caller[] callers;

  private long now;
  private long attempts;
  private long connected;
  private long sent;
  private long taken;
  private long refused;
  private long closed;
  private long unanswered;
  private long failed;

  Crowd(FloodPlan plan) throws IOException {
    this.plan = plan;
    this.patience = plan.patience().toNanos();
    messages = Messages.read(plan.messages(), arena);
    sockets = new Sockets(plan.target());
    callers = new Caller[plan.connections()];
    for (int i = 0; i < callers.length; i++) {
      callers[i] = new Caller(arena.allocate(Caller.ANSWER_BYTES));
    }
  }

  Tally run() {
    long start = System.nanoTime();
    now = start;
    long swept = start - SWEEP_NANOS;
    // Those who hardly wait are looked after in every turn.
    boolean isHasty = patience < SWEEP_NANOS;
    while (now - start < plan.length().toNanos() && !Thread.currentThread().isInterrupted()) {
      if (isHasty || now - swept >= SWEEP_NANOS) {
        swept = now;
        sweep();
      }
      int events = sockets.await(isHasty ? 0 : 2);
      now = System.nanoTime();
      for (int i = 0; i < events; i++) {
        hear(sockets.tag(i), sockets.what(i));
      }
    }
    return new Tally(
        now - start, attempts, connected, sent, taken, refused, closed, unanswered, failed);
  }

  private void sweep() {
    for (int i = 0; i < callers.length; i++) {
      Caller caller = callers[i];
      if (caller.isIdle()) {
        if (caller.due - now <= 0) {
          connect(i);
        }
      } else if (caller.due - now <= 0) {
        overdue(i, caller);
      }
    }
  }

  private void overdue(int number, Caller caller) {
    if (plan.manner() == Manner.DRIP && caller.isConnected && drip(caller)) {
      return;
    }
    if (!caller.isAnswered) {
      unanswered++;
    }
    sockets.abort(caller.leave());
    connect(number);
  }

  private void connect(int number) {
    Caller caller = callers[number];
    int socket = sockets.connect(plan.source().bits(attempts), number);
    attempts++;
    if (socket < 0) {
      failed++;
      caller.due = now + PAUSE_NANOS;
    } else {
      caller.begin(socket, attempts);
      caller.due = now + patience;
    }
  }

  private void hear(int number, int what) {
    Caller caller = callers[number];
    if (caller.isIdle()) {
      return;
    }
    if (!caller.isConnected && (what & (Sockets.WRITABLE | Sockets.BROKEN)) != 0) {
      caller.isConnected = true;
      if ((what & Sockets.BROKEN) != 0) {
        broken(number, caller);
        return;
      }
      connected++;
      if (!speak(number, caller)) {
        return;
      }
    }
    if ((what & (Sockets.READABLE | Sockets.ENDED | Sockets.BROKEN)) != 0) {
      read(number, caller);
    }
  }

  /// A connection that has ended by the time it is seen may never have been one.
  private void broken(int number, Caller caller) {
    if (sockets.receive(caller.socket, caller.room()) == Sockets.CONNECTION_REFUSED) {
      failed++;
      sockets.abort(caller.leave());
      caller.due = now + PAUSE_NANOS;
    } else {
      connected++;
      closed++;
      sockets.abort(caller.leave());
      connect(number);
    }
  }

  /// @return whether the connection goes on
  private boolean speak(int number, Caller caller) {
    switch (plan.manner()) {
      case KEEP, ONCE -> {
        var _ = send(caller);
      }
      case HIT -> {
        var _ = send(caller);
        sockets.abort(caller.leave());
        connect(number);
        return false;
      }
      case KNOCK -> {
        sockets.abort(caller.leave());
        connect(number);
        return false;
      }
      case MUTE -> {}
      case DRIP -> {
        var _ = drip(caller);
      }
    }
    return true;
  }

  /// A message always fits into what the system keeps for a connection that waits for answers.
  private boolean send(Caller caller) {
    MemorySegment message = messages.get(sent);
    caller.due = now + patience;
    boolean isSent = sockets.send(caller.socket, message) == message.byteSize();
    if (isSent) {
      sent++;
    }
    return isSent;
  }

  /// @return whether there was a byte left to send
  private boolean drip(Caller caller) {
    MemorySegment message = messages.get(caller.message);
    if (caller.sent >= message.byteSize()) {
      return false;
    }
    var _ = sockets.send(caller.socket, message.asSlice(caller.sent, 1));
    caller.sent++;
    caller.due = now + DRIP_NANOS;
    if (caller.sent == message.byteSize()) {
      sent++;
      caller.due = now + patience;
    }
    return true;
  }

  /// Reads until there is nothing more: events tell of changes only.
  private void read(int number, Caller caller) {
    while (true) {
      int bytes = sockets.receive(caller.socket, caller.room());
      if (bytes == Sockets.TRY_AGAIN) {
        return;
      }
      if (bytes <= 0) {
        ended(number, caller);
        return;
      }
      caller.add(bytes);
      OptionalInt status = caller.status();
      if (status.isPresent() && !answered(caller, status.getAsInt())) {
        sockets.abort(caller.leave());
        connect(number);
        return;
      }
    }
  }

  /// @return whether the connection goes on
  private boolean answered(Caller caller, int status) {
    if (!caller.isAnswered) {
      count(status);
    }
    caller.forgetAnswer();
    if (plan.manner() == Manner.KEEP && status != 0) {
      return send(caller);
    }
    caller.isAnswered = true;
    return true;
  }

  private void count(int status) {
    if (status == 200) {
      taken++;
    } else {
      refused++;
    }
  }

  private void ended(int number, Caller caller) {
    if (!caller.isAnswered) {
      closed++;
    }
    sockets.close(caller.leave());
    connect(number);
  }

  @Override
  public void close() {
    for (Caller caller : callers) {
      if (!caller.isIdle()) {
        sockets.abort(caller.leave());
      }
    }
    sockets.close();
    arena.close();
  }
}
