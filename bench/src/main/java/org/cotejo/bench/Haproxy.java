package org.cotejo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotejo.bench.Comparison.Part;
import org.cotejo.bench.Refuser.Way;

/// HAProxy with one thread, turning everybody away in all the ways it knows.
final class Haproxy {
  private static final String REJECTING =
      """
      global
        nbthread 1
        maxconn 8192
      defaults
        timeout client 30s
        timeout connect 5s
        timeout server 30s
        backlog 4096
      frontend silent
        mode tcp
        bind %SILENT%
        tcp-request connection reject
      """;

  private static final String CONFIGURATION =
      REJECTING
          + """
          frontend answering
            mode http
            bind %ANSWERING%
            http-request deny
          frontend by-name
            mode tcp
            bind %BYNAME%
            tcp-request inspect-delay 5s
            tcp-request content accept if { req.ssl_sni -i known.example }
            tcp-request content reject if { req.ssl_hello_type 1 }
          """;

  private Haproxy() {}

  /// @param prefix what to start it with, such as `taskset -c 0`
  static Refuser refusing(Path directory, List<String> prefix) throws IOException {
    List<InetSocketAddress> free = Ports.free(3);
    Path file = directory.resolve("haproxy.cfg");
    Files.writeString(
        file,
        CONFIGURATION
            .replace("%ANSWERING%", Ports.text(free.get(0)))
            .replace("%SILENT%", Ports.text(free.get(1)))
            .replace("%BYNAME%", Ports.text(free.get(2))));
    List<String> command = new ArrayList<>(prefix);
    command.addAll(Program.HAPROXY.command("-db", "-q", "-f", file.toString()));
    return new Refuser(
        Part.PEER,
        Ports.start(command, directory.resolve("haproxy.out"), free),
        Optional.of(new Way("HAProxy, http-request deny", free.get(0))),
        Optional.of(new Way("HAProxy, tcp-request connection reject", free.get(1))),
        Optional.of(new Way("HAProxy, tcp-request content reject", free.get(2))),
        Optional.empty());
  }

  /// Only the one that ends connections as soon as they are there, where it cannot be waited for.
  static Process rejecting(Path directory, InetSocketAddress at, List<String> prefix)
      throws IOException {
    Path file = directory.resolve("rejecting.cfg");
    Files.writeString(file, REJECTING.replace("%SILENT%", Ports.text(at)));
    List<String> command = new ArrayList<>(prefix);
    command.addAll(Program.HAPROXY.command("-db", "-q", "-f", file.toString()));
    return Ports.start(command, directory.resolve("rejecting.out"), List.of());
  }
}
