package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.cotejo.audit.Seen;
import org.cotejo.model.AuthorityKeys;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a reader knows from elsewhere: whom to trust, and how far the log has come at least.
final class Trust {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private TrustedAuthority authority = new TrustedAuthority();

  @Option(
      names = "--at-least",
      paramLabel = "SIZE",
      defaultValue = "0",
      description = "Refuse a log with fewer entries, for instance those on a receipt.")
  private long atLeast;

  /// @throws IOException if there is no key in what was given; says why
  AuthorityKeys keys() throws IOException {
    return authority.keys();
  }

  /// @param memory where verified states are remembered, if they are
  Seen seen(Optional<Path> memory) {
    if (atLeast < 0) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--at-least is 0 or more");
    }
    return new Seen(memory, atLeast);
  }
}
