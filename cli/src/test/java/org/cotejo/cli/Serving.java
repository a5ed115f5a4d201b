package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A command that listens until it is stopped, in a process of its own.
final class Serving implements AutoCloseable {
  private final Process process;
  private final BufferedReader said;
  private final URI intake;
  private final URI statements;
  private final URI site;

  /// @param directory of the election; what the process complains of goes to `err` beside it
  Serving(Path directory) throws IOException {
    this(
        directory.resolveSibling("err"),
        "serve",
        "--dir=" + directory,
        "--intake=127.0.0.1:0",
        "--open=127.0.0.1:0",
        "--operators=127.0.0.1:0",
        "--site=127.0.0.1:0",
        "--publish=1",
        "--bulletin=1");
  }

  /// A command that tells first where it listens; `serve` in four lines.
  ///
  /// @param err file for what it complains of
  Serving(Path err, String... command) throws IOException {
    process =
        Run.elsewhere((Object[]) command)
            .redirectErrorStream(false)
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
            .start();
    said = process.inputReader();
    boolean isServer = command[0].equals("serve");
    if (isServer) {
      String line = String.valueOf(said.readLine());
      assertThat(line).as(Files.readString(err)).contains("/<ticket>/statements");
      String address = line.substring(line.indexOf("http://"), line.indexOf("/<ticket>"));
      intake = URI.create(address);
    } else {
      intake = URI.create("");
    }
    statements = nextAddress(err);
    if (isServer) {
      var _ = nextAddress(err);
    }
    site = isServer ? nextAddress(err) : statements;
  }

  private URI nextAddress(Path err) throws IOException {
    String line = said.readLine();
    assertThat(line).as(Files.readString(err)).contains("http://");
    return URI.create(line.substring(line.indexOf("http://")).strip());
  }

  /// The next line it says.
  String line() throws IOException {
    return String.valueOf(said.readLine());
  }

  /// Where a server listens for those with a ticket.
  URI intake() {
    return intake;
  }

  /// Where it listens; of a server, for statements without a ticket.
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
