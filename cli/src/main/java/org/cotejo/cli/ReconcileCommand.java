package org.cotejo.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.report.ReconciliationJson;
import org.cotejo.audit.report.ReconciliationTables;
import org.cotejo.audit.report.ReportPage;
import org.cotejo.audit.report.ReportPdf;
import org.cotejo.audit.report.ReportSummary;
import org.cotejo.audit.report.ReportWords;
import org.cotejo.audit.source.MappingGuess;
import org.cotejo.audit.source.Source;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PackageDirectory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lays sources about one election side by side.
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "Lay sources about one election side by side, station by station, figure by figure.",
      "",
      "A source is a publication (directory or address; needs --authority), a bundle, figures.csv,"
          + " what `cotejo sheet read` printed, a report of NIST SP 1500-100 or EML 510, or a"
          + " mapping: a small file, named *.mapping, that says which column of a table or workbook"
          + " is what. Says what agrees, what differs, what is missing, and whether that can change"
          + " the order of the selections. Leads are those of the first source."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo reconcile figures.csv machine-memory.mapping --package package",
      "  cotejo reconcile public/ copies.mapping --package package \\",
      "      --authority authority.pub --out report",
      "  cotejo reconcile table.csv --guess --package package > table.mapping",
      "",
      "Exit codes: 0 everything that was compared agrees and nothing is missing; 1 something",
      "  differs, is missing or does not fit; 2 it could not be done."
    })
final class ReconcileCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "SOURCE",
      description = "Publication, bundle, figures.csv or mapping; the first is the one bounded.")
  private List<String> arguments = List.of();

  @Option(
      names = "--package",
      required = true,
      paramLabel = "DIR",
      description = "The election's package.")
  private Path directory = Path.of("");

  @Option(
      names = "--authority",
      paramLabel = "KEY",
      description = "The authority's public keys: a file, or one key as ed25519:<hex>.")
  private Optional<String> authority = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "New directory for report.html, report.pdf, reconciliation.json and the tables as CSV.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--language",
      paramLabel = "TAG",
      description = "Language of the report, en or es; that of the environment if left out.")
  private Optional<String> language = Optional.empty();

  @Option(
      names = "--guess",
      description =
          "Propose a mapping for the table that is given as SOURCE, print it, and do nothing else.")
  private boolean guess;

  @Override
  public Integer call() throws IOException, MalformedException {
    var words = new ReportWords(language.orElse(new Words().language()));
    ElectionPackage election = PackageDirectory.read(directory);
    if (guess) {
      return propose(election);
    }
    Reconciliation reconciliation;
    try {
      reconciliation = Reconciliation.of(election, sources(election));
    } catch (Source.TooManyException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (out.isPresent()) {
      NewDirectory.make(out.get(), inside -> write(reconciliation, words, inside));
    }
    PrintWriter terminal = spec.commandLine().getOut();
    ReportSummary.lines(reconciliation, words).forEach(terminal::println);
    terminal.flush();
    return isClean(reconciliation) ? ExitCode.DONE : ExitCode.DOES_NOT_HOLD;
  }

  private int propose(ElectionPackage election) throws IOException, MalformedException {
    if (arguments.size() != 1) {
      throw slip("--guess takes one table");
    }
    Path table = Path.of(arguments.getFirst());
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.print(MappingGuess.propose(table, String.valueOf(table.getFileName()), election));
    terminal.flush();
    return ExitCode.DONE;
  }

  private static boolean isClean(Reconciliation reconciliation) {
    return reconciliation.findings().isEmpty()
        && reconciliation.sources().stream().allMatch(source -> source.unknown().isEmpty())
        && reconciliation.totals().stream().allMatch(total -> total.differences().isEmpty());
  }

  private void write(Reconciliation reconciliation, ReportWords words, Path inside)
      throws IOException {
    ReconciliationTables.write(reconciliation, inside);
    ReconciliationJson.write(
        reconciliation,
        new BufferedOutputStream(Files.newOutputStream(inside.resolve("reconciliation.json"))));
    String version = new Cotejo.Version().getVersion()[0];
    Files.writeString(
        inside.resolve("report.html"), ReportPage.text(reconciliation, words, command(), version));
    Files.write(
        inside.resolve("report.pdf"), ReportPdf.of(reconciliation, words, command(), version));
  }

  /// What was typed, but for where the result goes.
  private String command() {
    var command = new StringBuilder("cotejo reconcile");
    arguments.forEach(argument -> command.append(' ').append(argument));
    command.append(" --package ").append(directory);
    authority.ifPresent(key -> command.append(" --authority ").append(key));
    return command.append(" --out report").toString();
  }

  private List<Source> sources(ElectionPackage election) throws IOException, MalformedException {
    var files = new SourceFiles(election, authority);
    var sources = new ArrayList<Source>();
    for (String argument : arguments) {
      sources.addAll(files.read(argument));
    }
    if (sources.stream().allMatch(source -> source.role() == Source.Role.EARLIER)) {
      throw slip("only figures of earlier elections: give a source of this one");
    }
    var names = new HashSet<String>();
    for (Source source : sources) {
      if (!names.add(source.name())) {
        throw slip("two sources are called '%s'; give one another name".formatted(source.name()));
      }
    }
    return sources;
  }

  private CommandLine.ParameterException slip(String text) {
    return new CommandLine.ParameterException(spec.commandLine(), text);
  }
}
