package org.cotejo.bench;

import java.io.IOException;
import java.io.PrintWriter;
import org.cotejo.bench.Peers.Peer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command behind `bench/run`.
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    description = {
      "Measure this checkout on this machine.",
      "",
      "Each run prints what it measured beside the limit it is held against, measured in the same run."
          + " What it makes is in bench/target and is made again when it is missing."
    },
    footer = {
      "",
      "Examples:",
      "  bench/run accept                                     about a minute",
      "  bench/run verify                                     the first time several minutes",
      "  bench/run verify --stations 2000 --contests 5 --bulletins 10",
      "  bench/run demo",
      "  bench/run append                                     the log alone",
      "  bench/run tree",
      "  bench/run crash                                      10,000 simulated crashes",
      "  bench/run fuzz                                       10,000,000 inputs for each reader",
      "  bench/run fuzz 60s",
      "",
      "Exit codes: 0 measured; 1 what was measured did not work; 2 could not be measured."
    },
    subcommands = {Accept.class, VerifyNight.class, DemoNight.class, Append.class, Rebuild.class})
public final class Bench implements Runnable {
  static final int MEASURED = 0;
  static final int DID_NOT_WORK = 1;
  static final int NOT_MEASURED = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  Bench() {}

  public static void main(String[] args) {
    System.exit(
        new CommandLine(new Bench())
            .setUsageHelpAutoWidth(true)
            .setExecutionExceptionHandler(Bench::explain)
            .execute(args));
  }

  private static int explain(
      Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (problem instanceof IOException expected) {
      err.println("bench: " + expected.getMessage());
    } else {
      problem.printStackTrace(err);
    }
    err.flush();
    return NOT_MEASURED;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// Prints each peer, and what share of it was reached on one core and on all.
  static void compare(Lines lines, double perSecond, Peers peers) {
    int cores = Runtime.getRuntime().availableProcessors();
    for (Peer peer : peers.all()) {
      lines.line(
          peer.name() + ", one core", "%,.0f signatures verified/s".formatted(peer.perSecond()));
    }
    String limit = peers.limit().name();
    double one = peers.limit().perSecond();
    lines.line("ratio to " + limit + ", one core", "%.2f".formatted(perSecond / one));
    lines.line(
        "ratio to " + limit + ", " + cores + " cores", "%.2f".formatted(perSecond / (one * cores)));
  }
}
