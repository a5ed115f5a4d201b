package org.cotejo.model.bulgaria;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One fault each; the message is all that somebody has who must find it among 400,000 rows.
class WrongOpenDataTest {
  @TempDir private Path directory;
  private final SmallOpenData data = new SmallOpenData();

  @BeforeEach
  void isSoundWithoutTheFault() throws IOException {
    assertThat(BulgarianOpenData.read(data.write(directory)).figures()).hasSize(4);
  }

  private void refuses(String message) throws IOException {
    data.write(directory);
    refusesWhatIsThere(message);
  }

  private void refusesWhatIsThere(String message) {
    assertThatThrownBy(() -> BulgarianOpenData.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  private void file(String table, byte[] bytes) throws IOException {
    Files.write(directory.resolve(table + ".csv.gz"), bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20_local_candidates",
        "20_parties",
        "31_sections",
        "40_elections_lists",
        "41_protocols",
        "50_votes_machine",
        "50_votes_paper",
        "common_ekatte",
        "common_municipalities",
        "common_riks"
      })
  void namesTheFileThatIsMissing(String table) throws IOException {
    Path missing = directory.resolve(table + ".csv.gz");
    Files.delete(missing);
    assertThatThrownBy(() -> BulgarianOpenData.read(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing.toString());
  }

  @Test
  void refusesFileThatIsNotGzip() throws IOException {
    file("31_sections", "section_id;rik_code\n".getBytes(UTF_8));
    refusesWhatIsThere("31_sections.csv.gz: not gzip");
  }

  @Test
  void refusesEmptyFile() throws IOException {
    file("20_parties", new byte[0]);
    refusesWhatIsThere("20_parties.csv.gz: not gzip");
  }

  @Test
  void refusesGzipThatBreaksOff() throws IOException {
    byte[] whole = Files.readAllBytes(directory.resolve("common_riks.csv.gz"));
    file("common_riks", Arrays.copyOf(whole, whole.length - 9));
    refusesWhatIsThere("common_riks.csv.gz:1: gzip breaks off about here");
  }

  @Test
  void refusesGzipWithAnotherChecksum() throws IOException {
    byte[] packed = Files.readAllBytes(directory.resolve("common_riks.csv.gz"));
    packed[packed.length - 8] ^= 1;
    file("common_riks", packed);
    refusesWhatIsThere("common_riks.csv.gz:4: gzip is damaged from about here on");
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    file("common_riks", SmallOpenData.gzip("rik_code;rik_name\n23;\u00e9\n".getBytes(ISO_8859_1)));
    refusesWhatIsThere("common_riks.csv.gz:1: not UTF-8 from about here on");
  }

  @Test
  void refusesQuoteThatIsNeverClosed() throws IOException {
    data.replace("31_sections", "ул. Оборище 2", "\"ул. Оборище 2");
    refuses("31_sections.csv.gz:4: not CSV from here on");
  }

  @Test
  void refusesRowWithAFieldTooFew() throws IOException {
    data.replace("31_sections", "гр.София;ул. Оборище 2", "ул. Оборище 2");
    refuses("31_sections.csv.gz:4: 8 fields instead of 9");
  }

  @Test
  void refusesRowWithAFieldTooMany() throws IOException {
    data.add("50_votes_machine", "240100002;1;0;");
    refuses("50_votes_machine.csv.gz:8: 4 fields instead of 3");
  }

  @Test
  void refusesTableWithoutAColumnItNeeds() throws IOException {
    data.replace("41_protocols", ";voted_voters", ";voters_who_voted");
    refuses("41_protocols.csv.gz:2: there is no column voted_voters");
  }

  @Test
  void refusesTableWithAColumnTwice() throws IOException {
    data.replace("41_protocols", "registered_voters", "voted_voters");
    refuses("41_protocols.csv.gz:1: a second column 'voted_voters'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.0", " 1", "1234567890", "x", "٣"})
  void refusesVotesThatAreNotACount(String votes) throws IOException {
    data.replace("50_votes_paper", "240100001;24;5", "240100001;24;" + votes);
    refuses("50_votes_paper.csv.gz:10: votes is not a count: '" + votes + "'");
  }

  @Test
  void refusesPartyThatIsNotANumber() throws IOException {
    data.replace("50_votes_machine", "240100001;99;", "240100001;none;");
    refuses("50_votes_machine.csv.gz:7: party is not a count: 'none'");
  }

  @Test
  void refusesProtocolFigureThatIsNotACount() throws IOException {
    data.replace("41_protocols", "230100002;500;501;", "230100002;500;50l;");
    refuses("41_protocols.csv.gz:3: registered_voters is not a count: '50l'");
  }

  @Test
  void refusesRollThatIsNotACount() throws IOException {
    data.replace("40_elections_lists", ";610", ";six");
    refuses("40_elections_lists.csv.gz:2: registered_voters is not a count: 'six'");
  }

  @Test
  void showsLongAndUnprintableValuesInOneShortLine() throws IOException {
    data.replace("40_elections_lists", ";610", ";\"6\n" + "1".repeat(50) + "\"");
    refuses(
        "40_elections_lists.csv.gz:2: registered_voters is not a count: '6␀"
            + "1".repeat(38)
            + "…'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"north", "1e9999999", "42,5", "+42.5"})
  void refusesCoordinatesThatAreNotDecimalDegrees(String latitude) throws IOException {
    data.replace("31_sections", ";42.5\n", ";" + latitude + "\n");
    refuses("31_sections.csv.gz:5: latitude is not in decimal degrees: '" + latitude + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"50_votes_paper", "50_votes_machine"})
  void refusesVotesOfAnUnknownStation(String table) throws IOException {
    data.replace(table, "240100001;1;", "240100009;1;");
    int line = table.equals("50_votes_paper") ? 7 : 5;
    refuses(table + ".csv.gz:" + line + ": section_id is not in 31_sections: '240100009'");
  }

  @Test
  void refusesProtocolOfAnUnknownStation() throws IOException {
    data.add("41_protocols", "240100009;0;90;0;0;0;0;0;0;0;0;0;0;0");
    refuses("41_protocols.csv.gz:7: section_id is not in 31_sections: '240100009'");
  }

  @Test
  void refusesStationWithoutAProtocol() throws IOException {
    data.replace("41_protocols", "240100002;0;90;0;0;0;0;0;0;0;0;0;0;0\n", "");
    refuses("41_protocols.csv.gz: no row for station 240100002");
  }

  @Test
  void refusesStationInAnUnknownConstituency() throws IOException {
    data.replace("31_sections", "240100002;24;", "240100002;42;");
    refuses("31_sections.csv.gz:5: rik_code is not in common_riks: '42'");
  }

  @Test
  void refusesMunicipalityInTwoConstituencies() throws IOException {
    data.replace("31_sections", "240100002;24;", "240100002;23;");
    refuses(
        "31_sections.csv.gz:5: rik_code is not that of the municipality's other stations, 24:"
            + " '23'");
  }

  @Test
  void refusesVotesForWhatIsNotOnTheBallotOfTheStation() throws IOException {
    data.add("50_votes_paper", "230100001;24;1");
    refuses(
        "50_votes_paper.csv.gz:14: party has votes and is not on the ballot of this station:"
            + " '24'");
  }

  @Test
  void rowsOfNoVotesForWhatIsNotOnTheBallotDoNoHarm() throws IOException {
    data.add("50_votes_paper", "230100001;24;0").write(directory);
    assertThat(BulgarianOpenData.read(directory).figures()).hasSize(4);
  }

  @Test
  void refusesSecondRowOfAStation() throws IOException {
    data.add("31_sections", "230100001;23;2301;Средец;14;гр.Средец;;;");
    refuses("31_sections.csv.gz:7: section_id is there already: '230100001'");
  }

  @Test
  void refusesSecondProtocolOfAStation() throws IOException {
    data.add("41_protocols", "230100001;600;609;5;20;579;1;20;2;3;15;0;0;0");
    refuses("41_protocols.csv.gz:7: section_id is there already: '230100001'");
  }

  @Test
  void refusesSecondRollOfAStation() throws IOException {
    data.add("40_elections_lists", "230100001;610");
    refuses("40_elections_lists.csv.gz:7: section_id is there already: '230100001'");
  }

  @Test
  void refusesSecondCountOfAList() throws IOException {
    data.add("50_votes_paper", "230100001;2;0");
    refuses("50_votes_paper.csv.gz:14: party is there already for this station: '2'");
  }

  @Test
  void refusesSecondListOfANumber() throws IOException {
    data.add("20_parties", "1;В;2;ДРУГИ");
    refuses("20_parties.csv.gz:5: registration_code is there already: '2'");
  }

  @Test
  void refusesListWhoseVotesWouldBeTakenForASubtotal() throws IOException {
    data.add("20_parties", "1;В;100;ДРУГИ");
    refuses("20_parties.csv.gz:5: registration_code is that of a subtotal: '100'");
  }

  @Test
  void refusesSecondConstituencyOfACode() throws IOException {
    data.add("common_riks", "24;Пловдив;Пловдив;Plovdiv");
    refuses("common_riks.csv.gz:5: rik_code is there already: '24'");
  }

  @Test
  void refusesSettlementWithTwoNames() throws IOException {
    data.add("common_ekatte", "14;1000;с.;Средец;Sredets");
    refuses("common_ekatte.csv.gz:5: ekatte is there already under another name: '14'");
  }

  @Test
  void refusesAnythingButOneIndependent() throws IOException {
    data.add("20_local_candidates", "711;ЯНА;23;25;ЯНА ЦОНЕВА");
    refuses("20_local_candidates.csv.gz:3: a second candidate; this vote had one");
    data.replace("20_local_candidates", "711;ЯНА;23;25;ЯНА ЦОНЕВА\n", "")
        .replace("20_local_candidates", "710;ИЛИЯ;24;24;ИЛИЯ ЩЪРКОВ\n", "");
    refuses("20_local_candidates.csv.gz: no candidate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "99", "100"})
  void refusesIndependentUnderANumberThatMeansSomethingElse(String number) throws IOException {
    data.replace("20_local_candidates", ";24;24;", ";24;" + number + ";");
    refuses("20_local_candidates.csv.gz:2: registration_sub_code is taken: '" + number + "'");
  }

  @Test
  void refusesIndependentInAnUnknownConstituency() throws IOException {
    data.replace("20_local_candidates", ";24;24;", ";42;24;");
    refuses("20_local_candidates.csv.gz:2: registration_code is not in common_riks: '42'");
  }

  @Test
  void givesNoPackageThatItsReaderWouldRefuse() throws IOException {
    data.replace("31_sections", "23.5;42.5", "23.5;92.5");
    refuses(
        "this would be no sound package: stations.csv:5: latitude is not -90 to 90 in decimal"
            + " degrees: '92.5'");
  }
}
