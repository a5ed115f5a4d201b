package org.cotejo.bench.flood;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/// Linux sockets and epoll without the JDK's channels between, whose work for each connection is as
/// much as that of the servers they are to keep busy. For one thread.
///
/// Calls answer what they answer in C, but a failure is minus the error number.
final class Sockets implements AutoCloseable {
  static final int CONNECTION_REFUSED = -111;
  static final int IN_PROGRESS = -115;
  static final int TRY_AGAIN = -11;

  static final int READABLE = 0x1;
  static final int WRITABLE = 0x4;
  static final int BROKEN = 0x8 | 0x10;
  static final int ENDED = 0x2000;

  private static final int EVENTS = 512;
  private static final int EVERY_CHANGE = READABLE | WRITABLE | ENDED | 1 << 31;

  private static final int AF_INET = 2;
  private static final int STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
  private static final int NO_SIGNAL = 0x4000;
  private static final int IPPROTO_IP = 0;
  private static final int BIND_ADDRESS_NO_PORT = 24;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_LINGER = 13;

  private static final ValueLayout.OfShort BIG_ENDIAN_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt BIG_ENDIAN_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int SOCKADDR_BYTES = 16;

  /// `struct epoll_event` is packed on x86-64 only.
  private static final int EVENT_DATA =
      System.getProperty("os.arch", "").equals("amd64") ? Integer.BYTES : Long.BYTES;

  private static final int EVENT_BYTES = EVENT_DATA + Long.BYTES;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SET_OPTION =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle BIND = call("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT = call("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SEND = transfer("send");
  private static final MethodHandle RECEIVE = transfer("recv");
  private static final MethodHandle CLOSE = call("close", JAVA_INT);
  private static final MethodHandle EPOLL_CREATE = call("epoll_create1", JAVA_INT);
  private static final MethodHandle EPOLL_CTL =
      call("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle EPOLL_WAIT =
      call("epoll_wait", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(STATE);
  private final MemorySegment one = arena.allocateFrom(JAVA_INT, 1);
  private final MemorySegment abort = arena.allocateFrom(JAVA_INT, 1, 0);
  private final MemorySegment target = arena.allocate(SOCKADDR_BYTES);
  private final MemorySegment source = arena.allocate(SOCKADDR_BYTES);
  private final MemorySegment event = arena.allocate(EVENT_BYTES);
  private final MemorySegment events = arena.allocate((long) EVENTS * EVENT_BYTES);
  private final int epoll;

  Sockets(InetSocketAddress to) throws IOException {
    fill(target, bits(to.getAddress().getAddress()), to.getPort());
    epoll = of(() -> (int) EPOLL_CREATE.invokeExact(state, 0));
    if (epoll < 0) {
      throw new IOException("epoll is not to be had here: error " + -epoll);
    }
  }

  @FunctionalInterface
  private interface Call {
    int make() throws Throwable;
  }

  private static MethodHandle call(String name, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  private static MethodHandle transfer(String name) {
    return link(name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  }

  @SuppressWarnings("restricted") // The point of this class.
  private static MethodHandle link(String name, FunctionDescriptor function) {
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    return linker.downcallHandle(
        library.findOrThrow(name), function, Linker.Option.captureCallState("errno"));
  }

  private static int bits(byte[] address) {
    return (address[0] & 0xFF) << 24
        | (address[1] & 0xFF) << 16
        | (address[2] & 0xFF) << 8
        | (address[3] & 0xFF);
  }

  private static void fill(MemorySegment address, int bits, int port) {
    address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_INET);
    address.set(BIG_ENDIAN_SHORT, Short.BYTES, (short) port);
    address.set(BIG_ENDIAN_INT, Integer.BYTES, bits);
  }

  private int of(Call call) {
    int result;
    try {
      result = call.make();
    } catch (Throwable e) {
      throw new IllegalStateException("a C function does not throw", e);
    }
    return result < 0 ? -state.get(JAVA_INT, ERRNO) : result;
  }

  /// A socket on its way to the target.
  ///
  /// @param sourceBits the IPv4 address to come from; 0 leaves it to the system
  /// @param tag what its events are told with
  /// @return the socket, or why there is none
  int connect(int sourceBits, int tag) {
    int socket = of(() -> (int) SOCKET.invokeExact(state, AF_INET, STREAM_NONBLOCK_CLOEXEC, 0));
    if (socket < 0) {
      return socket;
    }
    option(socket, IPPROTO_TCP, TCP_NODELAY, one);
    int result = sourceBits == 0 ? 0 : bind(socket, sourceBits);
    if (result == 0) {
      result = watch(socket, tag);
    }
    if (result == 0) {
      result = of(() -> (int) CONNECT.invokeExact(state, socket, target, SOCKADDR_BYTES));
    }
    if (result < 0 && result != IN_PROGRESS) {
      close(socket);
      return result;
    }
    return socket;
  }

  /// The port is left open until it connects, when the whole connection has to be unique, not the
  /// port alone.
  private int bind(int socket, int sourceBits) {
    option(socket, IPPROTO_IP, BIND_ADDRESS_NO_PORT, one);
    fill(source, sourceBits, 0);
    return of(() -> (int) BIND.invokeExact(state, socket, source, SOCKADDR_BYTES));
  }

  private int watch(int socket, int tag) {
    event.set(ValueLayout.JAVA_INT, 0, EVERY_CHANGE);
    event.set(ValueLayout.JAVA_LONG_UNALIGNED, EVENT_DATA, tag);
    int add = 1;
    return of(() -> (int) EPOLL_CTL.invokeExact(state, epoll, add, socket, event));
  }

  private void option(int socket, int level, int name, MemorySegment value) {
    int bytes = (int) value.byteSize();
    var _ = of(() -> (int) SET_OPTION.invokeExact(state, socket, level, name, value, bytes));
  }

  int send(int socket, MemorySegment bytes) {
    return of(
        () -> (int) (long) SEND.invokeExact(state, socket, bytes, bytes.byteSize(), NO_SIGNAL));
  }

  int receive(int socket, MemorySegment into) {
    return of(() -> (int) (long) RECEIVE.invokeExact(state, socket, into, into.byteSize(), 0));
  }

  /// Ends it with a reset, so that nothing of it lingers.
  void abort(int socket) {
    option(socket, SOL_SOCKET, SO_LINGER, abort);
    close(socket);
  }

  /// Ends it in order.
  void close(int socket) {
    var _ = of(() -> (int) CLOSE.invokeExact(state, socket));
  }

  /// Waits until something happens, at most so long.
  ///
  /// @return how many sockets it happened to, for [#tag] and [#what]
  int await(int millis) {
    return Math.max(
        0, of(() -> (int) EPOLL_WAIT.invokeExact(state, epoll, events, EVENTS, millis)));
  }

  int tag(int number) {
    long at = (long) number * EVENT_BYTES + EVENT_DATA;
    return (int) events.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
  }

  int what(int number) {
    return events.get(ValueLayout.JAVA_INT_UNALIGNED, (long) number * EVENT_BYTES);
  }

  @Override
  public void close() {
    close(epoll);
    arena.close();
  }
}
