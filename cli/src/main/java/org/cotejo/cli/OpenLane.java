package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import org.cotejo.cli.terminal.Address;
import picocli.CommandLine.Option;

/// Where a statement is handed in by whoever has no ticket.
final class OpenLane {
  @Option(
      names = "--intake",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8703",
      converter = Address.Intake.class,
      description = "Where to hand it in (default ${DEFAULT-VALUE}).")
  private URI intake = URI.create("http://127.0.0.1:8703");

  /// @param what the statement says, in words
  /// @param out is told what became of it
  /// @return the exit code
  int handIn(byte[] signed, String what, PrintWriter out) throws IOException {
    return new Delivery(intake, out).handIn(signed, what);
  }
}
