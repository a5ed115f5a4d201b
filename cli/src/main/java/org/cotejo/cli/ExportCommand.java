package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cotejo.audit.DoesNotHoldException;
import org.cotejo.audit.Seen;
import org.cotejo.audit.Verdict;
import org.cotejo.audit.Verifier;
import org.cotejo.audit.bulk.BulkExport;
import org.cotejo.audit.bulk.BulkFormat;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.VerdictText;
import org.cotejo.cli.terminal.Words;
import org.cotejo.model.ElectionPackage;
import org.cotejo.publication.bulk.DataPackage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Writes the bulk data of a publication.
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write the newest bulletin as bulk data: CSV, JSON Lines, Parquet, NIST CDF, EML.",
      "",
      "Reads a published directory or a mirror, and compares every file it reads with the digest"
          + " that binds it. Writes counts only, a row for every station, and datapackage.json, which"
          + " says what each file is. With --authority, verifies the whole publication first."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo export night/public night/data --replace   after each bulletin",
      "  cotejo export mirror data --format csv,parquet --license CC0-1.0",
      "  cotejo export mirror data --authority authority.pub",
      "",
      "Exit codes: 0 written; 1 a file is not the one that is bound, nothing is written;",
      "  2 it could not be done."
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "PUBLIC-DIR",
      description = "What is published: a server's public/ or a mirror.")
  private Path published = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description =
          "New directory, outside PUBLIC-DIR; called data beside public/, the server serves it at"
              + " /data/.")
  private Path target = Path.of("");

  @Option(
      names = "--format",
      split = ",",
      paramLabel = "FORMAT",
      completionCandidates = Formats.class,
      converter = Formats.class,
      description = "One or several of ${COMPLETION-CANDIDATES}; all if left out.")
  private List<BulkFormat> formats = List.of(BulkFormat.values());

  @Option(
      names = "--license",
      paramLabel = "ID",
      description =
          "Licence that the data is given under, as SPDX names it: CC0-1.0; said in"
              + " datapackage.json (default: the one that the package names).")
  private Optional<String> license = Optional.empty();

  @Option(
      names = "--authority",
      paramLabel = "KEY",
      description =
          "Verify first, with the authority's public keys: a file, or one key as ed25519:<hex>.")
  private Optional<String> authority = Optional.empty();

  @Option(
      names = "--replace",
      description =
          "OUT may be an earlier export: it is replaced once all of the new one is there, and left"
              + " alone if it is of the newest bulletin already.")
  private boolean replace;

  private final Words words = new Words();

  @Override
  public Integer call() throws IOException {
    if (license.isPresent() && !ElectionPackage.LICENCE.matcher(license.get()).matches()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "not an SPDX identifier: '%s'".formatted(license.get()));
    }
    var screen = new Screen(spec.commandLine().getOut());
    try {
      Optional<Verdict> refused = verify(screen);
      if (refused.isPresent()) {
        return new VerdictText(words, screen).tell(published.toString(), refused.get());
      }
      write(screen);
      return ExitCode.DONE;
    } catch (DoesNotHoldException e) {
      return new VerdictText(words, screen).tell(published.toString(), e.verdict());
    } finally {
      screen.clear();
    }
  }

  private void write(Screen screen) throws IOException, DoesNotHoldException {
    Set<BulkFormat> wanted = EnumSet.copyOf(formats);
    BulkExport.Progress progress =
        (step, done, total) -> screen.progress(words.say("export." + step), done, total);
    if (!replace) {
      tell(screen, BulkExport.write(published, target, wanted, license, progress));
      return;
    }
    BulkExport.replace(published, target, wanted, license, progress)
        .ifPresentOrElse(
            written -> tell(screen, written),
            () -> screen.line(words.say("export.current", target)));
  }

  /// The verdict, if it is not that everything holds.
  private Optional<Verdict> verify(Screen screen) throws IOException {
    if (authority.isEmpty()) {
      return Optional.empty();
    }
    Verdict verdict =
        new Verifier(
                TrustedAuthority.keys(authority.get()),
                new Seen(Optional.empty(), 0),
                InstantSource.system(),
                new VerdictText(words, screen).progress())
            .verify(published);
    return verdict instanceof Verdict.Holds ? Optional.empty() : Optional.of(verdict);
  }

  private void tell(Screen screen, BulkExport.Written written) {
    var edition = written.edition();
    screen.line(
        words.say(
            "export.written",
            target,
            words.count(edition.bulletin()),
            words.count(edition.logSize()),
            words.count(written.rows()),
            edition.mode()));
    int width = written.files().stream().mapToInt(file -> file.path().length()).max().orElse(0);
    for (DataPackage.Resource file : written.files()) {
      screen.line(
          "  %s  %15s  %s"
              .formatted(
                  file.path() + " ".repeat(width - file.path().length()),
                  words.count(file.bytes()),
                  file.sha256()));
    }
    screen.line(words.say("export.described"));
  }

  /// Formats by the names they have on the command line.
  static final class Formats implements Iterable<String>, ITypeConverter<BulkFormat> {
    Formats() {}

    @Override
    public Iterator<String> iterator() {
      return labels().iterator();
    }

    private static List<String> labels() {
      return List.of(BulkFormat.values()).stream().map(BulkFormat::label).toList();
    }

    @Override
    public BulkFormat convert(String text) {
      for (BulkFormat format : BulkFormat.values()) {
        if (format.label().equals(text)) {
          return format;
        }
      }
      throw new TypeConversionException(
          "no format '%s'; there are %s".formatted(text, String.join(", ", labels())));
    }
  }
}
