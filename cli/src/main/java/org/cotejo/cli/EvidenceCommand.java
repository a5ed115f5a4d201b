package org.cotejo.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Files that somebody will want to rely on later.
@Command(
    name = "evidence",
    mixinStandardHelpOptions = true,
    description = "Pack, time-stamp and compare files that are to be relied on later.",
    subcommands = {
      EvidenceBagCommand.class,
      EvidenceCheckBagCommand.class,
      EvidenceStampCommand.class,
      EvidenceCheckStampCommand.class,
      EvidenceImagesCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  cotejo evidence bag photographs --organisation observers --out exhibits",
      "  cotejo evidence stamp exhibits/tagmanifest-sha256.txt --authority-url URL \\",
      "      --out stamps",
      "  cotejo evidence images photographs"
    })
final class EvidenceCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo evidence bag, check-bag, stamp, …");
  }
}
