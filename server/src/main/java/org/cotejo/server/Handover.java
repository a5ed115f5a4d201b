package org.cotejo.server;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.cotejo.server.gate.ListeningSocket;

/// How one server of an election takes over from another on the same machine without anybody being
/// refused: it is given the very sockets that connections arrive at, through a socket in the
/// election's private directory (SCM_RIGHTS, unix(7)). Connections wait in them for either process.
/// They are passed before the journal is free, whose lock decides who may write.
final class Handover implements AutoCloseable {
  private static final int BACKLOG = 1;
  private static final int LOOK_MILLIS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// What a socket's address has room for.
  private static final int MAX_PATH_BYTES = 107;

  private final Path path;
  private final Socket socket;
  private final Listeners listeners;
  private final Runnable given;
  private final Thread thread;
  private volatile boolean closing;

  /// The sockets of the lanes of stations and of senders without a ticket.
  record Listeners(ListeningSocket stations, ListeningSocket open) {
    void close() throws IOException {
      stations.close();
      open.close();
    }
  }

  /// Waits for a successor.
  ///
  /// @param given told once it has the sockets: nothing more is to be accepted here
  /// @throws IOException if the socket cannot be made
  Handover(Path path, Listeners listeners, Runnable given) throws IOException {
    this.path = path;
    this.listeners = listeners;
    this.given = given;
    Files.deleteIfExists(path);
    this.socket = Socket.newSocketDomain();
    try {
      socket.bind(new DomainSocketAddress(path.toFile()));
      socket.listen(BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw new IOException(path + " cannot be made: " + e.getMessage(), e);
    }
    this.thread = Thread.ofPlatform().daemon().name("handover").unstarted(this::run);
    thread.start();
  }

  /// Whether a socket can have this path.
  static boolean isPossible(Path path) {
    return ListeningSocket.isPossible()
        && path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
  }

  private void run() {
    boolean isGiven = false;
    while (!closing && !isGiven) {
      try {
        int successor = socket.accept(new byte[128]);
        if (successor >= 0) {
          isGiven = give(new Socket(successor));
        } else {
          pause();
        }
      } catch (IOException e) {
        // Whoever asked has left, or this server is closing: the loop decides.
        pause();
      }
    }
    if (isGiven) {
      given.run();
    }
  }

  private boolean give(Socket successor) throws IOException {
    try {
      return successor.sendFd(listeners.stations().descriptor()) > 0
          && successor.sendFd(listeners.open().descriptor()) > 0;
    } finally {
      successor.close();
    }
  }

  /// Asks the server that runs now for its sockets.
  ///
  /// @return empty if none runs
  /// @throws IOException if one does and does not give them
  static Optional<Listeners> take(Path path) throws IOException {
    if (!isPossible(path) || !Files.exists(path)) {
      return Optional.empty();
    }
    Socket socket = Socket.newSocketDomain();
    try {
      if (!socket.connect(new DomainSocketAddress(path.toFile()))) {
        return Optional.empty();
      }
      ListeningSocket stations = ListeningSocket.inherited(receive(socket));
      try {
        return Optional.of(new Listeners(stations, ListeningSocket.inherited(receive(socket))));
      } catch (IOException e) {
        stations.close();
        throw e;
      }
    } catch (java.net.ConnectException e) {
      // A server that was killed has left its socket behind.
      return Optional.empty();
    } finally {
      socket.close();
    }
  }

  private static int receive(Socket socket) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    int received = socket.recvFd();
    while (received == 0 && System.nanoTime() < end) {
      pause();
      received = socket.recvFd();
    }
    if (received <= 0) {
      throw new IOException("the server that runs does not hand its sockets over; stop it first");
    }
    return received;
  }

  private static void pause() {
    LockSupport.parkNanos(LOOK_MILLIS * 1_000_000L);
  }

  /// Waits for no successor any more.
  @Override
  public void close() throws IOException {
    if (closing) {
      return;
    }
    closing = true;
    try {
      // Before the socket is closed: its number could be another's by the time it is asked.
      if (Thread.currentThread() != thread) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
    Files.deleteIfExists(path);
  }
}
