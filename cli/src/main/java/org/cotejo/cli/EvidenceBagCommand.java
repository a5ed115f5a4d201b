package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.audit.evidence.bag.BagFile;
import org.cotejo.audit.evidence.bag.Packing;
import org.cotejo.audit.evidence.bag.RoCrate;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Packs files so that anybody can check them.
@Command(
    name = "bag",
    mixinStandardHelpOptions = true,
    description = {
      "Pack files into a bag (BagIt, RFC 8493) with a description (RO-Crate).",
      "",
      "Copies the files as they are and lists each with its SHA-256; organisations are named by"
          + " their codes, people are not. The same files, words and date give the same bytes."
          + " Whoever knows the digest of tagmanifest-sha256.txt can check everything in the bag."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo evidence bag photographs letter.pdf --organisation observers \\",
      "      --out exhibits",
      "  cotejo evidence bag photographs --organisation observers --date 2026-11-29 \\",
      "      --description 'Sheets of district 7' --out exhibits",
      "",
      "Exit codes: 0 packed; 2 it could not be done, and nothing is left."
    })
final class EvidenceBagCommand implements Callable<Integer> {
  private static final int MOST_TEXT = 500;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files, and directories with everything in them.")
  private List<Path> files = List.of();

  @Option(
      names = "--organisation",
      required = true,
      split = ",",
      paramLabel = "CODE",
      description = "Who hands the files over, as a code: a list, an observer body, an office.")
  private List<String> organisations = List.of();

  @Option(names = "--out", required = true, paramLabel = "BAG", description = "New directory.")
  private Path target = Path.of("");

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      description = "A sentence on what this is, without names of people.")
  private String description = "Files as they were given.";

  @Option(
      names = "--date",
      paramLabel = "DATE",
      description = "Date of packing, 2026-11-29 (default: today, UTC).")
  private Optional<LocalDate> date = Optional.empty();

  @Override
  public Integer call() throws IOException {
    for (String code : organisations) {
      if (!code.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,23}")) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--organisation is no code: '%s'".formatted(code));
      }
    }
    if (description.isBlank() || !description.matches("[^\\p{Cntrl}]{1," + MOST_TEXT + "}")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--description is one line of at most %d".formatted(MOST_TEXT));
    }
    var words = new Words();
    var screen = new Screen(spec.commandLine().getOut());
    var crate =
        new RoCrate(
            "Files of " + String.join(", ", organisations),
            description,
            date.orElseGet(() -> LocalDate.now(Clock.systemUTC())).toString(),
            organisations,
            Cotejo.Version.number());
    try {
      List<BagFile> written =
          new Packing(files)
              .write(
                  target,
                  crate,
                  (done, total) -> screen.progress(words.say("bag.packing"), done, total));
      screen.line(
          words.say(
              "bag.written",
              target,
              words.count(written.size()),
              words.count(written.stream().mapToLong(BagFile::bytes).sum())));
      return ExitCode.DONE;
    } finally {
      screen.clear();
    }
  }
}
