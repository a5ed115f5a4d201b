package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.SyntheticElection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cotejo reconcile`, over figures, tables and totals as people hold them.
class ReconcileCommandTest {
  private static final int STATIONS = 40;
  private static final SyntheticElection ELECTION = new SyntheticElection(STATIONS, 1, 5);
  private static final String MAPPING =
      """
      format = cotejo-mapping/1
      file = copies.csv
      contest = 1
      station.column = station
      figure.votes.1 = first
      figure.votes.2 = second
      """;

  @TempDir private Path directory;
  private Path electionPackage;
  private Path figures;
  private Path mapping;

  @BeforeEach
  void report() throws IOException {
    electionPackage = Files.createDirectory(directory.resolve("package"));
    for (var file : ELECTION.packageFiles().files().entrySet()) {
      Files.write(electionPackage.resolve(file.getKey()), file.getValue());
    }
    List<FiguresFile.Reported> reported = new ArrayList<>();
    for (int station = 0; station < STATIONS; station++) {
      reported.add(ELECTION.reported(0, station));
    }
    figures =
        Files.write(directory.resolve("figures.csv"), FiguresFile.text(List.of("paper"), reported));
    mapping = Files.writeString(directory.resolve("copies.mapping"), MAPPING);
  }

  private static long votes(int station, int selection) {
    return ELECTION.reported(0, station).figures().channels().getFirst().vote(selection);
  }

  private static long sum(int selection) {
    long sum = 0;
    for (int station = 0; station < STATIONS; station++) {
      sum += votes(station, selection);
    }
    return sum;
  }

  /// A table as somebody holds it.
  ///
  /// @param more what the first station has more for the first selection
  /// @param left stations at the end that it lacks
  private void copies(long more, int left) throws IOException {
    var table = new StringBuilder("station,first,second\n");
    for (int station = 0; station < STATIONS - left; station++) {
      table
          .append(ELECTION.stationCode(station))
          .append(',')
          .append(votes(station, 0) + (station == 0 ? more : 0))
          .append(',')
          .append(votes(station, 1))
          .append('\n');
    }
    Files.writeString(directory.resolve("copies.csv"), table);
  }

  private Run reconcile(Object... more) {
    var arguments = new ArrayList<Object>(List.of("reconcile", figures));
    arguments.addAll(List.of(more));
    arguments.addAll(List.of("--package", electionPackage));
    return Run.cotejo(arguments.toArray());
  }

  @Test
  void endsWithZeroWhereEverythingAgrees() throws IOException {
    copies(0, 0);
    Run run = reconcile(mapping);
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.out()).contains("40  concordant");
  }

  @Test
  void namesTheStationAndTheFigureThatDiffers() throws IOException {
    copies(300, 0);
    Path out = directory.resolve("report");
    Run run = reconcile(mapping, "--out", out);
    assertThat(run.code()).as(run.text()).isEqualTo(1);
    List<String> findings = Files.readAllLines(out.resolve("findings.csv"));
    assertThat(findings)
        .hasSize(2)
        .last()
        .asString()
        .contains(
            ELECTION.stationCode(0),
            "votes.1",
            Long.toString(votes(0, 0)),
            Long.toString(votes(0, 0) + 300));
    assertThat(Files.readString(out.resolve("report.html")))
        .contains(ELECTION.stationCode(0))
        .contains("cotejo reconcile");
    assertThat(Files.readAllLines(out.resolve("stations.csv"))).hasSize(1 + STATIONS);
  }

  @Test
  void namesTheStationsThatASourceLacks() throws IOException {
    copies(0, 3);
    Path out = directory.resolve("report");
    Run run = reconcile(mapping, "--out", out);
    assertThat(run.code()).as(run.text()).isEqualTo(1);
    try (Stream<String> lines = Files.lines(out.resolve("findings.csv"))) {
      assertThat(lines.skip(1))
          .hasSize(3)
          .allMatch(line -> line.contains("missing"))
          .anyMatch(line -> line.contains(ELECTION.stationCode(STATIONS - 1)));
    }
  }

  @Test
  void saysInWordsWhichFiguresContradictEachOther() throws IOException {
    Files.writeString(
        mapping, MAPPING + "figure.registeredVoters = first\nfigure.validVotes = second\n");
    copies(0, 0);
    Path out = directory.resolve("report");
    reconcile(mapping, "--out", out, "--language=es");
    assertThat(Files.readString(out.resolve("report.html")))
        .contains("R106 papeletas o votos / con derecho a votar: ");
    Run checked = Run.cotejo("check", mapping, "--package", electionPackage, "--language=en");
    assertThat(checked.out()).contains("R106 ballots or votes / voters entitled: ");
  }

  @Test
  void saysOfEqualsThatTheyAreEqual() throws IOException {
    var table = new StringBuilder("station,first,second\n");
    for (int station = 0; station < STATIONS; station++) {
      table.append(ELECTION.stationCode(station)).append(",7,7\n");
    }
    Files.writeString(directory.resolve("copies.csv"), table);
    Run run = Run.cotejo("reconcile", mapping, "--package", electionPackage);
    assertThat(run.out()).contains("1 and 2 are equal; differences: at most 0;");
  }

  @Test
  void saysThatNothingOfATableFits() throws IOException {
    Files.writeString(directory.resolve("copies.csv"), "station,first,second\nX1,1,2\nX2,1,2\n");
    Run run = reconcile(mapping);
    assertThat(run.code()).as(run.text()).isEqualTo(1);
    assertThat(run.out())
        .contains("2 names or values do not fit the package", "station “X1”, line 2");
  }

  @Test
  void writesTheSameBytesAgain() throws IOException {
    copies(1, 2);
    Path first = directory.resolve("one");
    Path second = directory.resolve("two");
    reconcile(mapping, "--out", first, "--language", "es");
    reconcile(mapping, "--out", second, "--language", "es");
    try (Stream<Path> files = Files.list(first)) {
      List<Path> written = files.toList();
      assertThat(written).hasSize(7);
      for (Path file : written) {
        assertThat(second.resolve(file.getFileName().toString())).hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void comparesTotalsWithTheSumOfTheStations() throws IOException {
    Path totals =
        Files.writeString(
            directory.resolve("totals.mapping"),
            """
            format = cotejo-mapping/1
            file = totals.csv
            role = totals
            contest = 1
            figure.votes.1 = first
            figure.votes.2 = second
            """);
    Path table = directory.resolve("totals.csv");
    Files.writeString(table, "first,second\n%d,%d\n".formatted(sum(0), sum(1)));
    Run equal = reconcile(totals);
    assertThat(equal.code()).as(equal.text()).isZero();
    Files.writeString(table, "first,second\n%d,%d\n".formatted(sum(0), sum(1) - 1));
    Path out = directory.resolve("report");
    Run other = reconcile(totals, "--out", out);
    assertThat(other.code()).as(other.text()).isEqualTo(1);
    assertThat(Files.readString(out.resolve("reconciliation.json"))).contains("not-the-sum");
  }

  @Test
  void proposesAMappingThatCanBeUsed() throws IOException {
    copies(0, 0);
    Path table = directory.resolve("copies.csv");
    Run proposed = Run.cotejo("reconcile", table, "--guess", "--package", electionPackage);
    assertThat(proposed.code()).as(proposed.text()).isZero();
    assertThat(proposed.out()).contains("station.column = station", "# Columns not used: first");
  }

  @Test
  void saysWhatToDoAboutFilesItCannotRead() throws IOException {
    Run none = reconcile(Files.writeString(directory.resolve("notes.txt"), "hello\n"));
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("notes.txt: neither a bundle, figures.csv");
    Run lacking = reconcile(mapping);
    assertThat(lacking.code()).isEqualTo(2);
    assertThat(lacking.err()).contains("copies.csv");
    Run unverified = reconcile(directory);
    assertThat(unverified.code()).isEqualTo(2);
    assertThat(unverified.err()).contains("--authority is needed");
    copies(0, 0);
    Run twice = reconcile(figures);
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("two sources are called 'figures'");
  }
}
