package org.cotejo.cli;

import java.io.IOException;
import java.net.URI;
import org.cotejo.cli.terminal.Address;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Where a statement is handed in by whoever has no ticket.
final class OpenLane {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--intake",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8703",
      converter = Address.Intake.class,
      description = "Where to hand it in (default ${DEFAULT-VALUE}).")
  private URI intake = URI.create("http://127.0.0.1:8703");

  /// @param what the statement says, in words
  /// @return the exit code
  int handIn(byte[] signed, String what) throws IOException {
    return new Delivery(intake, spec.commandLine().getOut()).handIn(signed, what);
  }
}
