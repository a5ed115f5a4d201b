package org.cotejo.server.gate;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The system calls that it takes to turn a stranger away, and no more: accept, look, answer,
/// close. A channel of a network library costs more than all of them together, and most of those
/// who knock during a flood are never let in.
///
/// Owned by one thread. Numbers and layouts are those of Linux on 64-bit little-endian machines
/// (accept4(2), recv(2), epoll(7)).
final class LinuxSockets {
  /// Bytes that are looked at before a connection is let in.
  static final int LOOK = 4096;

  /// More than the largest request.
  private static final int READ = 32 * 1024;

  /// No connection waits.
  static final int NONE = -1;

  /// None can be had for want of descriptors or memory.
  static final int EXHAUSTED = -2;

  /// One was there and has left.
  static final int GONE = -3;

  private static final int EAGAIN = 11;
  private static final int ENOMEM = 12;
  private static final int ENFILE = 23;
  private static final int EMFILE = 24;
  private static final int ENOBUFS = 105;
  private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int MSG_PEEK = 0x02;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int EPOLLIN = 0x001;
  private static final int EPOLLET = 1 << 31;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final int MAX_EVENTS = 512;
  private static final short AF_INET = 2;

  /// The kernel packs the event on x86-64 alone.
  private static final boolean IS_PACKED = System.getProperty("os.arch").equals("amd64");

  private static final int EVENT_BYTES = IS_PACKED ? 12 : 16;
  private static final int EVENT_DATA = IS_PACKED ? 4 : 8;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle ACCEPT =
      call("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle RECV =
      call("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SEND =
      call("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOSE =
      call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle EPOLL_CREATE =
      call("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle EPOLL_CTL =
      call("epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle EPOLL_WAIT =
      call("epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  private final Arena arena = Arena.ofShared();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment peer = arena.allocate(128, 8);
  private final MemorySegment peerLength = arena.allocate(JAVA_INT);
  private final MemorySegment bytes = arena.allocate(READ);
  private final MemorySegment event = arena.allocate(16, 8);
  private final MemorySegment events = arena.allocate((long) EVENT_BYTES * MAX_EVENTS, 8);
  private final byte[] looked = new byte[LOOK];
  private final byte[] address4 = new byte[4];
  private final byte[] address16 = new byte[16];
  private final int epoll;

  LinuxSockets() {
    try {
      epoll = (int) EPOLL_CREATE.invokeExact(state, NONBLOCK_CLOEXEC & 0x80000);
    } catch (Throwable e) {
      throw failed(e);
    }
    if (epoll < 0) {
      throw new IllegalStateException("epoll_create1: error " + errno());
    }
  }

  /// Whether this machine is one whose layouts are known here.
  static boolean areAvailable() {
    String arch = System.getProperty("os.arch");
    return System.getProperty("os.name").equals("Linux")
        && (arch.equals("amd64") || arch.equals("aarch64"));
  }

  @SuppressWarnings("restricted") // Native access is what this class is for.
  private static MethodHandle call(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), type, Linker.Option.captureCallState("errno"));
  }

  private static IllegalStateException failed(Throwable e) {
    return new IllegalStateException("a system call cannot be called", e);
  }

  private int errno() {
    return (int) ERRNO.get(state, 0L);
  }

  /// The next connection that waits, as a descriptor that does not block.
  ///
  /// @return [#NONE], [#EXHAUSTED] or [#GONE] if there is no connection
  int accept(int listener) {
    peerLength.set(JAVA_INT, 0, 128);
    try {
      int accepted = (int) ACCEPT.invokeExact(state, listener, peer, peerLength, NONBLOCK_CLOEXEC);
      return accepted >= 0
          ? accepted
          : switch (errno()) {
            case EAGAIN -> NONE;
            case ENOMEM, ENFILE, EMFILE, ENOBUFS -> EXHAUSTED;
            default -> GONE;
          };
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// Network of the connection accepted last.
  long network() {
    if (peer.get(JAVA_SHORT, 0) == AF_INET) {
      MemorySegment.copy(peer, JAVA_BYTE, 4, address4, 0, 4);
      return Network.keyOf(address4);
    }
    MemorySegment.copy(peer, JAVA_BYTE, 8, address16, 0, 16);
    return Network.keyOf(address16);
  }

  /// Copies what has arrived into [#looked] and leaves it to be read by whoever comes next.
  ///
  /// @return how many bytes; 0 if the other side has ended; -1 if nothing has arrived; -2 if the
  ///   connection is broken
  int look(int socket) {
    int got = receive(socket, LOOK, MSG_PEEK);
    if (got > 0) {
      MemorySegment.copy(bytes, JAVA_BYTE, 0, looked, 0, got);
    }
    return got;
  }

  /// The bytes that [#look] or [#read] found, at most [#LOOK]; valid until the next call.
  byte[] looked() {
    return looked;
  }

  /// Like [#look], but takes the bytes.
  int read(int socket) {
    int got = receive(socket, READ, 0);
    if (got > 0) {
      MemorySegment.copy(bytes, JAVA_BYTE, 0, looked, 0, Math.min(got, LOOK));
    }
    return got;
  }

  private int receive(int socket, long most, int flags) {
    try {
      long got = (long) RECV.invokeExact(state, socket, bytes, most, flags);
      return got >= 0 ? (int) got : errno() == EAGAIN ? -1 : -2;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// Sends a few bytes to somebody who was sent nothing before, so that they fit.
  ///
  /// @return whether all of them were taken
  boolean send(int socket, MemorySegment answer) {
    try {
      long sent = (long) SEND.invokeExact(state, socket, answer, answer.byteSize(), MSG_NOSIGNAL);
      return sent == answer.byteSize();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// Ends a connection. With bytes unread, the kernel resets it, which is the cheapest end there
  /// is.
  void close(int socket) {
    try {
      int ignored = (int) CLOSE.invokeExact(state, socket);
      // Linux has released the descriptor whatever close returns (close(2), NOTES).
      assert ignored <= 0;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// Wakes [#await] whenever a connection waits.
  void watchListener(int listener) {
    control(EPOLL_CTL_ADD, listener, EPOLLIN);
  }

  void ignoreListener(int listener) {
    control(EPOLL_CTL_DEL, listener, 0);
  }

  /// Wakes [#await] once for all that arrives at a time: what was only looked at does not wake it
  /// again. Closing the socket ends it.
  boolean watch(int socket) {
    return control(EPOLL_CTL_ADD, socket, EPOLLIN | EPOLLET);
  }

  void ignore(int socket) {
    control(EPOLL_CTL_DEL, socket, 0);
  }

  private boolean control(int operation, int socket, int interest) {
    event.set(JAVA_INT, 0, interest);
    event.set(JAVA_INT_UNALIGNED, EVENT_DATA, socket);
    try {
      return (int) EPOLL_CTL.invokeExact(state, epoll, operation, socket, event) == 0;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /// Waits until something has arrived.
  ///
  /// @return how many sockets are [#ready]
  int await(int millis) {
    try {
      return Math.max(0, (int) EPOLL_WAIT.invokeExact(state, epoll, events, MAX_EVENTS, millis));
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  int ready(int at) {
    return events.get(JAVA_INT_UNALIGNED, (long) at * EVENT_BYTES + EVENT_DATA);
  }

  void close() {
    close(epoll);
    arena.close();
  }
}
