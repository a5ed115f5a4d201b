package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cotejo.cose.Sign1;
import org.cotejo.model.PackageDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private SheetPrinting printing = new SheetPrinting();

    @Override
    public Integer call() throws IOException {
      byte[] record = InputFile.read(statement, Sign1.MAX_BYTES);
      if (record.length > Sign1.MAX_BYTES) {
        throw new IOException(
            statement + ": longer than a signed record; give the statement as it was sent");
      }
      return printing.print(record, PackageDirectory.read(directory), statement.toString());
    }
  }
}
