package org.cotejo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Another program that a measurement uses where it is installed.
///
/// @param debianPackage what to install if it is missing
record Program(String name, String debianPackage) {
  static final Program NGINX = new Program("nginx", "nginx-light and libnginx-mod-stream");
  static final Program HAPROXY = new Program("haproxy", "haproxy");
  static final Program OPENSSL = new Program("openssl", "openssl");
  static final Program TASKSET = new Program("taskset", "util-linux");
  static final Program IP = new Program("ip", "iproute2");
  static final Program TC = new Program("tc", "iproute2");
  static final Program MOUNT = new Program("mount", "mount");
  static final Program UMOUNT = new Program("umount", "mount");

  /// Servers are often where only the administrator's path leads.
  private static final List<String> ADMINISTRATORS =
      List.of("/usr/local/sbin", "/usr/sbin", "/sbin");

  Optional<Path> find() {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)),
            ADMINISTRATORS.stream())
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  boolean isInstalled() {
    return find().isPresent();
  }

  String missing() {
    return name + " is not installed (Debian: " + debianPackage + ")";
  }

  /// @throws IOException if it is not installed
  List<String> command(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(find().orElseThrow(() -> new IOException(missing())).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /// Runs it to its end.
  ///
  /// @return what it printed
  /// @throws IOException with what it complained of, if it failed
  String run(String... arguments) throws IOException {
    return feed("", arguments);
  }

  /// Runs it with something to read.
  String feed(String input, String... arguments) throws IOException {
    Process process = new ProcessBuilder(command(arguments)).redirectErrorStream(true).start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(input);
    }
    String output;
    try (var out = process.getInputStream()) {
      output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      if (process.waitFor() != 0) {
        throw new IOException(name + " " + String.join(" ", arguments) + ": " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return output;
  }
}
