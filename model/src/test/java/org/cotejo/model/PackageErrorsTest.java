package org.cotejo.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A sound package with one thing wrong, and the one line that says so.
class PackageErrorsTest {
  private static final String KEY =
      SigningKey.fromSeed(Algorithm.ED25519, new byte[32]).verificationKey().toString();

  private static SortedMap<String, byte[]> sound() {
    PackageFiles files =
        new PackageFiles()
            .election("t", Map.of("en", "T"), LocalDate.of(2026, 1, 1), Mode.REAL, List.of("paper"))
            .area("X", "", "country", "", "Land")
            .area("N", "X", "region", "Норд", "North")
            .area("S", "X", "region", "", "South")
            .contest("c", "X", "", "Contest", ValidVotesBase.ALL_SELECTIONS)
            .contest("n", "N", "", "Of the north", ValidVotesBase.ALL_SELECTIONS)
            .selection("c", "a", Selection.Type.LIST, "X", "", "A")
            .selection("c", "none", Selection.Type.NONE_OF_THESE, "X", "", "None")
            .selection("n", "i", Selection.Type.INDEPENDENT, "N", "", "I");
    for (int station = 1; station <= 20; station++) {
      files.station("%03d".formatted(station), "N", 600, "41.5", "-23.25", "School");
    }
    return files.device("001", KEY).files();
  }

  private static List<String> errors(SortedMap<String, byte[]> files) {
    return switch (ElectionPackageReader.read(files)) {
      case PackageOutcome.Read(ElectionPackage election) -> List.of();
      case PackageOutcome.Refused(List<String> errors) -> errors;
    };
  }

  private static Arguments change(String file, String from, String to, String... errors) {
    return Arguments.of(file, from, to, List.of(errors));
  }

  private static final String NO_CODE =
      " is not a code (1 to 24 of A-Z a-z 0-9 . _ -, a letter or digit first): ";

  static Stream<Arguments> changes() {
    return Stream.of(
        change(
            "stations.csv",
            "016,N,600",
            "016,N,12x",
            "stations.csv:17: registered is not a count: '12x'"),
        change(
            "stations.csv",
            "016,N,600",
            "016,N,",
            "stations.csv:17: registered is not a count: ''"),
        change(
            "stations.csv",
            "016,N,600",
            "016,N,-1",
            "stations.csv:17: registered is not a count: '-1'"),
        change(
            "stations.csv",
            "016,N,600",
            "016,N,0600",
            "stations.csv:17: registered is not a count: '0600'"),
        change(
            "stations.csv",
            "016,N,600",
            "016,N,1000000000",
            "stations.csv:17: registered is not a count: '1000000000'"),
        change(
            "stations.csv",
            "016,N,600",
            "016,N,٣",
            "stations.csv:17: registered is not a count: '٣'"),
        change("stations.csv", "016,N", "016,Q", "stations.csv:17: area is no known area: 'Q'"),
        change("stations.csv", "016,N", "015,N", "stations.csv:17: station 015 is there already"),
        change(
            "stations.csv",
            "016,N",
            "009,N",
            "stations.csv:17: station 009 comes after 015; sort the rows by station"),
        change(
            "stations.csv",
            "020,N,600,41.5",
            "020,N,600,90.1",
            "stations.csv:21: latitude is not -90 to 90 in decimal degrees: '90.1'"),
        change(
            "stations.csv",
            "020,N,600,41.5,-23.25",
            "020,N,600,41.5,",
            "stations.csv:21: longitude is not -180 to 180 in decimal degrees: ''"),
        change(
            "stations.csv",
            "020,N,600,41.5,-23.25,School",
            "020,N,600,41.5,-23.25",
            "stations.csv:21: 5 fields instead of 6 (station,area,registered,latitude,longitude,name)"),
        change(
            "stations.csv",
            "station,area",
            "Station,area",
            "stations.csv:1: the first line must be exactly"
                + " station,area,registered,latitude,longitude,name",
            "devices.csv:2: station is no known station: '001'"),
        change(
            "stations.csv",
            "020,N,600,41.5,-23.25,School",
            "020,N,600,41.5,-23.25,\"a\u001bb\"",
            "stations.csv:21: name has a control character: 'a\u2400b'"),
        change(
            "areas.csv",
            "S,X,region",
            "S,,region",
            "areas.csv:4: a second area without a parent; only the first is the root"),
        change(
            "areas.csv",
            "S,X,region",
            "S,Z,region",
            "areas.csv:4: parent is no known area, or one that comes later: 'Z'"),
        change("areas.csv", "S,X,region", "N,X,region", "areas.csv:4: area N is there already"),
        change("areas.csv", "S,X,region", ".S,X,region", "areas.csv:4: area" + NO_CODE + "'.S'"),
        change("areas.csv", ",South", ",", "areas.csv:4: nameLatin is empty"),
        change(
            "areas.csv",
            ",South",
            "," + "x".repeat(201),
            "areas.csv:4: nameLatin is longer than 200 characters"),
        change("contests.csv", "n,N,", "n,Q,", "contests.csv:3: area is no known area: 'Q'"),
        change(
            "contests.csv",
            "n,N,",
            "c,N,",
            "contests.csv:3: contest c is there already",
            "selections.csv:4: contest is no known contest: 'n'"),
        change(
            "selections.csv",
            "c,a,list",
            "c,a,party",
            "selections.csv:2: type is not one of list, candidate, answer, independent, none-of-these:"
                + " 'party'"),
        change(
            "selections.csv", "n,i,", "q,i,", "selections.csv:4: contest is no known contest: 'q'"),
        change(
            "selections.csv",
            "n,i,independent,N",
            "n,i,independent,S",
            "selections.csv:4: area S is outside area N, in which contest n is held"),
        change(
            "selections.csv",
            "c,none,",
            "c,a,",
            "selections.csv:3: selection a of contest c is there already"),
        change(
            "selections.csv",
            "c,a,list",
            "c,a,none-of-these",
            "selections.csv:3: a second none-of-these on the same ballot of contest c"),
        change("devices.csv", "001,", "021,", "devices.csv:2: station is no known station: '021'"),
        change(
            "devices.csv",
            KEY,
            KEY + "\n002," + KEY,
            "devices.csv:3: the key is there already: '" + KEY.substring(0, 40) + "…'"),
        change(
            "election.json",
            "\"real\"",
            "\"live\"",
            "election.json: mode is not one of real, rehearsal, re-enactment: 'live'"),
        change(
            "election.json",
            "2026-01-01",
            "2026-02-30",
            "election.json: date is not YYYY-MM-DD: '2026-02-30'"),
        change(
            "election.json",
            "\"date\"",
            "\"day\"",
            "election.json: unknown field 'day'",
            "election.json: date is not YYYY-MM-DD: ''"),
        change(
            "election.json",
            "\"paper\"",
            "\"paper\", \"paper\"",
            "election.json: channels must be 1 to 4 different codes, as [\"paper\"]"),
        change(
            "election.json",
            "\"en\"",
            "\"EN\"",
            "election.json: name 'EN' is not a language tag with a name of 1 to 200 characters",
            "election.json: name must give the election's name by language, as {\"en\": \"…\"}"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void saysFileLineAndProblem(String file, String from, String to, List<String> expected) {
    SortedMap<String, byte[]> files = sound();
    String before = new String(files.get(file), UTF_8);
    assertThat(before).contains(from);
    int at = before.indexOf(from);
    String after = before.substring(0, at) + to + before.substring(at + from.length());
    files.put(file, after.getBytes(UTF_8));
    assertThat(errors(files)).containsExactlyElementsOf(expected);
  }

  @Test
  void takesTheSoundPackage() {
    assertThat(errors(sound())).isEmpty();
  }

  @Test
  void saysWhichFilesAreMissingOrTooMany() {
    SortedMap<String, byte[]> files = sound();
    files.remove("areas.csv");
    files.put("notes.txt", new byte[0]);
    assertThat(errors(files))
        .containsExactly(
            "areas.csv: the file is missing", "notes.txt: not a file of an election package");
  }

  @Test
  void wrongKeysAreNotTaken() {
    SortedMap<String, byte[]> files = sound();
    files.put("devices.csv", "station,key\n001,ed25519:12\n".getBytes(UTF_8));
    assertThat(errors(files)).singleElement().asString().startsWith("devices.csv:2: key: ");
  }

  @Test
  void rootHasNoParent() {
    SortedMap<String, byte[]> files = sound();
    files.put("areas.csv", "area,parent,level,name,nameLatin\nX,X,country,,Land\n".getBytes(UTF_8));
    assertThat(errors(files))
        .startsWith("areas.csv:2: the first area is the root and has no parent");
  }

  @Test
  void twentyErrorsAreEnough() {
    SortedMap<String, byte[]> files = sound();
    String bad = "station,area,registered,latitude,longitude,name\n" + "?,?,?,?,?,\n".repeat(500);
    files.put("stations.csv", bad.getBytes(UTF_8));
    assertThat(errors(files)).hasSize(20);
  }

  @Test
  void quotesNeverClosedEndTheFileWithOneError() {
    SortedMap<String, byte[]> files = sound();
    String areas = new String(files.get("areas.csv"), UTF_8);
    files.put("areas.csv", (areas + "W,X,region,,\"West\n").getBytes(UTF_8));
    assertThat(errors(files)).hasSize(1).allMatch(error -> error.startsWith("areas.csv:"));
  }

  /// Whatever happens to the bytes, the reader answers.
  @Test
  void anyDamageIsReadOrRefused() {
    var random = new Random(17);
    for (int round = 0; round < 4_000; round++) {
      SortedMap<String, byte[]> files = sound();
      List<String> names = new ArrayList<>(files.keySet());
      String name = names.get(random.nextInt(names.size()));
      byte[] bytes = files.getOrDefault(name, new byte[0]).clone();
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes = Arrays.copyOf(bytes, at);
        case 2 -> bytes[at] = (byte) "\n\r\",{}[]:0".charAt(random.nextInt(10));
        default -> System.arraycopy(bytes, 0, bytes, at, Math.min(at, bytes.length - at));
      }
      files.put(name, bytes);
      List<String> errors = errors(files);
      assertThat(errors)
          .as("round %d", round)
          .allMatch(error -> error.contains(".csv") || error.contains(".json"));
    }
  }
}
