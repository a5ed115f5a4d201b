package org.cotejo.model.bulgaria;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Area;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The example that ships with Cotejo is whole: what its README promises, and the totals that were
/// published officially.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BulgarianExampleTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final Path EXAMPLE = EXAMPLES.resolve("bulgaria-2021-07-11");
  private static final long MAX_BYTES = 3_500_000;
  private static final int INDEPENDENT = 23;
  private static final int NO_ONE = 24;

  private final ElectionPackage election = election();
  private final Map<String, Long> votes = new TreeMap<>();
  private final List<String> reported = new ArrayList<>();

  private static ElectionPackage election() {
    return switch (ElectionPackageReader.read(EXAMPLE.resolve("package"))) {
      case PackageOutcome.Read(ElectionPackage read) -> read;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  @BeforeAll
  void addUp() throws IOException, MalformedException {
    FiguresFile.forEach(
        EXAMPLE.resolve("figures.csv"),
        election,
        station -> {
          String code = station.about().station();
          reported.add(code);
          int[] ballot = election.ballot(0, election.station(code).orElseThrow());
          for (ChannelCount count : station.figures().channels()) {
            for (int i = 0; i < ballot.length; i++) {
              votes.merge(selections().get(ballot[i]).code(), count.vote(i), Math::addExact);
            }
          }
        });
  }

  private List<Selection> selections() {
    return election.contests().getFirst().selections();
  }

  @Test
  void isMarkedAsAReenactmentAndNamesItsLicence() {
    assertThat(election.mode()).isEqualTo(Mode.RE_ENACTMENT);
    assertThat(election.licence()).contains("CC-BY-SA-4.0");
  }

  @Test
  void hasEveryStationOnceAndFiguresOfEach() {
    assertThat(election.stations()).hasSize(13_005);
    assertThat(reported)
        .isEqualTo(election.stations().stream().map(station -> station.code()).toList());
  }

  @Test
  void hasTheAreasOfTheWholeCountryAndAbroad() {
    assertThat(election.areas()).hasSize(5_166);
    assertThat(
            election.areas().stream()
                .collect(Collectors.groupingBy(Area::level, Collectors.counting())))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "country", 1L,
                "constituency", 31L,
                "abroad", 1L,
                "municipality", 267L,
                "state", 68L,
                "settlement", 4_212L,
                "place", 586L));
  }

  @Test
  void everyStationIsInAConstituencyOrAbroad() {
    assertThat(election.stations())
        .allSatisfy(station ->
            assertThat(level(constituency(station.area())))
                .as(station.code())
                .isIn("constituency", "abroad"));
  }

  /// The area under the country in which an area lies; a station of the country itself has none.
  private int constituency(int area) {
    int at = area;
    while (election.areas().get(at).depth() > 1) {
      at = election.areas().get(at).parent();
    }
    return at;
  }

  private String level(int area) {
    return election.areas().get(area).level();
  }

  @Test
  void hasTwentyThreeListsOneIndependentAndNoOne() {
    assertThat(election.contests()).hasSize(1);
    List<Selection> selections = selections();
    assertThat(selections).hasSize(25);
    assertThat(selections.subList(0, INDEPENDENT))
        .allSatisfy(list -> {
          assertThat(list.type()).isEqualTo(Selection.Type.LIST);
          assertThat(list.area()).isZero();
        });
    assertThat(selections.stream().map(Selection::code))
        .containsExactlyElementsOf(
            IntStream.concat(IntStream.rangeClosed(1, 24), IntStream.of(99))
                .mapToObj(Integer::toString)
                .toList());
    assertThat(selections.get(INDEPENDENT).type()).isEqualTo(Selection.Type.INDEPENDENT);
    assertThat(selections.get(NO_ONE).type()).isEqualTo(Selection.Type.NONE_OF_THESE);
    assertThat(selections.get(NO_ONE).area()).isZero();
  }

  @Test
  void onlyStationsInConstituency24HaveTheIndependentOnTheirBallot() {
    int constituency24 = election.area("24").orElseThrow();
    int with = 0;
    for (int station = 0; station < election.stations().size(); station++) {
      boolean isThere = constituency(election.stations().get(station).area()) == constituency24;
      assertThat(IntStream.of(election.ballot(0, station)).anyMatch(s -> s == INDEPENDENT))
          .as(election.stations().get(station).code())
          .isEqualTo(isThere);
      with += isThere ? 1 : 0;
    }
    assertThat(with).isBetween(1, election.stations().size() - 1);
  }

  @Test
  void addsUpToTheOfficialTotals() throws IOException {
    List<String> rows = Files.readAllLines(EXAMPLE.resolve("official.csv"));
    assertThat(rows.getFirst()).isEqualTo("selection,votes");
    Map<String, Long> official =
        rows.stream()
            .skip(1)
            .map(row -> row.split(",", -1))
            .collect(Collectors.toMap(fields -> fields[0], fields -> Long.parseLong(fields[1])));
    assertThat(official).containsOnlyKeys("4", "5", "7", "8", "22", "23");
    assertThat(votes).containsAllEntriesOf(official);
  }

  @Test
  void addsUpForTheIndependentAndForNoOne() {
    assertThat(votes).hasSize(25).containsEntry("24", 142L).containsEntry("99", 35_201L);
  }

  @Test
  void officialTotalsAreThoseThatWerePublished() throws IOException {
    assertThat(EXAMPLE.resolve("official.csv"))
        .hasContent(
            """
            selection,votes
            22,657829
            5,642165
            4,365695
            23,345331
            7,292514
            8,136885
            """);
  }

  @Test
  void namesWhoseFiguresTheseAreAndOnWhatTerms() throws IOException {
    assertThat(Files.readString(EXAMPLE.resolve("LICENSE")))
        .contains("Attribution-ShareAlike 4.0 International");
    assertThat(Files.readString(EXAMPLE.resolve("README.md")))
        .contains("Central Election Commission")
        .contains("dimitarivanov/bulgarian-elections-opendata")
        .contains("4dbdb2b6")
        .contains("CC BY-SA 4.0");
  }

  @Test
  void examplesAreSmallEnoughToCarryAlong() throws IOException {
    try (var files = Files.walk(EXAMPLES)) {
      Map<Path, Long> sizes =
          files
              .filter(Files::isRegularFile)
              .collect(Collectors.toMap(Function.identity(), file -> file.toFile().length()));
      assertThat(sizes.values().stream().mapToLong(Long::longValue).sum())
          .as("bytes in %s", sizes)
          .isBetween(1L, MAX_BYTES);
    }
  }
}
