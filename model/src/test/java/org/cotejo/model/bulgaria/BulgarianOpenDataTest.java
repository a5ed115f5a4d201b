package org.cotejo.model.bulgaria;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Coordinates;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.PollingStation;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.cotejo.model.ValidVotesBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was put into a data set is what comes out of its import.
class BulgarianOpenDataTest {
  @TempDir private Path directory;

  private BulgarianOpenData.Imported imported() throws IOException {
    return BulgarianOpenData.read(new SmallOpenData().write(directory));
  }

  private ElectionPackage election() throws IOException {
    return switch (ElectionPackageReader.read(imported().packageFiles().files())) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  private static Optional<TallyFigures> figures(
      BulgarianOpenData.Imported imported, String station) {
    return imported.figures().stream()
        .filter(reported -> reported.about().equals(new TallySubject("1", station)))
        .map(FiguresFile.Reported::figures)
        .findAny();
  }

  private static TallyFigures of(
      long registered,
      long added,
      long admitted,
      long received,
      long unused,
      long spoiled,
      ChannelCount... channels) {
    return new TallyFigures(
        registered,
        OptionalLong.of(added),
        admitted,
        OptionalLong.of(received),
        OptionalLong.of(unused),
        OptionalLong.of(spoiled),
        List.of(channels));
  }

  private static ChannelCount paper(long cast, long invalid, long valid, long... votes) {
    return new ChannelCount(0, cast, 0, invalid, valid, votes);
  }

  private static ChannelCount machine(long cast, long valid, long... votes) {
    return new ChannelCount(1, cast, 0, 0, valid, votes);
  }

  @Test
  void isAReenactmentOfThatVoteCountedOnPaperAndByMachine() throws IOException {
    ElectionPackage election = election();
    assertThat(election.code()).isEqualTo("bulgaria-2021-07-11");
    assertThat(election.date()).isEqualTo(LocalDate.of(2021, 7, 11));
    assertThat(election.mode()).isEqualTo(Mode.RE_ENACTMENT);
    assertThat(election.channels()).containsExactly("paper", "machine");
    assertThat(election.names()).containsOnlyKeys("bg", "en", "es");
    assertThat(election.devices()).isEmpty();
  }

  @Test
  void areasAreCountryConstituenciesMunicipalitiesAndSettlements() throws IOException {
    ElectionPackage election = election();
    assertThat(
            election.areas().stream()
                .map(area ->
                    "%s %s under %s: %s, %s"
                        .formatted(
                            area.level(),
                            area.code(),
                            area.parent() < 0 ? "none" : election.areas().get(area.parent()).code(),
                            area.name(),
                            area.nameLatin())))
        .containsExactly(
            "country BG under none: България, Bulgaria",
            "constituency 23 under BG: София 23 МИР, Sofia 23 MIR",
            "constituency 24 under BG: София 24 МИР, Sofia 24 MIR",
            "abroad 32 under BG: Извън страната, Izvan stranata",
            "municipality 2301 under 23: Средец, Sredetz",
            "municipality 2401 under 24: Оборище, Oborishte",
            "state 3201 under 32: Австрия, Avstria",
            "settlement 2301-00014 under 2301: гр. Средец, Sredets",
            "settlement 2401-68134 under 2401: гр. София, gr. Sofia",
            "place 3201-100001 under 3201: Виена, Viena");
  }

  @Test
  void stationsHaveTheirRollPlaceAndAddress() throws IOException {
    ElectionPackage election = election();
    int sredets = election.area("2301-00014").orElseThrow();
    int sofia = election.area("2401-68134").orElseThrow();
    int vienna = election.area("3201-100001").orElseThrow();
    assertThat(election.stations())
        .as("coordinates to seven decimals, half to even; no roll abroad; no address that repeats")
        .containsExactly(
            new PollingStation("230100001", sredets, 610, at("42.7", "23.32"), ""),
            new PollingStation("230100002", sredets, 500, Optional.empty(), "ул. Шипка 1"),
            new PollingStation("240100001", sofia, 700, at("42.1234568", "23.5"), "ул. Оборище 2"),
            new PollingStation("240100002", sofia, 90, at("42.5", "23.5"), ""),
            new PollingStation("320100001", vienna, 80, at("-48.2", "16.4"), "Посолството"));
  }

  private static Optional<Coordinates> at(String latitude, String longitude) {
    return Optional.of(new Coordinates(latitude, longitude));
  }

  @Test
  void ballotIsListsByNumberThenTheIndependentThenNoOne() throws IOException {
    ElectionPackage election = election();
    assertThat(election.contests()).hasSize(1);
    assertThat(election.contests().getFirst().validVotesBase())
        .isEqualTo(ValidVotesBase.WITHOUT_NONE_OF_THESE);
    int country = 0;
    int constituency24 = election.area("24").orElseThrow();
    assertThat(election.contests().getFirst().selections())
        .containsExactly(
            new Selection(
                "1",
                Selection.Type.LIST,
                country,
                "ДЕМОКРАТИЧНА БЪЛГАРИЯ",
                "DEMOKRATICHNA BULGARIA"),
            new Selection("2", Selection.Type.LIST, country, "СВОБОДА", "SVOBODA"),
            new Selection(
                "24", Selection.Type.INDEPENDENT, constituency24, "ИЛИЯ ЩЪРКОВ", "ILIA SHTARKOV"),
            new Selection(
                "99",
                Selection.Type.NONE_OF_THESE,
                country,
                "Не подкрепям никого",
                "I support no one"));
    assertThat(Arrays.stream(election.ballot(0, 0)).toArray()).containsExactly(0, 1, 3);
    assertThat(Arrays.stream(election.ballot(0, 2)).toArray()).containsExactly(0, 1, 2, 3);
  }

  @Test
  void paperStationHasNoMachineAndNoSubtotals() throws IOException {
    assertThat(figures(imported(), "230100001"))
        .contains(of(609, 5, 20, 600, 579, 1, paper(20, 2, 15, 10, 5, 3)));
  }

  @Test
  void machineStationHasNoPaper() throws IOException {
    assertThat(figures(imported(), "230100002"))
        .contains(of(501, 0, 11, 500, 500, 0, machine(11, 10, 4, 6, 1)));
  }

  @Test
  void stationWhoseMachineFailedHasBothAndTheIndependent() throws IOException {
    assertThat(figures(imported(), "240100001"))
        .contains(
            of(700, 0, 30, 700, 680, 0, paper(20, 1, 17, 8, 4, 5, 2), machine(10, 10, 7, 3, 0, 0)));
  }

  @Test
  void stationThatReportedNothingHasNoFigures() throws IOException {
    assertThat(imported().figures().stream().map(reported -> reported.about().station()))
        .containsExactly("230100001", "230100002", "240100001", "320100001");
  }

  @Test
  void votesWithoutBoxFiguresAndBoxFiguresWithoutVotesAreTakenAsWritten() throws IOException {
    new SmallOpenData()
        .replace("50_votes_machine", "230100002;1;4\n230100002;2;6\n230100002;99;1\n", "")
        .add("50_votes_paper", "240100002;1;7")
        .write(directory);
    BulgarianOpenData.Imported imported = BulgarianOpenData.read(directory);
    assertThat(figures(imported, "230100002"))
        .contains(of(501, 0, 11, 500, 500, 0, machine(11, 10, 0, 0, 0)));
    assertThat(figures(imported, "240100002"))
        .contains(of(90, 0, 0, 0, 0, 0, paper(0, 0, 0, 7, 0, 0, 0)));
  }

  @Test
  void figuresFitThePackageTheyCameWith() throws IOException, MalformedException {
    BulgarianOpenData.Imported imported = imported();
    Path file = directory.resolve("figures.csv");
    Files.write(file, FiguresFile.text(BulgarianOpenData.CHANNELS, imported.figures()));
    assertThat(FiguresFile.read(file, election())).isEqualTo(imported.figures());
  }

  @Test
  void sameInputGivesTheSameBytes() throws IOException {
    SortedMap<String, byte[]> first = imported().packageFiles().files();
    SortedMap<String, byte[]> second = imported().packageFiles().files();
    assertThat(second.keySet()).isEqualTo(first.keySet());
    first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
    assertThat(new String(first.get("stations.csv"), StandardCharsets.UTF_8)).doesNotContain("\r");
  }
}
