package org.cotejo.server;

import java.io.IOException;
import java.nio.file.Path;

/// A server process that says its port, runs until its input ends and then stops in order, if it is
/// not killed first.
final class KilledServer {
  private KilledServer() {}

  public static void main(String[] arguments) throws IOException {
    try (Running running = new Running(new ElectionDirectory(Path.of(arguments[0])))) {
      System.out.println(running.server.openAddress().getPort());
      while (System.in.read() >= 0) {
        // Nobody says anything; the end of the input is the sign to stop.
      }
    }
    System.out.println("stopped");
  }
}
