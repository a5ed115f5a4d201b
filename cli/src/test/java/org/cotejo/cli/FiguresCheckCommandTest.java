package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cotejo check`, over the figures of a real election, a table, and announced totals.
class FiguresCheckCommandTest {
  private static final Path EXAMPLE = Path.of("../examples/bulgaria-2021-07-11");
  private static final String MAPPING =
      """
      format = cotejo-mapping/1
      file = table.csv
      contest = 1
      station.column = station
      station.totals = all
      arrival.column = came
      figure.registeredVoters = registered
      figure.paper.votes.a = pa
      figure.machine.votes.a = ma
      figure.votes.a = a
      figure.paper.votes.b = pb
      figure.machine.votes.b = mb
      figure.votes.b = b
      """;
  private static final String HEADER = "station,came,registered,pa,ma,a,pb,mb,b\n";
  private static final String ROWS =
      "1,2021-07-11 20:15:00,100,10,20,30,5,6,11\n2,1,100,11,22,33,7,8,15\n";

  @TempDir private Path directory;

  private Run check(String table) throws IOException {
    Files.writeString(directory.resolve("table.csv"), table);
    return Run.cotejo(
        "check", Files.writeString(directory.resolve("t.mapping"), MAPPING), "--language", "en");
  }

  @Test
  void reportsOfTheExampleItsContradictionsAndNothingElse() {
    Run run =
        Run.cotejo(
            "check",
            EXAMPLE.resolve("figures.csv"),
            "--package",
            EXAMPLE.resolve("package"),
            "--digits",
            "--language",
            "en");
    assertThat(run.code()).as(run.text()).isEqualTo(1);
    assertThat(run.out())
        .contains("ARITHMETIC: 18 of 13,005 looked at")
        .contains("193300015, contest 1: R104 valid votes / sum of the selections: 194 / 191")
        .contains("22 leads 5 by 15,664")
        .contains("214,585 pairs of stations have as many votes each; 5 pairs are equal")
        .contains("11,416 stations; share near a whole percentage 1,233, turnout 1,187")
        .contains("Findings: 1.");
  }

  @Test
  void checksATableWithoutAPackage() throws IOException {
    Run run = check(HEADER + ROWS + "all,,200,21,42,63,12,14,26\n");
    assertThat(run.code()).as(run.text()).isZero();
    assertThat(run.out())
        .contains("0 stations are in areas")
        .doesNotContain("whether the order can still change");
  }

  @Test
  void findsSumsThatAreNoneOverChannelsAndStations() throws IOException {
    Run run = check(HEADER + ROWS.replace(",11,22,33,", ",11,22,34,") + "all,,200,21,42,63,,,27\n");
    assertThat(run.code()).as(run.text()).isEqualTo(1);
    assertThat(run.out())
        .contains("2, contest 1: votes.a is given as 34, the channels add up to 33")
        .contains("area whole: votes.b is given as 27, the stations add up to 26");
  }

  @Test
  void writesTheFindingsAndThePicturesAndTheSameBytesAgain() throws IOException {
    Path bulletins =
        Files.writeString(
            directory.resolve("bulletins.csv"),
            "bulletin,votes.a,votes.b,votes.others\none,5150092,4445978,462704\n");
    Path csv = directory.resolve("findings.csv");
    Run first =
        Run.cotejo("check", "--bulletins", bulletins, "--json", "--csv", csv, "--language", "es");
    assertThat(first.code()).as(first.text()).isEqualTo(1);
    assertThat(first.out())
        .contains("\"format\":\"cotejo-checks/1\"", ",376479,50589482279700]")
        .contains("totales hechos de porcentajes redondeados");
    assertThat(Files.readAllLines(csv))
        .hasSize(4)
        .last()
        .asString()
        .startsWith("C301,,STATISTICAL");
    Run again = Run.cotejo("check", "--bulletins", bulletins, "--json", "--language", "es");
    assertThat(again.out()).isEqualTo(first.out());

    check(HEADER + ROWS);
    Path plots = directory.resolve("plots");
    Run plotted = Run.cotejo("check", directory.resolve("t.mapping"), "--plots", plots);
    assertThat(plotted.code()).as(plotted.text()).isZero();
    assertThat(plots.resolve("1-fingerprint.svg"))
        .content()
        .startsWith("<svg ")
        .contains("<title>");
    assertThat(plots.resolve("1-spikes.svg")).exists();
    assertThat(plots.resolve("1-arrival.svg")).exists();
  }

  @Test
  void explainsEveryCheckInBothLanguages() {
    for (String language : List.of("en", "es")) {
      for (String code : List.of("C101", "C203", "C301", "c304", "C402")) {
        Run run = Run.cotejo("check", "--explain", code, "--language", language);
        assertThat(run.code()).as(run.text()).isZero();
        assertThat(run.out()).contains(language.equals("en") ? "Source" : "Fuente");
      }
    }
    Run none = Run.cotejo("check", "--explain", "C999");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("no check has the code 'C999'");
  }

  @Test
  void saysWhatItNeeds() {
    assertThat(Run.cotejo("check").err()).contains("nothing to check");
    assertThat(Run.cotejo("check", EXAMPLE.resolve("figures.csv")).err())
        .contains("give the election's --package");
  }
}
