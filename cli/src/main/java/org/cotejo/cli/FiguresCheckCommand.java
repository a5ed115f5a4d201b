package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.audit.check.Check;
import org.cotejo.audit.check.CheckReport;
import org.cotejo.audit.check.Checks;
import org.cotejo.audit.check.ContestFigures;
import org.cotejo.audit.check.StatedTotals;
import org.cotejo.audit.check.StatedTotalsFile;
import org.cotejo.audit.plot.StationPlots;
import org.cotejo.audit.report.ChecksJson;
import org.cotejo.audit.report.ChecksTable;
import org.cotejo.audit.report.ChecksText;
import org.cotejo.audit.report.ReportWords;
import org.cotejo.audit.source.Mapping;
import org.cotejo.audit.source.Source;
import org.cotejo.audit.source.TablePackage;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PackageDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Checks published figures without a second source.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check published figures against themselves and, where that can be reckoned, against chance.",
      "",
      "SOURCE is a publication (directory or address; needs --authority), a bundle, figures.csv,"
          + " what `cotejo sheet read` printed, a report of NIST SP 1500-100 or EML 510, or a"
          + " mapping: a small file, named *.mapping, that says which column of a table or workbook"
          + " is what. Without --package a mapping is checked for the stations of its table alone."
          + " Every finding is told with its error rate and with reasons that are nobody's doing."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo check figures.csv --package package",
      "  cotejo check stations.mapping --plots plots",
      "  cotejo check --bulletins bulletins.csv",
      "  cotejo check --explain C301",
      "",
      "Exit codes: 0 no finding; 1 at least one; 2 it could not be done."
    })
final class FiguresCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SOURCE",
      description = "Publication, bundle, figures.csv or mapping.")
  private Optional<String> argument = Optional.empty();

  @Option(names = "--package", paramLabel = "DIR", description = "The election's package.")
  private Optional<Path> directory = Optional.empty();

  @Option(
      names = "--authority",
      paramLabel = "KEY",
      description = "The authority's public keys: a file, or one key as ed25519:<hex>.")
  private Optional<String> authority = Optional.empty();

  @Option(
      names = "--bulletins",
      paramLabel = "FILE",
      description =
          "Totals as they were announced, a CSV with a row for each announcement (docs/checks.md);"
              + " given again for more.")
  private List<Path> bulletins = List.of();

  @Option(
      names = "--digits",
      description = "Describe second and last digits too; that never makes a finding.")
  private boolean digits;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of everything that is simulated (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--json", description = "Print everything as one line of JSON.")
  private boolean json;

  @Option(names = "--csv", paramLabel = "FILE", description = "New file for the findings as CSV.")
  private Optional<Path> csv = Optional.empty();

  @Option(
      names = "--plots",
      paramLabel = "DIR",
      description = "New directory for pictures of each contest, as SVG.")
  private Optional<Path> plots = Optional.empty();

  @Option(
      names = "--explain",
      paramLabel = "CODE",
      description = "Print what a check computes, when it is a finding, and what it cannot say.")
  private Optional<String> explain = Optional.empty();

  @Option(
      names = "--language",
      paramLabel = "TAG",
      description = "Language of the words, en or es; that of the environment if left out.")
  private Optional<String> language = Optional.empty();

  @Override
  public Integer call() throws IOException, MalformedException {
    var words = ReportWords.ofChecks(language.orElse(new Words().language()));
    PrintWriter terminal = spec.commandLine().getOut();
    if (explain.isPresent()) {
      Check check =
          ChecksText.find(explain.get())
              .orElseThrow(() -> slip("no check has the code '%s'".formatted(explain.get())));
      ChecksText.explain(check, words).forEach(terminal::println);
      terminal.flush();
      return ExitCode.DONE;
    }
    if (argument.isEmpty() && bulletins.isEmpty()) {
      throw slip("nothing to check: give a source, or --bulletins");
    }
    Optional<Source> source = source();
    var announced = new ArrayList<StatedTotals>();
    var materials = new ArrayList<Source.Material>();
    for (Path file : bulletins) {
      announced.addAll(StatedTotalsFile.read(file));
      materials.add(Source.Material.of(file, file.toString()));
    }
    CheckReport report = new Checks(seed, digits, directory.isPresent()).run(source, announced);
    write(report, source, words);
    if (json) {
      terminal.print(ChecksJson.text(report, source, materials, words));
    } else {
      ChecksText.lines(report, source, words).forEach(terminal::println);
    }
    terminal.flush();
    return report.findings().isEmpty() ? ExitCode.DONE : ExitCode.DOES_NOT_HOLD;
  }

  private Optional<Source> source() throws IOException, MalformedException {
    if (argument.isEmpty()) {
      return Optional.empty();
    }
    String given = argument.get();
    ElectionPackage election;
    if (directory.isPresent()) {
      election = PackageDirectory.read(directory.get());
    } else if (given.endsWith(".mapping")) {
      Path mapping = Path.of(given);
      election = TablePackage.read(mapping, Mapping.read(mapping));
    } else {
      throw slip("give the election's --package; only a mapping can be checked without");
    }
    try {
      // Of a publication the first is the log; copies of sheets are for `cotejo reconcile`.
      Source source = new SourceFiles(election, authority).read(given).getFirst();
      if (source.role() == Source.Role.EARLIER) {
        throw slip("role = earlier is for `cotejo reconcile`; leave it out to check those figures");
      }
      return Optional.of(source);
    } catch (Source.TooManyException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void write(CheckReport report, Optional<Source> source, ReportWords words)
      throws IOException {
    if (csv.isPresent()) {
      if (Files.exists(csv.get())) {
        throw new IOException(csv.get() + ": is there already");
      }
      ChecksTable.write(report, words, csv.get());
    }
    if (plots.isPresent()) {
      if (source.isEmpty()) {
        throw slip("--plots needs figures of stations");
      }
      NewDirectory.make(plots.get(), inside -> plot(source.get(), words, inside));
    }
  }

  private static void plot(Source source, ReportWords words, Path inside) throws IOException {
    List<Contest> contests = source.election().contests();
    for (int index = 0; index < contests.size(); index++) {
      Optional<ContestFigures> figures = ContestFigures.of(source, index);
      if (figures.isEmpty()) {
        continue;
      }
      Contest contest = contests.get(index);
      var drawn =
          new StationPlots(
              figures.get(),
              contest.selections().get(figures.get().leader()).code(),
              contest.selections().get(figures.get().second()).code(),
              words);
      draw(inside, contest.code(), "fingerprint", drawn.fingerprint());
      draw(inside, contest.code(), "spikes", drawn.spikes());
      draw(inside, contest.code(), "arrival", drawn.arrival());
    }
  }

  private static void draw(Path inside, String contest, String what, Optional<String> picture)
      throws IOException {
    if (picture.isPresent()) {
      Files.writeString(inside.resolve(contest + "-" + what + ".svg"), picture.get());
    }
  }

  private CommandLine.ParameterException slip(String text) {
    return new CommandLine.ParameterException(spec.commandLine(), text);
  }
}
