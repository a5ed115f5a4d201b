package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.NewFile;
import org.cotejo.sheet.KnownElection;
import org.cotejo.sheet.Paper;
import org.cotejo.sheet.SheetLanguage;
import org.cotejo.sheet.SheetPdf;
import org.cotejo.sheet.Signature;
import org.cotejo.sheet.TallySheet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How the sheet of a signed record gets on paper.
final class SheetPrinting {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

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

  private final Words words = new Words();

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

  /// Prints a record, unless it is known not to be signed by a key of its station.
  ///
  /// @param shown where the record is, for messages
  /// @return the exit code
  int print(byte[] record, ElectionPackage election, String shown) throws IOException {
    SheetLanguage printed = language(language.orElse(words.language()), spec);
    TallySheet sheet;
    try {
      sheet = TallySheet.of(Sign1.decode(record), election);
    } catch (MalformedException e) {
      throw new IOException(shown + ": " + e.getMessage(), e);
    }
    Signature signature = KnownElection.of(election).judge(sheet);
    if (signature instanceof Signature.DoesNotVerify(String reason)) {
      var err = spec.commandLine().getErr();
      err.println(words.say("sheet.not", shown, reason));
      err.flush();
      return ExitCode.DOES_NOT_HOLD;
    }
    byte[] pdf = SheetPdf.of(sheet, roll ? Paper.ROLL_80_MM : Paper.A4, printed);
    NewFile.write(out, pdf);
    var terminal = spec.commandLine().getOut();
    terminal.println(
        words.say("sheet.printed", out, sheet.contest().code(), sheet.station().code()));
    if (!(signature instanceof Signature.Verified)) {
      terminal.println(words.say("sheet.unchecked", signature.remark()));
    }
    terminal.flush();
    return ExitCode.DONE;
  }
}
