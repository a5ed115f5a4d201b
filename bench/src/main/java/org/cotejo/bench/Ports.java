package org.cotejo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Addresses on 127.0.0.1 for servers that are to be started.
final class Ports {
  private static final int ATTEMPTS = 600;
  private static final int ATTEMPT_MILLIS = 50;

  private Ports() {}

  /// Addresses that are free at the moment, all different.
  static List<InetSocketAddress> free(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1")));
      }
      return held.stream()
          .map(socket -> new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort()))
          .toList();
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
  }

  static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  /// Waits until somebody listens.
  ///
  /// @throws IOException if the process ends or nobody listens within half a minute
  static void await(Process process, InetSocketAddress address) throws IOException {
    for (int i = 0; i < ATTEMPTS && process.isAlive(); i++) {
      try (var socket = new Socket()) {
        socket.connect(address);
        return;
      } catch (IOException e) {
        pause();
      }
    }
    throw new IOException("nobody listens at " + text(address));
  }

  /// Starts a server and waits until it listens everywhere it should.
  ///
  /// @param output what it prints is kept here, to look at if it does not start
  static Process start(List<String> command, Path output, List<InetSocketAddress> listening)
      throws IOException {
    Process server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      for (InetSocketAddress address : listening) {
        await(server, address);
      }
      return server;
    } catch (IOException e) {
      server.destroy();
      throw new IOException(command + " does not start: " + Files.readString(output).strip(), e);
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(ATTEMPT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
