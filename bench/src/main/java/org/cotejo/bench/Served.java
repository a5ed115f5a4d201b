package org.cotejo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotejo.server.ElectionDirectory;

/// Our server as `./cotejo serve` starts it, in a process of its own.
record Served(Process process, Addresses addresses) implements AutoCloseable {
  /// @param intake for stations, with tickets
  /// @param open for everybody else
  /// @param operators for whoever has the token
  /// @param site for readers
  record Addresses(
      InetSocketAddress intake,
      InetSocketAddress open,
      InetSocketAddress operators,
      InetSocketAddress site) {
    static Addresses free() throws IOException {
      List<InetSocketAddress> free = Ports.free(4);
      return new Addresses(free.get(0), free.get(1), free.get(2), free.get(3));
    }

    private List<String> arguments() {
      return List.of(
          "--intake",
          Ports.text(intake),
          "--open",
          Ports.text(open),
          "--operators",
          Ports.text(operators),
          "--site",
          Ports.text(site));
    }
  }

  /// @param prefix what to start it with, such as `taskset -c 0`
  /// @param options further ones of the command
  static Process launch(
      ElectionDirectory election,
      Addresses addresses,
      List<String> prefix,
      List<String> options,
      Path output)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Child.checkout().resolve("cotejo").toString());
    command.addAll(List.of("serve", "--dir", election.root().toString()));
    command.addAll(addresses.arguments());
    command.addAll(options);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .start();
  }

  /// Starts it and waits until it listens.
  static Served start(ElectionDirectory election, List<String> prefix, List<String> options)
      throws IOException {
    Addresses addresses = Addresses.free();
    Path output = election.root().resolveSibling(election.root().getFileName() + ".out");
    Process process = launch(election, addresses, prefix, options, output);
    try {
      Ports.await(process, addresses.site);
      Ports.await(process, addresses.intake);
    } catch (IOException e) {
      process.destroyForcibly();
      throw new IOException("the server does not start: " + Files.readString(output).strip(), e);
    }
    return new Served(process, addresses);
  }

  /// Sets limits other than the standard ones, for a server that is started afterwards.
  static void limit(ElectionDirectory election, Map<String, Integer> limits) throws IOException {
    String json =
        limits.entrySet().stream()
            .map(limit -> "\"" + limit.getKey() + "\": " + limit.getValue())
            .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
    Files.writeString(election.root().resolve("limits.json"), json, StandardCharsets.UTF_8);
  }

  static List<String> tls(Certificate certificate) {
    return List.of(
        "--tls-certificate",
        certificate.chain().toString(),
        "--tls-key",
        certificate.key().toString());
  }

  /// Asks it to end in order, and waits.
  @Override
  public void close() {
    Child.end(process);
  }
}
