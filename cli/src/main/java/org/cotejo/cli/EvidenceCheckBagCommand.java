package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.audit.evidence.bag.BagCheck;
import org.cotejo.audit.evidence.bag.BagFault;
import org.cotejo.audit.evidence.bag.BagFile;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Checks bags, ours or anybody's.
@Command(
    name = "check-bag",
    mixinStandardHelpOptions = true,
    description = {
      "Check that a bag is complete and valid: every file listed, there, and unchanged.",
      "",
      "For bags of version 1.0 with a manifest of SHA-256, made by any program. Refuses links,"
          + " fetch.txt and paths that lead out of the bag. What is wrong is named with its file"
          + " and a remedy."
    },
    footer = {
      "",
      "Example:",
      "  cotejo evidence check-bag exhibits",
      "",
      "Exit codes: 0 complete and valid; 1 it is not; 2 it could not be checked."
    })
final class EvidenceCheckBagCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "BAG", description = "The directory with bagit.txt in it.")
  private Path bag = Path.of("");

  @Override
  public Integer call() throws IOException {
    var words = new Words();
    var screen = new Screen(spec.commandLine().getOut());
    try {
      return tell(words, screen, check(bag, words, screen));
    } finally {
      screen.clear();
    }
  }

  static BagCheck.Result check(Path bag, Words words, Screen screen) throws IOException {
    return BagCheck.of(
        bag, (done, total) -> screen.progress(words.say("bag.checking"), done, total));
  }

  private int tell(Words words, Screen screen, BagCheck.Result result) {
    return switch (result) {
      case BagCheck.Result.Sound(List<BagFile> files) -> {
        screen.line(
            words.say(
                "bag.sound",
                bag,
                words.count(files.size()),
                words.count(files.stream().mapToLong(BagFile::bytes).sum())));
        yield ExitCode.DONE;
      }
      case BagCheck.Result.Unsound(List<BagFault> faults) -> {
        screen.line(words.say("bag.unsound", bag));
        faults.forEach(fault -> screen.line("  " + line(words, fault)));
        yield ExitCode.DOES_NOT_HOLD;
      }
    };
  }

  /// One fault with its remedy.
  static String line(Words words, BagFault fault) {
    String detail = fault.detail().isEmpty() ? "" : " (%s)".formatted(fault.detail());
    return "%s%s: %s"
        .formatted(fault.file(), detail, words.say("bag.fault." + fault.kind().label()));
  }
}
