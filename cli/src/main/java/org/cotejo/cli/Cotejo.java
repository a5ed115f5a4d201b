package org.cotejo.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/// The `cotejo` command, here so that the launcher has something to start.
@Command(
    name = "cotejo",
    mixinStandardHelpOptions = true,
    versionProvider = Cotejo.Version.class,
    description = "An election results system that anyone can check.")
public final class Cotejo implements Runnable {
  Cotejo() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Cotejo()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /// The version is the jar's own, so that it is written once, in the root pom.
  static final class Version implements IVersionProvider {
    Version() {}

    @Override
    public String[] getVersion() {
      String version = Cotejo.class.getPackage().getImplementationVersion();
      return new String[] {"cotejo " + (version == null ? "(not from its jar)" : version)};
    }
  }
}
