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
      "Each run prints what it measured beside the limit it is held against, measured in the same"
          + " run. What it makes is in bench/target and is made again when it is missing."
    },
    footer = {
      "",
      "Examples:",
      "  bench/run accept                                     some minutes",
      "  bench/run verify                                     the first time several minutes",
      "  bench/run verify --stations 2000 --contests 5 --bulletins 10",
      "  bench/run publish",
      "  bench/run publish --stations 100000 --contests 10     some minutes",
      "  bench/run browse                                     the pages of 100,000 stations",
      "  bench/run reconcile                                  two tables of 1,000,000 stations",
      "  bench/run demo",
      "  bench/run append                                     the log alone",
      "  bench/run tree",
      "  bench/run crash                                      10,000 simulated crashes",
      "  bench/run sheet                                      200 photographs of each kind",
      "  bench/run pictures                                   100 sheets of one form and their copies",
      "  bench/run check-null                                 1,000 elections with nothing wrong",
      "  bench/run planted                                    20 elections with planted defects",
      "  bench/run gate                                       about ten minutes",
      "  bench/run siege                                      about ten minutes",
      "  bench/run siege --only 'bad signatures' --no-peer",
      "  bench/run soak 10 --keep graph.svg",
      "  bench/run chaos --seed 7                             about five minutes",
      "  bench/run fuzz                                       10,000,000 inputs for each reader",
      "  bench/run fuzz 60s",
      "",
      "Exit codes: 0 measured; 1 what was measured did not work; 2 could not be measured."
    },
    subcommands = {
      Accept.class,
      VerifyNight.class,
      Publish.class,
      Reconcile.class,
      DemoNight.class,
      Append.class,
      Rebuild.class,
      Gate.class,
      Siege.class,
      Soak.class,
      Chaos.class
    })
public final class Bench implements Runnable {
  static final int MEASURED = 0;
  static final int DID_NOT_WORK = 1;
  static final int NOT_MEASURED = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  Bench() {}

  public static void main(String[] args) {
    Runtime.getRuntime().addShutdownHook(new Thread(Bench::endChildren));
    System.exit(
        new CommandLine(new Bench())
            .setUsageHelpAutoWidth(true)
            .setExecutionExceptionHandler(Bench::explain)
            .execute(args));
  }

  /// Whoever is interrupted leaves no server or load behind.
  private static void endChildren() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
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

  static void tell(Lines lines, Peers peers) {
    for (Peer peer : peers.all()) {
      lines.line(
          peer.name() + ", one core", "%,.0f signatures verified/s".formatted(peer.perSecond()));
    }
  }

  /// Prints each peer, and what share of it was reached on one core and on all.
  static void compare(Lines lines, double perSecond, Peers peers) {
    int cores = Runtime.getRuntime().availableProcessors();
    tell(lines, peers);
    String limit = peers.limit().name();
    double one = peers.limit().perSecond();
    lines.line("ratio to " + limit + ", one core", "%.2f".formatted(perSecond / one));
    lines.line(
        "ratio to " + limit + ", " + cores + " cores", "%.2f".formatted(perSecond / (one * cores)));
  }
}
