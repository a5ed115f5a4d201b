package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;
import org.cotejo.model.Enrolment;
import org.cotejo.server.KeyFile;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What an organisation does so that its agents' copies are taken.
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = {
      "Say who signs copies of sheets and evidence for an organisation.",
      "The organisation is one whose key the election statement has, from `cotejo election create"
          + " --organisation`. A revocation acts from its own place in the log on."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo agent add ed25519:9b62… --election election.statement \\",
      "      --organisation-key list.key --intake http://intake.example:8703",
      "  cotejo agent revoke ed25519:9b62… --dir night --organisation-key list.key"
    })
final class AgentCommand implements Callable<Integer> {
  /// What is done with the key.
  enum Action {
    ADD,
    REVOKE
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "ACTION", description = "add or revoke.")
  private Action action = Action.ADD;

  @Parameters(index = "1", paramLabel = "KEY", description = "Public key, as ed25519:<hex>.")
  private String key = "";

  @ArgGroup(multiplicity = "1")
  private WhichElection election = new WhichElection();

  @Option(
      names = "--organisation-key",
      required = true,
      paramLabel = "FILE",
      description = "The organisation's private key.")
  private Path organisationKey = Path.of("");

  @Mixin private OpenLane intake = new OpenLane();

  @Override
  public Integer call() throws IOException {
    VerificationKey agent = key();
    Enrolment.Change change =
        switch (action) {
          case ADD -> new Enrolment.AddAgent(agent);
          case REVOKE -> new Enrolment.Revoke();
        };
    byte[] signed =
        new Enrolment(agent.id(), change)
            .sign(election.id(), KeyFile.read(organisationKey))
            .bytes();
    String what = action.name().toLowerCase(Locale.ROOT) + " " + agent;
    return intake.handIn(signed, what, spec.commandLine().getOut());
  }

  private VerificationKey key() {
    try {
      return VerificationKey.parse(key);
    } catch (MalformedException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), "KEY: " + e.getMessage(), e);
    }
  }
}
