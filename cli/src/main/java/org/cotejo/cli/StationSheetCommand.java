package org.cotejo.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.cli.desk.EntryReport;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Sign1;
import org.cotejo.station.Desk;
import org.cotejo.station.entry.BlankSheet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints the sheet of a count that this station has closed.
@Command(
    name = "sheet",
    mixinStandardHelpOptions = true,
    description = {
      "Make the tally sheet of a count that was closed here, as a PDF to print and sign.",
      "",
      "It says the figures in digits and words, which arithmetic rules hold, and the signed record"
          + " itself in a QR code. Printed again, it is the same file, to the byte."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo station sheet --contest mayor --dir station --out mayor.pdf",
      "  cotejo station sheet --contest mayor --dir station --out mayor.pdf --roll \\",
      "      --language es",
      "",
      "Exit codes: 0 printed; 1 the count is not closed yet, or its record is not signed",
      "  by a key of this station, and nothing is printed; 2 it could not be done."
    })
final class StationSheetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private StationCommand.Count count = new StationCommand.Count();
  @Mixin private SheetPrinting printing = new SheetPrinting();

  @Override
  public Integer call() throws IOException {
    Desk desk = count.desk();
    BlankSheet sheet = count.sheet(desk);
    Optional<Sign1> record = desk.record(sheet);
    if (record.isEmpty()) {
      var out = spec.commandLine().getOut();
      new EntryReport(sheet, new Words()).tell(desk.entry(sheet)).forEach(out::println);
      out.flush();
      return ExitCode.DOES_NOT_HOLD;
    }
    return printing.print(record.get().bytes(), desk.election(), sheet.about().toString());
  }
}
