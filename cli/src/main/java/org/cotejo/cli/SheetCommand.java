package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.cotejo.sheet.KnownElection;
import org.cotejo.sheet.Paper;
import org.cotejo.sheet.ReadingText;
import org.cotejo.sheet.SheetFile;
import org.cotejo.sheet.SheetLanguage;
import org.cotejo.sheet.SheetPdf;
import org.cotejo.sheet.SheetReader;
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
    subcommands = {SheetCommand.Print.class, SheetCommand.Read.class},
    footer = {
      "",
      "Examples:",
      "  cotejo sheet print record.statement --package package --out sheet.pdf",
      "  cotejo sheet read photographs/*.jpg --package package > sheets.csv"
    })
final class SheetCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo sheet print FILE, or cotejo sheet read FILE");
  }

  /// @throws IOException with all that is wrong with the package
  private static ElectionPackage election(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    return switch (ElectionPackageReader.read(directory)) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) ->
          throw new IOException(directory + ": " + String.join("\n", errors));
    };
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
      SheetLanguage printed = language(language.orElse(words.language()));
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

    private SheetLanguage language(String tag) {
      for (SheetLanguage each : SheetLanguage.values()) {
        if (each.tag().equals(tag)) {
          return each;
        }
      }
      throw new CommandLine.ParameterException(
          spec.commandLine(), "sheets are printed in en or es, not in '%s'".formatted(tag));
    }
  }

  /// Reads sheets from photographs and documents.
  @Command(
      name = "read",
      mixinStandardHelpOptions = true,
      description = {
        "Read the codes of tally sheets from photographs and documents.",
        "",
        "Says of each code what it carries, whether it is signed, and whether the signature was"
            + " checked: verified, does-not-verify, key-not-available or no-signature. Also reads"
            + " codes of other systems (QRBU: and code!counts!…). Which keys were revoked or added"
            + " later stands in the log, not in the package."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo sheet read sheet.jpg",
        "  cotejo sheet read photographs/*.jpg --package package > sheets.csv",
        "  cotejo sheet read scan.pdf --package package --founding election.statement \\",
        "      --authority authority.pub --figures figures.csv --format json",
        "",
        "Exit codes: 0 all were read and, with --package, every signature verified;",
        "  1 a signature does not verify, or printed figures are not those signed;",
        "  2 something could not be read or checked."
      })
  static final class Read implements Callable<Integer> {
    /// What the output is written in.
    enum Format {
      CSV,
      JSON
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        arity = "1..*",
        paramLabel = "FILE",
        description = "Photographs or documents: JPEG, PNG, PDF.")
    private List<Path> files = List.of();

    @Option(
        names = "--package",
        paramLabel = "DIR",
        description = "The election's package; its keys check the signatures.")
    private Optional<Path> directory = Optional.empty();

    @Option(
        names = "--founding",
        paramLabel = "FILE",
        description =
            "The election statement, entry 0 of the log: only with it is it known that a record was"
                + " signed for this election. Needs --authority.")
    private Optional<Path> founding = Optional.empty();

    @Option(
        names = "--authority",
        paramLabel = "KEY",
        description = "The authority's public keys: a file, or one key as ed25519:<hex>.")
    private Optional<String> authority = Optional.empty();

    @Option(
        names = "--figures",
        paramLabel = "FILE",
        description =
            "Figures that were read off the paper, as figures.csv; compared field by field.")
    private Optional<Path> figures = Optional.empty();

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        defaultValue = "CSV",
        description = "csv, or json for one object a line.")
    private Format format = Format.CSV;

    private final Words words = new Words();

    @Override
    public Integer call() throws IOException, MalformedException {
      SheetReader reader = reader();
      var out = spec.commandLine().getOut();
      var screen = new Screen(spec.commandLine().getErr());
      var done = new AtomicInteger();
      if (format == Format.CSV) {
        out.print(ReadingText.csvHeader());
      }
      var worst = new AtomicInteger(ExitCode.DONE);
      files.parallelStream()
          .map(file -> {
            SheetReader.Result result = read(reader, file);
            screen.progress(words.say("sheet.reading"), done.incrementAndGet(), files.size());
            return Map.entry(file.toString(), result);
          })
          .forEachOrdered(read -> {
            out.print(
                switch (format) {
                  case CSV -> ReadingText.csv(read.getKey(), read.getValue());
                  case JSON -> ReadingText.json(read.getKey(), read.getValue());
                });
            worst.accumulateAndGet(code(read.getValue()), Read::worse);
          });
      screen.clear();
      out.flush();
      return worst.get();
    }

    private static SheetReader.Result read(SheetReader reader, Path file) {
      try {
        return reader.read(SheetFile.codes(file));
      } catch (IOException e) {
        return SheetReader.Result.nothing(Words.reason(e));
      }
    }

    private int code(SheetReader.Result result) {
      if (result.contradicts()) {
        return ExitCode.DOES_NOT_HOLD;
      }
      return result.isRead() && (directory.isEmpty() || result.isChecked())
          ? ExitCode.DONE
          : ExitCode.NOT_DONE;
    }

    /// What does not hold is not hidden by what could not be checked.
    private static int worse(int one, int other) {
      return one == ExitCode.DOES_NOT_HOLD || other == ExitCode.DOES_NOT_HOLD
          ? ExitCode.DOES_NOT_HOLD
          : Math.max(one, other);
    }

    private SheetReader reader() throws IOException, MalformedException {
      if (directory.isEmpty() && (founding.isPresent() || figures.isPresent())) {
        throw slip("--founding and --figures need --package");
      }
      if (founding.isPresent() != authority.isPresent()) {
        throw slip("--founding and --authority need each other");
      }
      if (directory.isEmpty()) {
        return new SheetReader(Optional.empty(), Map.of());
      }
      ElectionPackage election = election(directory.get());
      var printed = new HashMap<TallySubject, TallyFigures>();
      if (figures.isPresent()) {
        FiguresFile.forEach(
            figures.get(), election, each -> printed.put(each.about(), each.figures()));
      }
      return new SheetReader(Optional.of(known(election)), printed);
    }

    private KnownElection known(ElectionPackage election) throws IOException {
      if (founding.isEmpty() || authority.isEmpty()) {
        return KnownElection.of(election);
      }
      byte[] statement = InputFile.read(founding.get(), Sign1.MAX_BYTES);
      try {
        return KnownElection.of(election, statement, Trust.keys(authority.get()));
      } catch (MalformedException e) {
        throw new IOException(founding.get() + ": " + e.getMessage(), e);
      }
    }

    private CommandLine.ParameterException slip(String text) {
      return new CommandLine.ParameterException(spec.commandLine(), text);
    }
  }
}
