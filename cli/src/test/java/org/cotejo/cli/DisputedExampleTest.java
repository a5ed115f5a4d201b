package org.cotejo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `examples/disputed` is what is made here, and every defect planted in it is found.
class DisputedExampleTest {
  private static final Path EXAMPLE = Path.of("../examples/disputed");

  @TempDir private Path directory;

  /// With `-Dcotejo.examples.write=true` they are written instead.
  @Test
  void theFilesOfTheExampleAreThoseMadeHere() throws IOException, MalformedException {
    SortedMap<String, byte[]> made = DisputedElection.files();
    if (Boolean.getBoolean("cotejo.examples.write")) {
      for (Map.Entry<String, byte[]> file : made.entrySet()) {
        Path path = EXAMPLE.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
    }
    for (Map.Entry<String, byte[]> file : made.entrySet()) {
      assertThat(EXAMPLE.resolve(file.getKey())).hasBinaryContent(file.getValue());
    }
  }

  private Run reconcile(String language) {
    return Run.cotejo(
        "reconcile",
        EXAMPLE.resolve("devices.bundle"),
        EXAMPLE.resolve("witnesses.bundle"),
        EXAMPLE.resolve("sheets.csv"),
        EXAMPLE.resolve("authority.mapping"),
        EXAMPLE.resolve("announcement.mapping"),
        EXAMPLE.resolve("earlier.mapping"),
        "--package",
        EXAMPLE.resolve("package"),
        "--language",
        language,
        "--out",
        directory.resolve(language));
  }

  @Test
  void everyStationIsInTheClassOfWhatWasPlantedThere() throws IOException {
    Run run = reconcile("en");
    assertThat(run.code()).as(run.text()).isEqualTo(1);
    Map<String, String> classes = new TreeMap<>();
    try (Stream<String> lines = Files.lines(directory.resolve("en/stations.csv"))) {
      lines.skip(1).map(line -> line.split(",", -1)).forEach(row -> classes.put(row[1], row[4]));
    }
    Map<String, String> planted = new TreeMap<>();
    for (int station = 0; station < DisputedElection.STATIONS; station++) {
      // Witnesses were in three areas, and only every fifth sheet was photographed.
      boolean isEverywhere = station < 120 && station % 5 == 0;
      planted.put(
          DisputedElection.code(station),
          DisputedElection.PLANTED.getOrDefault(station, isEverywhere ? "concordant" : "missing"));
    }
    assertThat(classes).isEqualTo(planted);
    assertThat(Files.readString(directory.resolve("en/reconciliation.json")))
        .contains("bulletin-not-log", "unverifiable");
  }

  @Test
  void saysWhichStationsAreLackingAndWhatTheyCouldChange() {
    assertThat(reconcile("en").out())
        .contains("witnesses has 119 of 200 stations")
        .contains("To reverse the order");
    assertThat(reconcile("es").out())
        .contains("witnesses tiene 119 de 200 mesas")
        .contains("Para invertir el orden");
  }
}
