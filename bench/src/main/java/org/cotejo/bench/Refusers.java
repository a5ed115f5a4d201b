package org.cotejo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.bench.Comparison.Part;
import org.cotejo.bench.Refuser.Way;

/// Our server, and those others that are installed, all turning everybody away.
record Refusers(List<Refuser> all) implements AutoCloseable {
  private static final int STATIONS = 10;

  /// So high that the same network is refused one by one over and over, as all of them are by the
  /// others.
  private static final Map<String, Integer> EVERYBODY =
      Map.of("acceptsPerNetwork", 1_000_000, "failuresPerNetwork", 10_000_000);

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
      servers.all.add(answering(directory.resolve("answering"), prefix));
      servers.all.add(silent(directory.resolve("silent"), certificate, prefix));
      return servers;
    } catch (IOException e) {
      servers.close();
      throw e;
    }
  }

  /// Ours, telling everybody why.
  private static Refuser answering(Path directory, List<String> prefix) throws IOException {
    Served server = start(directory, Map.of("answersPerNetwork", 10_000_000), prefix, List.of());
    return new Refuser(
        Part.OURS,
        server.process(),
        Optional.of(new Way("cotejo, wrong tickets", server.addresses().intake())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Ours, telling nobody anything.
  private static Refuser silent(Path directory, Certificate certificate, List<String> prefix)
      throws IOException {
    Served server =
        start(
            directory,
            Map.of("answersPerNetwork", 0, "parked", 0),
            prefix,
            Served.tls(certificate));
    return new Refuser(
        Part.OURS,
        server.process(),
        Optional.empty(),
        Optional.of(new Way("cotejo, wrong tickets, no answers", server.addresses().intake())),
        Optional.of(new Way("cotejo, wrong tickets as names", server.addresses().intake())),
        Optional.empty());
  }

  private static Served start(
      Path directory, Map<String, Integer> limits, List<String> prefix, List<String> options)
      throws IOException {
    Rehearsal rehearsal = Rehearsal.found(directory, STATIONS, 1);
    var all = new TreeMap<>(EVERYBODY);
    all.putAll(limits);
    Served.limit(rehearsal.directory(), all);
    return Served.start(rehearsal.directory(), prefix, options);
  }

  @Override
  public void close() throws IOException {
    for (Refuser server : all) {
      server.close();
    }
  }
}
