package org.cotejo.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.audit.Fetched;
import org.cotejo.audit.Progress;
import org.cotejo.audit.Summary;
import org.cotejo.audit.Verdict;
import org.cotejo.audit.Verifier;
import org.cotejo.audit.docket.Calendar;
import org.cotejo.audit.docket.Case;
import org.cotejo.audit.docket.Deadline;
import org.cotejo.audit.docket.Docket;
import org.cotejo.audit.docket.Terms;
import org.cotejo.audit.report.DocketJson;
import org.cotejo.cli.terminal.Address;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.VerdictText;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.SealedText;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows the docket of a publication, which it verifies first.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Show the docket of a publication: cases with claims, exhibits, requests and rulings, the"
          + " value before and after each, the votes at stake, and what does not fit.",
      "",
      "Verifies everything first. With a calendar and terms it says what is due when, counted from"
          + " the log's time-marks."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo docket show night/public --authority authority.pub",
      "  cotejo docket show https://results.example --authority authority.pub \\",
      "      --calendar court.csv --terms terms.csv --json",
      "",
      "Exit codes: 0 the publication verifies; 1 it does not; 2 nothing could be checked."
    })
final class DocketShowCommand implements Callable<Integer> {
  private static final int MAX_TEXTS = 4_096;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR-or-URL", description = "Where the publication is.")
  private String source = "";

  @Mixin private Trust trust = new Trust();

  @Option(
      names = "--calendar",
      paramLabel = "CSV",
      description = "Days on which the court is open, and its zone; see docs/docket.md.")
  private Optional<Path> calendar = Optional.empty();

  @Option(
      names = "--terms",
      paramLabel = "CSV",
      description = "How many days there are for what; goes with --calendar.")
  private Optional<Path> terms = Optional.empty();

  @Option(
      names = "--texts",
      paramLabel = "DIR",
      description =
          "Sealed texts that somebody handed out; those the log has a digest of are shown.")
  private Optional<Path> texts = Optional.empty();

  @Option(names = "--json", description = "Write JSON, for programs; without texts.")
  private boolean json;

  private final Words words = new Words();

  @Override
  public Integer call() throws IOException {
    if (calendar.isPresent() != terms.isPresent()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--calendar and --terms go together");
    }
    Optional<Calendar> days =
        calendar.isEmpty() ? Optional.empty() : Optional.of(calendar(calendar.get()));
    Terms due = terms.isEmpty() ? new Terms(Map.of()) : terms(terms.get());
    var screen = new Screen(spec.commandLine().getOut());
    try {
      Verdict verdict = verify(screen);
      screen.clear();
      if (!(verdict instanceof Verdict.Holds(Summary summary))) {
        return new VerdictText(words, screen).tell(source, verdict);
      }
      Docket docket = Docket.of(summary.docket(), summary.fold());
      Map<Long, List<Deadline>> deadlines = new HashMap<>();
      for (Case each : docket.cases()) {
        deadlines.put(
            each.filing().entry(),
            days.map(open -> Deadline.of(each, summary.docket(), due, open)).orElse(List.of()));
      }
      if (json) {
        spec.commandLine().getOut().print(DocketJson.text(docket, summary.fold(), deadlines));
        spec.commandLine().getOut().flush();
      } else {
        new DocketReport(docket, summary.fold(), deadlines, texts(), words)
            .lines()
            .forEach(screen::line);
      }
      return ExitCode.DONE;
    } finally {
      screen.clear();
    }
  }

  private Verdict verify(Screen screen) throws IOException {
    Progress progress = json ? Progress.SILENT : new VerdictText(words, screen).progress();
    var verifier =
        new Verifier(trust.keys(), trust.seen(Optional.empty()), InstantSource.system(), progress);
    if (!Address.isPublication(source)) {
      return verifier.verify(Path.of(source));
    }
    try (var fetched = new Fetched(URI.create(source), progress)) {
      return fetched.verify(verifier);
    } catch (IllegalArgumentException e) {
      return new Verdict.CouldNotCheck("not an address: " + source);
    }
  }

  private static Calendar calendar(Path file) throws IOException {
    try {
      return Calendar.parse(read(file));
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static Terms terms(Path file) throws IOException {
    try {
      return Terms.parse(read(file));
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static String read(Path file) throws IOException {
    byte[] bytes = InputFile.read(file, Calendar.MAX_BYTES);
    if (bytes.length > Calendar.MAX_BYTES) {
      throw new IOException("%s: longer than %d bytes".formatted(file, Calendar.MAX_BYTES));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// What is in the directory of texts, by digest; other files in it are left alone.
  private Map<Hash, String> texts() throws IOException {
    if (texts.isEmpty()) {
      return Map.of();
    }
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> inside = Files.newDirectoryStream(texts.get())) {
      for (Path file : inside) {
        if (Files.isRegularFile(file)) {
          files.add(file);
        }
        if (files.size() > MAX_TEXTS) {
          throw new IOException("%s: more than %d files".formatted(texts.get(), MAX_TEXTS));
        }
      }
    }
    Map<Hash, String> found = new HashMap<>();
    for (Path file : files) {
      try {
        SealedText text =
            SealedText.read(
                InputFile.read(file, SealedText.SALT_BYTES + SealedText.MAX_TEXT_BYTES));
        found.put(text.digest(), text.text());
      } catch (MalformedException e) {
        // Not a text: somebody keeps other files there too.
      }
    }
    return found;
  }
}
