package org.cotejo.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Disputes, in public and in order.
@Command(
    name = "docket",
    mixinStandardHelpOptions = true,
    description = {
      "File what a dispute is made of in the public log, and show what the log has of it.",
      "",
      "Claims, challenges and evidence change no count; a ruling or a corrigendum does, and both"
          + " values stay. Every side uses the same commands, and the log says nothing of who is"
          + " right."
    },
    subcommands = {
      DocketClaimCommand.class,
      DocketChallengeCommand.class,
      DocketEvidenceCommand.class,
      DocketDiscloseCommand.class,
      DocketRuleCommand.class,
      DocketShowCommand.class,
      DocketExportCommand.class,
      DocketImportCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  cotejo docket challenge president/XX --relief recount --station 0101 \\",
      "      --election election.statement --key list.key --out challenge.statement",
      "  cotejo docket show https://results.example --authority authority.pub"
    })
final class DocketCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "say what to do: cotejo docket claim, challenge, evidence, disclose, rule, show, export or"
            + " import");
  }
}
