package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// `cotejo serve` in a process of its own.
final class Serving implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final URI statements;
  private final URI site;

  /// @param directory of the election; what the process complains of goes to `err` beside it
  Serving(Path directory) throws IOException {
    Path err = directory.resolveSibling("err");
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.cotejo.cli.Cotejo",
                "serve",
                "--dir=" + directory,
                "--intake=127.0.0.1:0",
                "--site=127.0.0.1:0",
                "--publish=1",
                "--bulletin=1")
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
            .start();
    said = process.inputReader();
    statements = nextAddress(err);
    site = nextAddress(err);
  }

  private URI nextAddress(Path err) throws IOException {
    String line = said.readLine();
    assertThat(line).as(Files.readString(err)).contains("http://");
    return URI.create(line.substring(line.indexOf("http://")).strip());
  }

  /// Where statements are taken.
  URI statements() {
    return statements;
  }

  /// Where files are published.
  URI site() {
    return site;
  }

  /// Ends it as an operator does, within half a minute.
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("stopped").isTrue();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    said.close();
  }
}
