package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.cotejo.audit.Seen;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;
import org.cotejo.model.AuthorityKeys;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What a reader knows from elsewhere: whom to trust, and how far the log has come at least.
final class Trust {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--authority",
      required = true,
      paramLabel = "KEY",
      description = "The authority's public keys: a file, or one key as ed25519:<hex>.")
  private String authority = "";

  @Option(
      names = "--at-least",
      paramLabel = "SIZE",
      defaultValue = "0",
      description = "Refuse a log with fewer entries, for instance those on a receipt.")
  private long atLeast;

  /// The keys of `--authority`.
  AuthorityKeys keys() throws IOException {
    return keys(authority);
  }

  static AuthorityKeys keys(String authority) throws IOException {
    if (!authority.matches("(ed25519|eddsa|es256):.*")) {
      return AuthorityKeys.read(Path.of(authority));
    }
    try {
      return AuthorityKeys.of(VerificationKey.parse(authority));
    } catch (MalformedException e) {
      throw new IOException("--authority: " + e.getMessage(), e);
    }
  }

  /// @param memory where verified states are remembered, if they are
  Seen seen(Optional<Path> memory) {
    if (atLeast < 0) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--at-least is 0 or more");
    }
    return new Seen(memory, atLeast);
  }
}
