package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A sound package with one change, and the lines it is refused with: files, headers, rows, keys.
class PackageRulesTest {
  static final List<String> FILES = ElectionPackageReader.FILES;

  private static final String STATIONS = "station,area,registered,latitude,longitude,name";
  private static final String STATION_HEADER =
      "stations.csv:1: the first line must be exactly " + STATIONS;

  private static Arguments change(String file, String from, String to, String... errors) {
    return Arguments.of(file, from, to, List.of(errors));
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        change(
            "stations.csv",
            "016,S,600",
            "016,S,12x",
            "stations.csv:17: registered is not a count: '12x'"),
        change(
            "stations.csv",
            "011,S,600",
            "011,S,600,",
            "stations.csv:12: 7 fields instead of 6 (" + STATIONS + ")"),
        change(
            "stations.csv",
            "011,S,600",
            "\n011,S,600",
            "stations.csv:12: 1 fields instead of 6 (" + STATIONS + ")"),
        change(
            "stations.csv",
            "010,N1,600,41.5,-23.25",
            "010,N1,600,41.5,180.000000001",
            "stations.csv:11: longitude is not -180 to 180 in decimal degrees: '180.000000001'"),
        change(
            "stations.csv",
            "010,N1,600,41.5",
            "010,N1,600,",
            "stations.csv:11: latitude is not -90 to 90 in decimal degrees: ''"),
        change(
            "stations.csv",
            "010,N1,600,41.5",
            "010,N1,600,\"41,5\"",
            "stations.csv:11: latitude is not -90 to 90 in decimal degrees: '41,5'"),
        change(
            "stations.csv",
            "\"School, 20\"",
            "x".repeat(201),
            "stations.csv:21: name is longer than 200 characters"),
        change(
            "areas.csv",
            "Север",
            "x".repeat(201),
            "areas.csv:3: name is longer than 200 characters"),
        change("areas.csv", "North Town", " ", "areas.csv:5: nameLatin is empty"),
        change("areas.csv", "S,X,", "S,S,", "areas.csv:4: parent is no known area, or one that"),
        change("areas.csv", "S,X,", "S,N1,", "areas.csv:4: parent is no known area, or one that"),
        change("contests.csv", ",Country,", ",,", "contests.csv:2: nameLatin is empty"),
        change(
            "contests.csv",
            "all-selections",
            "ALL-SELECTIONS",
            "contests.csv:3: validVotesBase is not one of all-selections, without-none-of-these:"
                + " 'ALL-SELECTIONS'"),
        change(
            "selections.csv",
            "c,b,list,X",
            "c,b,list,Q",
            "selections.csv:3: area is no known area: 'Q'"),
        change("selections.csv", ",None of these", ",", "selections.csv:5: nameLatin is empty"),
        change(
            "selections.csv",
            "n,yes,answer,N",
            "n,yes,answer,X",
            "selections.csv:6: area X is outside area N, in which contest n is held"),
        change(
            "devices.csv",
            "ed25519:",
            "Ed25519:",
            "devices.csv:2: key: key does not start with ed25519:, eddsa: or es256:"),
        change(
            "devices.csv",
            "ed25519:",
            "es256:",
            "devices.csv:2: key: es256 key has 64 digits instead of 66"),
        change(
            "devices.csv",
            "\n001,ed25519:3",
            "\n001,ed25519:G",
            "devices.csv:2: key: ed25519 key has something other than 0-9 and a-f at character 8"),
        change("devices.csv", "001,", "1,", "devices.csv:2: station is no known station: '1'"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void namesTheRowAndWhatIsWrongWithIt(String file, String from, String to, List<String> expected) {
    List<String> errors = SoundPackage.errors(SoundPackage.with(file, from, to));
    assertThat(errors).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(errors.get(i)).startsWith(expected.get(i));
    }
  }

  @Test
  void takesThePackageThatTheOthersAreChangesOf() {
    assertThat(SoundPackage.errors(SoundPackage.files())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "station,area,registered,latitude,longitude",
        "station,area,registered,latitude,longitude,name,note",
        "station,registered,area,latitude,longitude,name",
        "station;area;registered;latitude;longitude;name",
        "station, area, registered, latitude, longitude, name",
        ""
      })
  void refusesAnyOtherHeader(String header) {
    SortedMap<String, byte[]> files = SoundPackage.with("stations.csv", STATIONS, header);
    assertThat(SoundPackage.errors(files))
        .containsExactly(STATION_HEADER, "devices.csv:2: station is no known station: '001'");
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void refusesPackageWithoutOneOfItsFiles(String file) {
    SortedMap<String, byte[]> files = SoundPackage.files();
    files.remove(file);
    assertThat(SoundPackage.errors(files)).containsExactly(file + ": the file is missing");
  }

  @ParameterizedTest
  @FieldSource("FILES")
  void refusesEmptyFile(String file) {
    assertThat(SoundPackage.errors(SoundPackage.withFile(file, "")))
        .first()
        .asString()
        .startsWith(file.endsWith(".csv") ? file + ":1: the first line must be" : file + ": not a");
  }

  @Test
  void refusesTablesWithoutRowsExceptForDevices() {
    assertThat(SoundPackage.errors(SoundPackage.withFile("areas.csv", header("areas.csv"))))
        .first()
        .isEqualTo("areas.csv: no area; the first row is the root");
    assertThat(SoundPackage.errors(SoundPackage.withFile("contests.csv", header("contests.csv"))))
        .contains("contests.csv: no contest");
    assertThat(SoundPackage.errors(SoundPackage.withFile("devices.csv", header("devices.csv"))))
        .isEmpty();
  }

  private static String header(String file) {
    String text = SoundPackage.text(SoundPackage.files(), file);
    return text.substring(0, text.indexOf('\n') + 1);
  }

  @Test
  void namesEveryContestWithoutSelections() {
    String none = header("selections.csv");
    assertThat(SoundPackage.errors(SoundPackage.withFile("selections.csv", none)))
        .containsExactly(
            "selections.csv: no selection for contest c",
            "selections.csv: no selection for contest n");
  }

  @Test
  void takesNoneOfTheseOnceOnEachBallot() {
    SortedMap<String, byte[]> apart =
        SoundPackage.with(
            "selections.csv",
            "c,none,none-of-these,X,",
            "c,none,none-of-these,S,,None here\nc,none1,none-of-these,N1,");
    assertThat(SoundPackage.errors(apart)).isEmpty();
    for (String where : List.of("X", "N", "S")) {
      SortedMap<String, byte[]> same =
          SoundPackage.with(
              "selections.csv", "n,yes", "c,z,none-of-these," + where + ",,None either\nn,yes");
      assertThat(SoundPackage.errors(same))
          .containsExactly(
              "selections.csv:6: a second none-of-these on the same ballot of contest c");
    }
  }

  @Test
  void takesLinesThatEndAsOnWindowsForWhatTheyAre() {
    SortedMap<String, byte[]> files = SoundPackage.files();
    for (String name : FILES) {
      files = SoundPackage.replaced(files, name, "\n", "\r\n");
    }
    ElectionPackage election = SoundPackage.read(files);
    ElectionPackage same = SoundPackage.read(SoundPackage.files());
    assertThat(election.stations()).isEqualTo(same.stations());
    assertThat(election.areas()).isEqualTo(same.areas());
    assertThat(election.contests()).isEqualTo(same.contests());
  }

  @Test
  void countsLinesAsAnEditorDoes() {
    SortedMap<String, byte[]> files = SoundPackage.with("stations.csv", "\n", "\r\n");
    files = SoundPackage.replaced(files, "stations.csv", "\"School, 3\"", "\"School\n3\"");
    files = SoundPackage.replaced(files, "stations.csv", "018,S,600", "018,S,x");
    assertThat(SoundPackage.errors(files))
        .containsExactly(
            "stations.csv:4: name has a control character: 'School␀3'",
            "stations.csv:20: registered is not a count: 'x'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"School", "\"Sch\"ool"})
  void namesTheLineThatIsNotCsv(String name) {
    assertThat(SoundPackage.errors(SoundPackage.with("stations.csv", "\"School, 16\"", name)))
        .singleElement()
        .asString()
        .startsWith("stations.csv:17: not CSV from here on: ");
  }

  @Test
  void namesTheLineThatIsNotCsvBehindFieldOfSeveralLines() {
    SortedMap<String, byte[]> files =
        SoundPackage.with("stations.csv", "\"School, 15\"", "\"a\n\nb\"");
    files = SoundPackage.replaced(files, "stations.csv", "\"School, 16\"", "\"School");
    assertThat(SoundPackage.errors(files))
        .hasSize(2)
        .anyMatch(error -> error.startsWith("stations.csv:19: not CSV from here on: "));
  }
}
