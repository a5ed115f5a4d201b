package org.cotejo.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.SyntheticElection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures `cotejo reconcile` on two tables of as many stations as an election may have.
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    description = {
      "Seconds and memory to lay two tables side by side and to write the report.",
      "",
      "One is figures.csv, the other a table with a mapping in which a few stations differ or are"
          + " missing. Beside them, what only parsing both takes with the same library."
    })
final class Reconcile implements Callable<Integer> {
  private static final int LIMIT_SECONDS = 30;
  private static final String HEAP = "-Xmx2g";
  private static final int SEED = 1;
  private static final int CHUNK = 50_000;

  /// Every so many stations one has other votes, and the one after it is missing.
  private static final int EVERY = 100_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--stations",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Polling stations (default ${DEFAULT-VALUE}).")
  private int stations;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var lines = new Lines(spec.commandLine().getOut());
    lines.title("reconcile: two tables of %,d stations, %s".formatted(stations, HEAP));
    try (var place = WorkDirectory.make(null, "reconcile")) {
      int planted = make(place.path());
      return measure(place.path(), planted, lines) ? Bench.MEASURED : Bench.DID_NOT_WORK;
    }
  }

  /// @return stations of the second table that differ or are missing
  private int make(Path place) throws IOException {
    var election = new SyntheticElection(stations, 1, SEED);
    Path directory = Files.createDirectory(place.resolve("package"));
    for (Map.Entry<String, byte[]> file : election.packageFiles().files().entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
    int planted = 0;
    int selections = election.reported(0, 0).figures().channels().getFirst().selections();
    try (BufferedWriter one = Files.newBufferedWriter(place.resolve("figures.csv"));
        BufferedWriter other = Files.newBufferedWriter(place.resolve("other.csv"))) {
      other.write(header(selections));
      for (int from = 0; from < stations; from += CHUNK) {
        var reported = new ArrayList<FiguresFile.Reported>();
        for (int at = from; at < Math.min(stations, from + CHUNK); at++) {
          reported.add(election.reported(0, at));
          boolean isOther = at % EVERY == 7;
          boolean isMissing = at % EVERY == 8;
          planted += isOther || isMissing ? 1 : 0;
          if (!isMissing) {
            other.write(row(reported.getLast(), isOther));
          }
        }
        String text = new String(FiguresFile.text(List.of("paper"), reported), UTF_8);
        one.write(from == 0 ? text : text.substring(text.indexOf('\n') + 1));
      }
    }
    Files.writeString(place.resolve("other.mapping"), mapping());
    return planted;
  }

  private static String header(int selections) {
    var header = new StringBuilder("mesa,registered,admitted,cast,blank,invalid,valid");
    for (int selection = 0; selection < selections; selection++) {
      header.append(",v").append(selection);
    }
    return header.append('\n').toString();
  }

  private static String row(FiguresFile.Reported reported, boolean isOther) {
    ChannelCount count = reported.figures().channels().getFirst();
    var row = new StringBuilder(reported.about().station());
    row.append(',').append(reported.figures().registeredVoters());
    row.append(',').append(reported.figures().votersAdmitted());
    row.append(',').append(count.ballotsCast()).append(',').append(count.blankVotes());
    row.append(',').append(count.invalidVotes()).append(',').append(count.validVotes());
    for (int selection = 0; selection < count.selections(); selection++) {
      row.append(',').append(count.vote(selection) + (isOther && selection == 0 ? 1_000 : 0));
    }
    return row.append('\n').toString();
  }

  private static String mapping() {
    var mapping =
        new StringBuilder(
            """
            format = cotejo-mapping/1
            file = other.csv
            contest = 1
            station.column = mesa
            figure.registeredVoters = registered
            figure.votersAdmitted = admitted
            figure.ballotsCast = cast
            figure.blankVotes = blank
            figure.invalidVotes = invalid
            figure.validVotes = valid
            """);
    List<Selection> selections = selections();
    for (int at = 0; at < selections.size(); at++) {
      mapping.append("figure.votes.%s = v%d\n".formatted(selections.get(at).code(), at));
    }
    return mapping.toString();
  }

  /// Those of an election of the same seed with one station: however many there are, the lists are
  /// the same.
  private static List<Selection> selections() {
    return switch (ElectionPackageReader.read(
        new SyntheticElection(1, 1, SEED).packageFiles().files())) {
      case PackageOutcome.Read(var election) -> election.contests().getFirst().selections();
      case PackageOutcome.Refused(var errors) -> throw new IllegalStateException(errors.getFirst());
    };
  }

  private boolean measure(Path place, int planted, Lines lines)
      throws IOException, InterruptedException {
    List<Path> tables = List.of(place.resolve("figures.csv"), place.resolve("other.csv"));
    double plain = 0;
    long bytes = 0;
    for (Path table : tables) {
      plain += parse(table);
      bytes += Files.size(table);
    }
    lines.line("tables", "%,.0f MB".formatted(bytes / 1e6));
    Path report = place.resolve("report");
    Child.Run run;
    try (var child =
        Child.startWith(
            HEAP,
            "reconcile",
            tables.getFirst().toString(),
            place.resolve("other.mapping").toString(),
            "--package",
            place.resolve("package").toString(),
            "--out",
            report.toString())) {
      run = child.await();
    }
    long found = Files.exists(report) ? stations(report.resolve("findings.csv")) : -1;
    if (run.exitCode() != 1 || found != planted) {
      lines.title(
          "exit code %d, %d found of %d; see %s"
              .formatted(run.exitCode(), found, planted, Child.output()));
      return false;
    }
    double seconds = VerifyNight.seconds(run.wall());
    lines.line("wall clock", "%.1f s of at most %d".formatted(seconds, LIMIT_SECONDS));
    lines.line("processor time", "%.1f s".formatted(VerifyNight.seconds(run.usage().processor())));
    lines.line("peak of resident memory", run.usage().peakText());
    lines.line("planted and found", "%d of %d".formatted(found, planted));
    lines.line("parsing both tables, no more", "%.2f s".formatted(plain));
    lines.line("ratio", "%.2f".formatted(plain / seconds));
    return true;
  }

  private static long stations(Path findings) throws IOException {
    try (var all = Files.lines(findings)) {
      return all.skip(1).map(line -> line.split(",", 3)[1]).distinct().count();
    }
  }

  /// Seconds to read every field of a table, the second time.
  private static double parse(Path table) throws IOException {
    double seconds = 0;
    for (int turn = 0; turn < 2; turn++) {
      long start = System.nanoTime();
      var fields = new AtomicLong();
      try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(table)) {
        rows.forEach(row -> fields.addAndGet(row.getFieldCount()));
      }
      seconds = (System.nanoTime() - start) / 1e9;
      if (fields.get() == 0) {
        throw new IOException(table + " is empty");
      }
    }
    return seconds;
  }
}
