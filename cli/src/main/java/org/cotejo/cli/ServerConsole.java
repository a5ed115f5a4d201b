package org.cotejo.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.cotejo.cli.operators.ConsoleClient;
import org.cotejo.cli.terminal.Address;
import org.cotejo.server.ElectionDirectory;
import org.cotejo.server.OperatorToken;
import picocli.CommandLine.Option;

/// The console of an election's server, for whoever can read its directory.
final class ServerConsole {
  @Option(names = "--dir", required = true, paramLabel = "D", description = "The election.")
  private Path directory = Path.of("");

  @Option(
      names = "--operators",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8704",
      converter = Address.Listening.class,
      description = "The server's console (default ${DEFAULT-VALUE}).")
  private InetSocketAddress operators = new InetSocketAddress(0);

  /// @throws IOException if the operator's token cannot be read
  ConsoleClient open() throws IOException {
    return new ConsoleClient(
        operators, OperatorToken.read(new ElectionDirectory(directory).operatorToken()));
  }
}
