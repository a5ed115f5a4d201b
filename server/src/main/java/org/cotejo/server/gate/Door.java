package org.cotejo.server.gate;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.cotejo.server.gate.HeldSockets.Row;
import org.cotejo.server.gate.RequestHead.Frame;
import org.cotejo.server.gate.TokenBuckets.Charge;
import org.cotejo.server.telemetry.LaneCounters;
import org.cotejo.server.telemetry.Reason;

/// Where every connection to the stations' lane arrives. It looks at the first bytes without taking
/// them, and lets in who shows a ticket and has not asked too often. Everybody else is answered
/// with bytes made beforehand while their network has not had many such answers; then left unread
/// for a while, since whoever waits does not ask again; and when too many wait, the connection is
/// closed.
///
/// One thread, and no library between it and the kernel: nearly all who knock during a flood get no
/// further than here. Nothing is allocated, logged or thrown for them, and what they hold is
/// bounded.
public final class Door implements AutoCloseable {
  private static final int ACCEPTS_AT_ONCE = 256;
  private static final int TICK_MILLIS = 100;
  private static final int REFUSED_SECONDS = 10;
  private static final int PARKED_SECONDS = 10;
  private static final long SECOND = 1_000_000_000L;
  private static final int NETWORK_SLOTS = 1 << 16;

  /// Takes over a connection that was let in, with nothing read yet. Called on the door's thread.
  @FunctionalInterface
  public interface Hall {
    /// @return false if there is no room; the connection is then the door's again
    boolean admit(int socket, Visitor visitor, Rates.Paid paid, boolean isTls);
  }

  /// What those hear who are told why.
  public record Words(Answers noTicket, Answers badTicket, Answers tooOften, Answers full) {}

  /// What the door asks before it lets anybody in.
  public record Rules(
      AtomicReference<TicketSecrets> secrets,
      Supplier<Limits> limits,
      Networks networks,
      Rates rates,
      boolean offersTls,
      long seed) {}

  private final LinuxSockets sockets = new LinuxSockets();
  private final HeldSockets held = new HeldSockets();
  private final TokenBuckets accepts;
  private final TokenBuckets answers;

  /// How many of each network wait, by a hash: two networks that share a place share its limit.
  private final short[] waiting = new short[NETWORK_SLOTS];

  private final int listener;
  private final Rules rules;
  private final FirstBytes firstBytes;
  private final Hall hall;
  private final LaneCounters counters;
  private final LongSupplier clock;
  private final long start;
  private final Words words;
  private final Thread thread;
  private volatile long closeBy;
  private volatile boolean closing;
  private Limits limits = Limits.STANDARD;
  private long now;
  private int second;

  /// @param listener descriptor of a listening socket that does not block; stays the caller's
  /// @param clock nanoseconds, never going back
  /// @param failed what to do about a bug, which ends the door
  public Door(
      int listener,
      Rules rules,
      Hall hall,
      Words words,
      LaneCounters counters,
      LongSupplier clock,
      Consumer<Throwable> failed) {
    this.listener = listener;
    this.rules = rules;
    this.accepts = new TokenBuckets(NETWORK_SLOTS, rules.seed());
    this.answers = new TokenBuckets(NETWORK_SLOTS, rules.seed());
    this.firstBytes = new FirstBytes(rules.secrets(), rules.offersTls());
    this.hall = hall;
    this.counters = counters;
    this.clock = clock;
    this.start = clock.getAsLong() - 1;
    this.words = words;
    this.thread = Thread.ofPlatform().name("door").unstarted(this::run);
    thread.setUncaughtExceptionHandler((door, problem) -> failed.accept(problem));
  }

  public void start() {
    thread.start();
  }

  /// Connections held without having been let in. Any thread; a moment old.
  public int held() {
    return held.size(Row.WAITING) + held.size(Row.REFUSED) + held.size(Row.PARKED);
  }

  private void run() {
    sockets.watchListener(listener);
    boolean watching = true;
    while (!closing || isDraining()) {
      int ready = sockets.await(TICK_MILLIS);
      now = clock.getAsLong() - start;
      second = (int) (now / SECOND);
      limits = rules.limits().get();
      if (watching && closing) {
        sockets.ignoreListener(listener);
        watching = false;
      }
      for (int i = 0; i < ready; i++) {
        int socket = sockets.ready(i);
        if (socket != listener) {
          hear(socket);
        } else if (watching) {
          accept();
        }
      }
      letGo();
    }
    end();
  }

  /// At the end those are still heard who were accepted just now.
  private boolean isDraining() {
    return held.size(Row.WAITING) > 0 && now < closeBy;
  }

  private void accept() {
    for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
      int socket = sockets.accept(listener);
      if (socket == LinuxSockets.NONE) {
        return;
      }
      if (socket == LinuxSockets.EXHAUSTED) {
        makeRoom();
        return;
      }
      if (socket == LinuxSockets.GONE) {
        continue;
      }
      long network = sockets.network();
      counters.connection(network);
      if (rules.networks().isRefused(network)) {
        silence(socket, network, Reason.NETWORK_REFUSED);
      } else if (comesTooOften(network)) {
        silence(socket, network, Reason.NETWORK_FULL);
      } else {
        look(socket, network);
      }
    }
  }

  private boolean comesTooOften(long network) {
    int rate = limits.of(Limit.ACCEPTS_PER_NETWORK);
    return accepts.charge(network, now, SECOND / rate, rate, 1) == Charge.EMPTY
        && !rules.networks().isExempt(network);
  }

  /// The process has no descriptors left: those who were refused go first.
  private void makeRoom() {
    for (Row row : new Row[] {Row.PARKED, Row.REFUSED, Row.WAITING}) {
      int socket = held.oldest(row, Integer.MAX_VALUE);
      if (socket >= 0) {
        drop(socket);
        counters.refused(Reason.EVICTED, held.network(socket));
        return;
      }
    }
    // What is open is in use by those who were let in: some of them will end.
    LockSupport.parkNanos(TICK_MILLIS * 1_000_000L);
  }

  /// Something happened on a connection that is held. Whoever was refused may show a ticket next: a
  /// proxy sends requests of many over one connection.
  private void hear(int socket) {
    if (held.isHeld(socket) && held.row(socket) != Row.PARKED) {
      look(socket, held.network(socket));
    }
  }

  private void look(int socket, long network) {
    int length = sockets.look(socket);
    if (length == -1) {
      await(socket, network);
    } else if (length <= 0) {
      release(socket);
      leave(socket);
    } else {
      judge(socket, network, length);
    }
  }

  private void judge(int socket, long network, int length) {
    boolean isTls = FirstBytes.isTls(sockets.looked());
    FirstBytes.Outcome outcome = firstBytes.judge(sockets.looked(), length);
    if (outcome == FirstBytes.Outcome.NEEDS_MORE && length < LinuxSockets.LOOK) {
      await(socket, network);
      return;
    }
    switch (outcome) {
      case NEEDS_MORE, NO_TICKET ->
          refuse(socket, network, isTls, Reason.NO_TICKET, words.noTicket());
      case BAD_TICKET -> refuse(socket, network, isTls, Reason.BAD_TICKET, words.badTicket());
      case TICKET -> {
        Visitor visitor = firstBytes.visitor(network);
        Rates.Paid paid = rules.rates().charge(visitor);
        if (paid == Rates.Paid.NOTHING) {
          refuse(socket, network, isTls, Reason.RATE, words.tooOften());
          return;
        }
        release(socket);
        if (!hall.admit(socket, visitor, paid, isTls)) {
          answer(socket, network, isTls, Reason.BUSY, words.full());
        }
      }
    }
  }

  /// Waits for first bytes, if not too many do.
  private void await(int socket, long network) {
    if (held.isHeld(socket)) {
      return;
    }
    int place = place(network);
    if (waiting[place] >= Math.min(limits.of(Limit.WAITING_PER_NETWORK), Short.MAX_VALUE)) {
      counters.refused(Reason.NETWORK_FULL, network);
      leave(socket);
      return;
    }
    if (held.size(Row.WAITING) >= limits.of(Limit.WAITING)) {
      int oldest = held.oldest(Row.WAITING, Integer.MAX_VALUE);
      counters.refused(Reason.EVICTED, held.network(oldest));
      drop(oldest);
    }
    waiting[place]++;
    hold(Row.WAITING, socket, network);
  }

  /// A failure of the network's, told to it if it has not been told much.
  private void refuse(int socket, long network, boolean isTls, Reason reason, Answers told) {
    rules.networks().failed(network);
    answer(socket, network, isTls, reason, told);
  }

  private void answer(int socket, long network, boolean isTls, Reason reason, Answers told) {
    if (isTls || !hasAnswersLeft(network)) {
      silence(socket, network, reason);
      return;
    }
    counters.request(network);
    counters.refused(reason, network);
    tell(socket, network, sockets.read(socket), told);
  }

  private boolean hasAnswersLeft(long network) {
    int rate = limits.of(Limit.ANSWERS_PER_NETWORK);
    return rate > 0
        && answers.charge(network, now, SECOND / rate, 2L * rate, 1) == Charge.TAKEN
        && !rules.networks().isRefused(network);
  }

  /// @param length of the request that was read
  private void tell(int socket, long network, int length, Answers told) {
    Frame frame =
        length > 0 && length <= LinuxSockets.LOOK
            ? RequestHead.of(sockets.looked(), length)
            : Frame.OTHER;
    boolean isRefused = held.isHeld(socket) && held.row(socket) == Row.REFUSED;
    if (frame == Frame.WHOLE_KEEPING_OPEN && (isRefused || hasRoom())) {
      boolean sent = sockets.send(socket, told.keeping());
      if (sent && isRefused) {
        // It is where it has to be, until its time is over.
        return;
      }
      release(socket);
      if (sent) {
        hold(Row.REFUSED, socket, network);
      } else {
        leave(socket);
      }
    } else {
      boolean sent = sockets.send(socket, told.last());
      release(socket);
      // Closed with bytes under way, the connection would be reset, and the answer could be lost.
      if (frame != Frame.OTHER || !sent || !park(socket, network)) {
        leave(socket);
      }
    }
  }

  private void hold(Row row, int socket, long network) {
    held.add(row, socket, network, second);
    if (!sockets.watch(socket)) {
      drop(socket);
    }
  }

  private void silence(int socket, long network, Reason reason) {
    counters.refused(reason, network);
    release(socket);
    if (!park(socket, network)) {
      leave(socket);
    }
  }

  private boolean park(int socket, long network) {
    if (!hasRoom()) {
      return false;
    }
    held.add(Row.PARKED, socket, network, second);
    return true;
  }

  /// Whether another connection that was refused can be kept.
  private boolean hasRoom() {
    return held.size(Row.PARKED) + held.size(Row.REFUSED) < limits.of(Limit.PARKED);
  }

  private void letGo() {
    letGo(Row.PARKED, PARKED_SECONDS);
    letGo(Row.REFUSED, REFUSED_SECONDS);
    letGo(Row.WAITING, limits.of(Limit.FIRST_BYTES_SECONDS));
  }

  private void letGo(Row row, int seconds) {
    int last = second - seconds - 1;
    for (int socket = held.oldest(row, last); socket >= 0; socket = held.oldest(row, last)) {
      if (row == Row.WAITING) {
        rules.networks().failed(held.network(socket));
        counters.refused(Reason.TIMEOUT, held.network(socket));
      }
      drop(socket);
    }
  }

  private int place(long network) {
    return (int) TokenBuckets.mix(network ^ rules.seed()) & NETWORK_SLOTS - 1;
  }

  /// Makes a connection nobody's, if it was held.
  private void release(int socket) {
    if (held.isHeld(socket)) {
      if (held.row(socket) != Row.PARKED) {
        sockets.ignore(socket);
      }
      take(socket);
    }
  }

  /// Takes a connection out of its row without closing it.
  private void take(int socket) {
    if (held.row(socket) == Row.WAITING) {
      waiting[place(held.network(socket))]--;
    }
    held.remove(socket);
  }

  private void drop(int socket) {
    take(socket);
    leave(socket);
  }

  private void leave(int socket) {
    sockets.close(socket);
    counters.closed();
  }

  private void end() {
    for (Row row : Row.values()) {
      while (held.size(row) > 0) {
        drop(held.oldest(row, Integer.MAX_VALUE));
      }
    }
    sockets.close();
  }

  /// Takes no more connections, waits a second for first bytes under way, drops what is held, and
  /// ends. Connections that wait in the kernel stay there, for whoever else holds the listening
  /// socket.
  @Override
  public void close() {
    closeBy = clock.getAsLong() - start + SECOND;
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
