package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Our server and those others that are installed, all turning everybody away.
record Refusers(List<Refuser> all) implements AutoCloseable {
  /// @param prefix what to start each with, such as `taskset -c 0`
  static Refusers start(Path directory, List<String> prefix, Lines lines) throws IOException {
    var servers = new Refusers(new ArrayList<>());
    try {
      Certificate certificate = Certificate.make(directory);
      if (Program.NGINX.isInstalled()) {
        Path own = Files.createDirectory(directory.resolve("nginx"));
        servers.all.add(Nginx.refusing(own, certificate, prefix));
      } else {
        lines.title("  " + Program.NGINX.missing());
      }
      if (Program.HAPROXY.isInstalled()) {
        Path own = Files.createDirectory(directory.resolve("haproxy"));
        servers.all.add(Haproxy.refusing(own, prefix));
      } else {
        lines.title("  " + Program.HAPROXY.missing());
      }
      return servers;
    } catch (IOException e) {
      servers.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    for (Refuser server : all) {
      server.close();
    }
  }
}
