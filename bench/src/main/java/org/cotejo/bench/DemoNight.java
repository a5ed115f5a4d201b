package org.cotejo.bench;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Measures `cotejo demo`.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Time and memory of `cotejo demo --exit`, which paces itself.")
final class DemoNight implements Callable<Integer> {
  private static final int LIMIT_SECONDS = 60;
  private static final int LIMIT_MIB = 512;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var lines = new Lines(spec.commandLine().getOut());
    lines.title("demo: a whole night with 13,005 stations, then its verification");
    Child.Run run;
    try (var child = Child.start("demo", "--exit")) {
      run = child.await();
    }
    lines.line(
        "wall clock",
        "%.1f s of at most %d".formatted(VerifyNight.seconds(run.wall()), LIMIT_SECONDS));
    lines.line("processor time", "%.1f s".formatted(VerifyNight.seconds(run.usage().processor())));
    lines.line(
        "peak of resident memory", "%s of at most %d".formatted(run.usage().peakText(), LIMIT_MIB));
    if (run.exitCode() != 0) {
      lines.title("the demo failed, see " + Child.output());
      return Bench.DID_NOT_WORK;
    }
    return Bench.MEASURED;
  }
}
