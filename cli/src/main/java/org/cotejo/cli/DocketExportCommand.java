package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.audit.LogHistory;
import org.cotejo.audit.Summary;
import org.cotejo.audit.Verdict;
import org.cotejo.audit.Verifier;
import org.cotejo.audit.evidence.DocketBag;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.VerdictText;
import org.cotejo.cli.terminal.Words;
import org.cotejo.model.AuthorityKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Takes a docket out of a publication, to be filed elsewhere.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Pack a docket, or one case of it, into a bag that anybody can check (BagIt, RO-Crate).",
      "",
      "Verifies the publication first. The bag has the statements as the log has them, a receipt"
          + " for each, the checkpoint, exhibits and texts that are public and found, and a list of"
          + " all exhibits. What is committed to and not disclosed, and texts that were withdrawn,"
          + " stay out, whatever is in the directories."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo docket export all night/public --authority authority.pub --out docket",
      "  cotejo docket export 1742 mirror --authority authority.pub --exhibits files \\",
      "      --texts texts --out case-1742",
      "",
      "Exit codes: 0 written; 1 the publication does not hold, nothing is written;",
      "  2 it could not be done."
    })
final class DocketExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "CASE",
      description = "all, or the entry or leaf hash of a challenge, as docket show gives it.")
  private String which = "";

  @Parameters(
      index = "1",
      paramLabel = "PUBLICATION",
      description = "Directory of a publication or a mirror.")
  private Path published = Path.of("");

  @Mixin private Trust trust = new Trust();

  @Option(names = "--out", required = true, paramLabel = "BAG", description = "New directory.")
  private Path target = Path.of("");

  @Option(
      names = "--exhibits",
      paramLabel = "DIR",
      description = "Files of exhibits, whatever they are called; they are found by their hashes.")
  private Optional<Path> exhibits = Optional.empty();

  @Option(
      names = "--texts",
      paramLabel = "DIR",
      description = "Sealed texts; those that the docket has digests of are packed.")
  private Optional<Path> texts = Optional.empty();

  private final Words words = new Words();

  @Override
  public Integer call() throws IOException {
    var screen = new Screen(spec.commandLine().getOut());
    var text = new VerdictText(words, screen);
    try {
      AuthorityKeys authority = trust.keys();
      Verdict verdict =
          new Verifier(
                  authority, trust.seen(Optional.empty()), InstantSource.system(), text.progress())
              .verify(published);
      if (!(verdict instanceof Verdict.Holds(Summary summary))) {
        return text.tell(published.toString(), verdict);
      }
      var place = new LogHistory.Place.Directory(published);
      LogHistory history = LogHistory.read(place, LogHistory.logKeys(place, authority));
      tell(
          screen,
          DocketBag.write(
              which, summary, history, place, exhibits, texts, Cotejo.Version.number(), target));
      return ExitCode.DONE;
    } finally {
      screen.clear();
    }
  }

  private void tell(Screen screen, DocketBag.Written written) {
    screen.line(
        words.say(
            "docket.bag.written",
            target,
            words.count(written.files().size()),
            words.count(written.statements()),
            words.count(written.exhibits()),
            words.count(written.texts())));
    screen.line(words.say("docket.bag.kept", words.count(written.kept())));
    if (written.absent() > 0) {
      screen.line(words.say("docket.bag.absent", words.count(written.absent())));
    }
  }
}
