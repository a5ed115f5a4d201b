package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.audit.evidence.DocketBagCheck;
import org.cotejo.audit.evidence.DocketBagFault;
import org.cotejo.audit.evidence.bag.BagFault;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Takes a bag with a docket in, from whoever hands it over.
@Command(
    name = "import",
    aliases = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check a bag with a docket: that it is whole, that the log has each statement, who signed it,"
          + " and that exhibits and texts are those that the statements name.",
      "",
      "Needs the authority's keys and nothing from a network. Whether a key was valid where its"
          + " statement stands in the log, and whether anything was left out of the bag, takes the"
          + " whole log: cotejo verify, cotejo docket show."
    },
    footer = {
      "",
      "Example:",
      "  cotejo docket import case-1742 --authority authority.pub",
      "",
      "Exit codes: 0 all holds; 1 something does not; 2 it could not be checked."
    })
final class DocketImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "BAG", description = "The directory with bagit.txt in it.")
  private Path bag = Path.of("");

  @Mixin private TrustedAuthority authority = new TrustedAuthority();

  private final Words words = new Words();

  @Override
  public Integer call() throws IOException {
    var screen = new Screen(spec.commandLine().getOut());
    try {
      return tell(
          screen,
          DocketBagCheck.of(
              bag,
              authority.keys(),
              (done, total) -> screen.progress(words.say("bag.checking"), done, total)));
    } finally {
      screen.clear();
    }
  }

  private int tell(Screen screen, DocketBagCheck.Result result) {
    return switch (result) {
      case DocketBagCheck.Result.NoBag(List<BagFault> faults) -> {
        screen.line(words.say("bag.unsound", bag));
        faults.forEach(fault -> screen.line("  " + EvidenceCheckBagCommand.line(words, fault)));
        yield ExitCode.DOES_NOT_HOLD;
      }
      case DocketBagCheck.Result.Checked checked -> tell(screen, checked);
    };
  }

  private int tell(Screen screen, DocketBagCheck.Result.Checked checked) {
    for (DocketBagFault fault : checked.faults()) {
      String detail = fault.detail().isEmpty() ? "" : " (%s)".formatted(fault.detail());
      screen.line(
          "%s%s: %s"
              .formatted(
                  fault.file(), detail, words.say("docket.bag.fault." + fault.kind().label())));
    }
    if (!checked.election().isEmpty()) {
      screen.line(
          words.say(
              "docket.bag.checked",
              checked.election(),
              words.count(checked.size()),
              words.count(checked.statements()),
              words.count(checked.exhibits()),
              words.count(checked.texts())));
      if (checked.otherSigners() > 0) {
        screen.line(words.say("docket.bag.others", words.count(checked.otherSigners())));
      }
      screen.line(words.say("docket.bag.kept", words.count(checked.kept())));
      screen.line(words.say("docket.bag.unread"));
    }
    screen.line(words.say(checked.faults().isEmpty() ? "docket.bag.holds" : "docket.bag.not"));
    return checked.faults().isEmpty() ? ExitCode.DONE : ExitCode.DOES_NOT_HOLD;
  }
}
