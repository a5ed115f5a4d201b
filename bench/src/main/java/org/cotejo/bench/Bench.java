package org.cotejo.bench;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command behind `bench/run`.
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    description = "Measure Cotejo on this machine, beside the limit measured in the same run.",
    subcommands = {Accept.class, Verification.class},
    footer = {
      "",
      "Examples:",
      "  bench/run accept                       durable records a second over HTTP",
      "  bench/run verify                       1,000,000 records, 100 bulletins",
      "  bench/run verify --stations 5000 --contests 2 --bulletins 10"
    })
final class Bench implements Runnable {
  private Bench() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Bench()).setUsageHelpAutoWidth(true).execute(args));
  }

  /// The checkout measured.
  static Path home() {
    return Path.of(System.getProperty("cotejo.home", "."));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
