package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.cotejo.sheet.KnownElection;
import org.cotejo.sheet.Paper;
import org.cotejo.sheet.SheetLanguage;
import org.cotejo.sheet.SheetPdf;
import org.cotejo.sheet.Signature;
import org.cotejo.sheet.TallySheet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The tally sheet on paper: printing it, and reading the code on it.
@Command(
    name = "sheet",
    mixinStandardHelpOptions = true,
    description = "Print a tally sheet with its code; read sheets from photographs.",
    subcommands = {SheetCommand.Print.class, SheetReadCommand.class},
    footer = {
      "",
      "Examples:",
      "  cotejo sheet print record.statement --package package --out sheet.pdf",
      "  cotejo sheet read photographs --package package > sheets.csv"
    })
final class SheetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo sheet print FILE, or cotejo sheet read FILE");
  }

  /// @throws IOException with all that is wrong with the package
  static ElectionPackage election(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    return switch (ElectionPackageReader.read(directory)) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) ->
          throw new IOException(directory + ": " + String.join("\n", errors));
    };
  }

  /// The language that somebody wants to have on paper.
  static SheetLanguage language(String tag, CommandSpec spec) {
    for (SheetLanguage each : SheetLanguage.values()) {
      if (each.tag().equals(tag)) {
        return each;
      }
    }
    throw new CommandLine.ParameterException(
        spec.commandLine(), "sheets are printed in en or es, not in '%s'".formatted(tag));
  }

  /// Makes the PDF of a sheet.
  @Command(
      name = "print",
      mixinStandardHelpOptions = true,
      description = {
        "Make the tally sheet of a signed record, as a PDF.",
        "",
        "It says the figures in digits and words, which arithmetic rules hold, and the record itself"
            + " in a QR code. The same record gives the same file, to the byte."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo sheet print record.statement --package package --out sheet.pdf",
        "  cotejo sheet print record.statement --package package --roll --language es \\",
        "      --out slip.pdf",
        "",
        "Exit codes: 0 printed; 1 the record is not signed by a key of its station, and",
        "  nothing is printed; 2 it could not be done."
      })
  static final class Print implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "STATEMENT",
        description = "The signed record as it was sent, to the byte.")
    private Path statement = Path.of("");

    @Option(
        names = "--package",
        required = true,
        paramLabel = "DIR",
        description = "The election's package.")
    private Path directory = Path.of("");

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "New file for the PDF.")
    private Path out = Path.of("");

    @Option(names = "--roll", description = "For rolls of 80 mm instead of A4.")
    private boolean roll;

    @Option(
        names = "--language",
        paramLabel = "TAG",
        description = "Language of the sheet, en or es; that of the environment if left out.")
    private Optional<String> language = Optional.empty();

    @Override
    public Integer call() throws IOException, MalformedException {
      var words = new Words();
      SheetLanguage printed = SheetCommand.language(language.orElse(words.language()), spec);
      byte[] bytes = InputFile.read(statement, Sign1.MAX_BYTES);
      ElectionPackage election = election(directory);
      TallySheet sheet = sheet(bytes, election);
      Signature signature = KnownElection.of(election).judge(sheet);
      if (signature instanceof Signature.DoesNotVerify(String reason)) {
        var err = spec.commandLine().getErr();
        err.println(words.say("sheet.not", statement, reason));
        err.flush();
        return ExitCode.DOES_NOT_HOLD;
      }
      byte[] pdf = SheetPdf.of(sheet, roll ? Paper.ROLL_80_MM : Paper.A4, printed);
      Files.write(out, pdf, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      var terminal = spec.commandLine().getOut();
      terminal.println(
          words.say("sheet.printed", out, sheet.contest().code(), sheet.station().code()));
      if (!(signature instanceof Signature.Verified)) {
        terminal.println(words.say("sheet.unchecked", signature.remark()));
      }
      terminal.flush();
      return ExitCode.DONE;
    }

    private TallySheet sheet(byte[] bytes, ElectionPackage election) throws IOException {
      try {
        return TallySheet.of(Sign1.decode(bytes), election);
      } catch (MalformedException e) {
        throw new IOException(statement + ": " + e.getMessage(), e);
      }
    }
  }
}
