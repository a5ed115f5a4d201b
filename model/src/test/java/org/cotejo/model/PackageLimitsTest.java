package org.cotejo.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The largest package that is taken, and what is one more.
class PackageLimitsTest {
  @TempDir Path directory;

  private void write(Map<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      Files.write(directory.resolve(file.getKey()), file.getValue());
    }
  }

  private List<String> errors() {
    return switch (ElectionPackageReader.read(directory)) {
      case PackageOutcome.Read(ElectionPackage election) -> List.of();
      case PackageOutcome.Refused(List<String> errors) -> errors;
    };
  }

  @Test
  void refusesFileLargerThan64MiBWithoutReadingIt() throws IOException {
    write(SoundPackage.files());
    try (var file = new RandomAccessFile(directory.resolve("stations.csv").toFile(), "rw")) {
      file.setLength((64L << 20) + 1);
    }
    assertThat(errors()).containsExactly("stations.csv: larger than 64 MiB");
  }

  @Test
  void refusesLargerFileAlsoFromMemory() {
    SortedMap<String, byte[]> files = SoundPackage.files();
    files.put("devices.csv", new byte[(64 << 20) + 1]);
    assertThat(SoundPackage.errors(files)).containsExactly("devices.csv: larger than 64 MiB");
  }

  @Test
  void refusesWhatCannotBeRead() throws IOException {
    write(SoundPackage.files());
    Files.delete(directory.resolve("areas.csv"));
    Files.createDirectory(directory.resolve("areas.csv"));
    assertThat(errors()).singleElement().asString().startsWith("areas.csv: cannot be read: ");
  }

  @Test
  void saysThatDirectoryHoldsNoPackage() throws IOException {
    Files.writeString(directory.resolve("figures.csv"), "");
    assertThat(errors())
        .singleElement()
        .asString()
        .startsWith("no election package here; it would hold areas.csv, ");
  }

  @Test
  void leavesOtherFilesInTheDirectoryAlone() throws IOException {
    write(SoundPackage.files());
    Files.writeString(directory.resolve("notes.txt"), "to do");
    assertThat(errors()).isEmpty();
  }

  /// 20 errors, then no more.
  @ParameterizedTest
  @ValueSource(ints = {1, 9, 10, 11, 5_000})
  void stopsAfterTwentyErrors(int wrong) {
    String rows =
        IntStream.range(0, wrong).mapToObj(i -> "nowhere,\n").collect(Collectors.joining());
    SortedMap<String, byte[]> files = SoundPackage.withFile("devices.csv", "station,key\n" + rows);
    // Every row is wrong twice: no such station, no key.
    assertThat(SoundPackage.errors(files)).hasSize(Math.min(2 * wrong, 20));
  }

  @Test
  void keepsItsCountOfErrorsOverAllFiles() {
    SortedMap<String, byte[]> files = SoundPackage.withFile("election.json", "{}");
    files = SoundPackage.replaced(files, "stations.csv", ",600,", ",six,");
    List<String> errors = SoundPackage.errors(files);
    assertThat(errors).hasSize(20);
    assertThat(errors.getLast()).startsWith("stations.csv:16: registered");
  }

  @Test
  void takesTwoMillionRowsAndNoMore() throws PackageErrors.EnoughException {
    var errors = new PackageErrors();
    var rows = new long[1];
    new PackageTable("t.csv", List.of("a"), Optional.empty(), errors)
        .read("a\n" + "x\n".repeat(PackageTable.MAX_ROWS), row -> rows[0]++);
    assertThat(errors.list()).isEmpty();
    assertThat(rows[0]).isEqualTo(2_000_000);
    new PackageTable("t.csv", List.of("a"), Optional.empty(), errors)
        .read("a\n" + "x\n".repeat(PackageTable.MAX_ROWS + 1), row -> {});
    assertThat(errors.list()).containsExactly("t.csv:2000002: more than 2000000 rows");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 1_001})
  void takesThousandSelectionsAndNoMore(int selections) {
    String rows =
        IntStream.range(0, selections)
            .mapToObj(i -> "c,s%d,list,X,,S\n".formatted(i))
            .collect(Collectors.joining());
    SortedMap<String, byte[]> files =
        SoundPackage.withFile(
            "selections.csv", "contest,selection,type,area,name,nameLatin\nn,a,list,N,,A\n" + rows);
    assertThat(SoundPackage.errors(files))
        .isEqualTo(
            selections == 1_000
                ? List.of()
                : List.of("selections.csv:1003: contest c has more than 1,000 selections"));
  }

  @Test
  void takesTheLongestOfEverything() {
    String code = "x".repeat(24);
    String name = "й".repeat(200);
    SortedMap<String, byte[]> files =
        SoundPackage.with(
            "stations.csv",
            "020,S,600,,,\"School, 20\"",
            code + ",S,999999999,-90.000000000,180.000000000," + name);
    PollingStation station = SoundPackage.read(files).stations().getLast();
    assertThat(station.code()).isEqualTo(code);
    assertThat(station.registeredVoters()).isEqualTo(999_999_999);
    assertThat(station.coordinates()).contains(new Coordinates("-90.000000000", "180.000000000"));
    assertThat(station.name()).isEqualTo(name);
  }

  @Test
  void refusesRowsThatNoSheetOfPaperHolds() {
    for (String field : List.of("x".repeat(17_000_000), ",".repeat(17_000))) {
      SortedMap<String, byte[]> files = SoundPackage.with("devices.csv", "001,", field);
      assertThat(SoundPackage.errors(files))
          .singleElement()
          .asString()
          .startsWith("devices.csv:2: not CSV from here on: ");
    }
  }

  private static SortedMap<String, byte[]> chain(int levels) {
    var areas = new StringBuilder("area,parent,level,name,nameLatin\nA0,,country,,Land\n");
    for (int area = 1; area < levels; area++) {
      areas.append("A%d,A%d,part,,Part\n".formatted(area, area - 1));
    }
    var contests = new StringBuilder("contest,area,name,nameLatin,validVotesBase\n");
    var selections = new StringBuilder("contest,selection,type,area,name,nameLatin\n");
    for (int contest = 0; contest < 20; contest++) {
      contests.append("c%d,A0,,C,all-selections\n".formatted(contest));
      for (int selection = 0; selection < 1_000; selection++) {
        selections.append("c%d,s%d,list,A%d,,S\n".formatted(contest, selection, levels - 1));
      }
    }
    SortedMap<String, byte[]> files = SoundPackage.withFile("areas.csv", areas.toString());
    files.put("contests.csv", contests.toString().getBytes(UTF_8));
    files.put("selections.csv", selections.toString().getBytes(UTF_8));
    files.put(
        "stations.csv",
        "station,area,registered,latitude,longitude,name\n001,A%d,1,,,\n"
            .formatted(levels - 1)
            .getBytes(UTF_8));
    return files;
  }

  @Test
  void takesThirtyTwoLevelsOfAreasAndNoMore() {
    assertThat(SoundPackage.read(chain(32)).ballot(19, 0)).hasSize(1_000);
    assertThat(SoundPackage.errors(chain(33)))
        .startsWith("areas.csv:34: area A32 is more than 32 levels deep");
  }

  /// Every look from an area to those above it costs as much as the tree is deep.
  @Test
  void answersSoonWhenAreasAreChainedOneBelowTheOther() {
    var errors = new ArrayList<String>();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> errors.addAll(SoundPackage.errors(chain(200_000))));
    assertThat(errors).containsExactly("areas.csv:34: area A32 is more than 32 levels deep");
  }
}
