package org.cotejo.server.gate;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;

/// A socket that connections arrive at, outside any event loop, so that another process can be
/// given it: what waits in it then waits for either of the two.
public final class ListeningSocket implements AutoCloseable {
  /// What the kernel keeps of connections that nobody has accepted; it may keep less
  /// (`net.core.somaxconn`).
  private static final int BACKLOG = 4096;

  private static final int IPPROTO_TCP = 6;
  private static final int TCP_DEFER_ACCEPT = 9;

  private final Socket socket;

  private ListeningSocket(Socket socket) {
    this.socket = socket;
  }

  /// Whether there are such sockets here.
  public static boolean isPossible() {
    return Epoll.isAvailable() && LinuxSockets.areAvailable();
  }

  /// Begins to listen.
  ///
  /// @param deferSeconds how long the kernel keeps back a connection on which nothing has arrived
  /// @throws IOException if the address cannot be listened at
  public static ListeningSocket open(InetSocketAddress address, int deferSeconds)
      throws IOException {
    // Whoever asks nothing before has not loaded what this calls.
    Epoll.ensureAvailability();
    Socket socket = Socket.newSocketStream();
    try {
      socket.setReuseAddress(true);
      // Inherited by what is accepted, which saves a call for each.
      socket.setTcpNoDelay(true);
      if (deferSeconds > 0) {
        socket.setIntOpt(IPPROTO_TCP, TCP_DEFER_ACCEPT, deferSeconds);
      }
      socket.bind(address);
      socket.listen(BACKLOG);
      return new ListeningSocket(socket);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /// One that another process opened.
  public static ListeningSocket inherited(int descriptor) {
    return new ListeningSocket(new Socket(descriptor));
  }

  public int descriptor() {
    return socket.intValue();
  }

  public InetSocketAddress address() {
    return socket.localAddress();
  }

  /// Stops listening, unless another process holds the socket too.
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
