package org.cotejo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.cotejo.audit.LogLookup;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Merkle;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.cotejo.sheet.CodesRead;
import org.cotejo.sheet.KnownElection;
import org.cotejo.sheet.ReadCode;
import org.cotejo.sheet.ReadingText;
import org.cotejo.sheet.SheetFile;
import org.cotejo.sheet.SheetReader;
import org.cotejo.station.delivery.ElectionLog;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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
      "  cotejo sheet read photographs --package package --resume codes > sheets.csv",
      "  cotejo sheet read photographs --statements found \\",
      "      && cotejo bundle pack found.bundle found/*.statement \\",
      "      --election election.statement",
      "  cotejo sheet read sheet.jpg --package package --log https://results.example \\",
      "      --authority authority.pub",
      "  cotejo sheet read scan.pdf --package package --authority authority.pub \\",
      "      --figures figures.csv --format json",
      "",
      "Exit codes: 0 all were read and, with --package, every signature verified;",
      "  1 a signature does not verify, or printed figures are not those signed, or the log",
      "  has other figures; 2 something could not be read or checked, or is not in the log."
    })
final class SheetReadCommand implements Callable<Integer> {
  /// What the output is written in.
  enum Format {
    CSV,
    JSON
  }

  private static final List<String> ENDINGS = List.of(".jpg", ".jpeg", ".png", ".pdf");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "Photographs or documents: JPEG, PNG, PDF; texts of codes, one a line; or directories of"
              + " those.")
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
          "The election statement, entry 0 of the log, if it is not with the package. Needs"
              + " --authority.")
  private Optional<Path> founding = Optional.empty();

  @Option(
      names = "--authority",
      paramLabel = "KEY",
      description =
          "The authority's public keys: a file, or one key as ed25519:<hex>. Only with them and the"
              + " election statement is it known that a record was signed for this election.")
  private Optional<String> authority = Optional.empty();

  @Option(
      names = "--figures",
      paramLabel = "FILE",
      description =
          "Figures that were read off the paper, as figures.csv; compared field by field.")
  private Optional<Path> figures = Optional.empty();

  @Option(
      names = "--log",
      paramLabel = "PLACE",
      description =
          "A publication, its address or directory: is each record in its log, and where? Needs"
              + " --authority.")
  private Optional<String> log = Optional.empty();

  @Option(
      names = "--resume",
      paramLabel = "FILE",
      description =
          "Keep the codes that were found in FILE, and do not search photographs again that are in"
              + " it. They are known by their SHA-256.")
  private Optional<Path> resume = Optional.empty();

  @Option(
      names = "--statements",
      paramLabel = "DIR",
      description =
          "Write each statement that a sheet carries as DIR/LEAF.statement: `cotejo bundle pack` and"
              + " `cotejo station add` take those, so that a record of which only a photograph is"
              + " left still reaches the log.")
  private Optional<Path> statements = Optional.empty();

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
    List<Path> all = all();
    if (all.isEmpty()) {
      throw new IOException(files.getFirst() + ": no photographs, scans or PDF there");
    }
    if (statements.isPresent()) {
      Files.createDirectories(statements.get());
    }
    if (resume.isEmpty()) {
      return read(reader, all, Optional.empty());
    }
    try (CodesRead known = CodesRead.open(resume.get())) {
      return read(reader, all, Optional.of(known));
    }
  }

  private int read(SheetReader reader, List<Path> all, Optional<CodesRead> known) {
    var out = spec.commandLine().getOut();
    var screen = new Screen(spec.commandLine().getErr());
    var done = new AtomicInteger();
    if (format == Format.CSV) {
      out.print(ReadingText.csvHeader());
    }
    var worst = new AtomicInteger(ExitCode.DONE);
    all.parallelStream()
        .map(file -> {
          SheetReader.Result result = read(reader, file, known);
          screen.progress(words.say("sheet.reading"), done.incrementAndGet(), all.size());
          return Map.entry(file.toString(), result);
        })
        .forEachOrdered(read -> {
          out.print(
              switch (format) {
                case CSV -> ReadingText.csv(read.getKey(), read.getValue());
                case JSON -> ReadingText.json(read.getKey(), read.getValue());
              });
          worst.accumulateAndGet(code(read.getValue()), SheetReadCommand::worse);
        });
    screen.clear();
    out.flush();
    return worst.get();
  }

  /// Every file, those in directories in the order of their names.
  private List<Path> all() throws IOException {
    var all = new ArrayList<Path>();
    for (Path file : files) {
      if (!Files.isDirectory(file)) {
        all.add(file);
        continue;
      }
      Path start = file.toRealPath();
      try (Stream<Path> inside = Files.walk(start)) {
        inside
            .map(each -> file.resolve(start.relativize(each)))
            .filter(each -> Files.isRegularFile(each) && isPhotograph(each))
            .sorted()
            .forEach(all::add);
      } catch (UncheckedIOException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    return all;
  }

  private static boolean isPhotograph(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  private SheetReader.Result read(SheetReader reader, Path file, Optional<CodesRead> known) {
    try {
      byte[] bytes = SheetFile.bytes(file);
      Hash hash = Hash.sha256(bytes);
      Optional<Set<String>> before = known.flatMap(codes -> codes.of(hash));
      Set<String> texts = before.isPresent() ? before.get() : SheetFile.codes(file, bytes);
      if (known.isPresent()) {
        known.get().add(hash, texts);
      }
      if (statements.isPresent()) {
        for (Sign1 statement : SheetReader.statements(texts)) {
          keep(statement, statements.get());
        }
      }
      return reader.read(texts);
    } catch (IOException e) {
      return SheetReader.Result.nothing(Words.reason(e));
    }
  }

  /// Under a name that says what it is, and whole or not at all: the same record is on many sheets.
  private static void keep(Sign1 statement, Path directory) throws IOException {
    byte[] bytes = statement.bytes();
    Path written = Files.createTempFile(directory, "statement", ".part");
    Files.write(written, bytes);
    Files.move(
        written,
        directory.resolve(Merkle.leaf(bytes).hex() + ".statement"),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private int code(SheetReader.Result result) {
    if (result.contradicts()) {
      return ExitCode.DOES_NOT_HOLD;
    }
    boolean isChecked = directory.isEmpty() || result.isChecked();
    return result.isRead() && isChecked && result.isLogged() ? ExitCode.DONE : ExitCode.NOT_DONE;
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
    if (authority.isEmpty()
        ? founding.isPresent() || log.isPresent()
        : directory.isEmpty() && log.isEmpty()) {
      throw slip("--founding and --log need --authority, and that needs --package or --log");
    }
    SheetReader.Log asked = log();
    if (directory.isEmpty()) {
      return new SheetReader(Optional.empty(), Map.of(), asked);
    }
    ElectionPackage election = PackageDirectory.read(directory.get());
    var printed = new HashMap<TallySubject, TallyFigures>();
    if (figures.isPresent()) {
      FiguresFile.forEach(
          figures.get(), election, each -> printed.put(each.about(), each.figures()));
    }
    return new SheetReader(Optional.of(known(election, directory.get())), printed, asked);
  }

  private SheetReader.Log log() throws IOException {
    if (log.isEmpty() || authority.isEmpty()) {
      return SheetReader.Log.NONE;
    }
    LogLookup lookup =
        LogLookup.at(PublishedPlace.of(log.get(), spec), TrustedAuthority.keys(authority.get()));
    return statement -> {
      try {
        LogLookup.Found found = lookup.find(statement);
        return Optional.of(
            new ReadCode.Logged(
                found.state().label(),
                found.index(),
                found.state() == LogLookup.State.ANOTHER_RECORD));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private KnownElection known(ElectionPackage election, Path packageDirectory) throws IOException {
    if (authority.isEmpty()) {
      return KnownElection.of(election);
    }
    Optional<ElectionLog> statement =
        founding.isPresent()
            ? Optional.of(Founding.read(founding.get()))
            : Founding.with(packageDirectory);
    if (statement.isEmpty() && log.isPresent()) {
      // The log has it, and says of every record whether it is there.
      return KnownElection.of(election);
    }
    try {
      return KnownElection.of(
          election,
          statement
              .orElseThrow(() ->
                  new IOException(words.say("founding.alone", packageDirectory, "--founding")))
              .founding(),
          TrustedAuthority.keys(authority.get()));
    } catch (MalformedException e) {
      throw new IOException(founding.orElse(packageDirectory) + ": " + e.getMessage(), e);
    }
  }

  private CommandLine.ParameterException slip(String text) {
    return new CommandLine.ParameterException(spec.commandLine(), text);
  }
}
