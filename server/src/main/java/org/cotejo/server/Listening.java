package org.cotejo.server;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Listens at an address, or says why that cannot be, in words for whoever started the server.
final class Listening {
  /// Held, since a logger nobody holds forgets its level.
  private static final Logger LIBRARY = Logger.getLogger("io.helidon");

  private Listening() {}

  /// Starts a server of a library that logs that it cannot listen, and goes on without.
  ///
  /// @param address port 0 picks a free one
  /// @throws IOException if the address cannot be listened at
  static WebServer start(WebServerConfig.Builder server, InetSocketAddress address)
      throws IOException {
    refuseIfTaken(address);
    WebServer started;
    try {
      started =
          server
              .address(address.getAddress())
              .port(address.getPort())
              .shutdownHook(false)
              .build()
              .start();
    } catch (RuntimeException e) {
      throw failed(address, e);
    }
    if (!started.isRunning()) {
      throw failed(address, new IOException("it was taken just now"));
    }
    return started;
  }

  private static void refuseIfTaken(InetSocketAddress address) throws IOException {
    LIBRARY.setLevel(Level.WARNING);
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(address);
    } catch (IOException e) {
      throw failed(address, e);
    }
  }

  static IOException failed(InetSocketAddress address, Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String reason = String.valueOf(cause.getMessage());
    return new IOException(
        "cannot listen on %s:%d (%s): choose another address, or stop what listens there"
            .formatted(
                address.getHostString(),
                address.getPort(),
                reason.substring(reason.lastIndexOf(": ") + 1).strip()),
        problem);
  }
}
