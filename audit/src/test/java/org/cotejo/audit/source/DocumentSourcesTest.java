package org.cotejo.audit.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.ValidVotesBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Election reports, counts in EML and sheets that were read, as others may write them.
class DocumentSourcesTest {
  private static final ElectionPackage ELECTION = election();

  @TempDir private Path directory;

  /// Two stations, 1 and 2, two channels, lists A and B.
  private static ElectionPackage election() {
    var files = new PackageFiles();
    files.election(
        "e", Map.of("en", "E"), LocalDate.EPOCH, Mode.REHEARSAL, List.of("paper", "machine"));
    files.area("X", "", "country", "X", "X");
    files.contest("c", "X", "C", "C", ValidVotesBase.ALL_SELECTIONS);
    files.selection("c", "A", Selection.Type.LIST, "X", "A", "A");
    files.selection("c", "B", Selection.Type.LIST, "X", "B", "B");
    files.station("1", "X", 100, "", "", "");
    files.station("2", "X", 100, "", "", "");
    return ((PackageOutcome.Read) ElectionPackageReader.read(files.files())).electionPackage();
  }

  private Path file(String content) throws IOException {
    return file(content.getBytes(UTF_8));
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(directory.resolve("file"), content);
  }

  private Source eml(String contest) throws IOException, MalformedException {
    String start =
        "<EML xmlns='urn:oasis:names:tc:evs:schema:eml' Id='510'><Count><Election><Contests>";
    return EmlSource.read(
        file(
            start
                + "<Contest><ContestIdentifier Id='c'/>"
                + contest
                + "</Contest></Contests></Election></Count></EML>"),
        "file",
        ELECTION,
        "eml");
  }

  private Source cdf(String json) throws IOException, MalformedException {
    return CdfSource.read(file(json), "file", false, ELECTION, "cdf");
  }

  private Source sheets(String text) throws IOException, MalformedException {
    return SheetsSource.read(file(text), "file", ELECTION, "sheets");
  }

  private static long figure(Source source, int station, String name) {
    return source.row(0, station)[source.cells(0).find(name).orElseThrow()];
  }

  @Test
  void readsVotesOfChannelsAndLeavesThoseOfCandidatesOfALists() throws Exception {
    Source source =
        eml(
            """
            <ReportingUnitVotes><ReportingUnitIdentifier Id='2'>Two</ReportingUnitIdentifier>
            <Selection><AffiliationIdentifier Id='A'/><ValidVotes>12</ValidVotes>
            <CountMetric Type='channel' Id='paper'>5</CountMetric></Selection>
            <Selection><Candidate><CandidateIdentifier Id='A'/></Candidate><ValidVotes>3</ValidVotes></Selection>
            <Cast>14</Cast><RejectedVotes ReasonCode='blank' VoteType='paper'>2</RejectedVotes>
            <RejectedVotes ReasonCode='ongeldig'>1</RejectedVotes></ReportingUnitVotes>
            """);
    assertThat(source.has(0, 0)).isFalse();
    assertThat(figure(source, 1, "votes.A")).isEqualTo(12);
    assertThat(figure(source, 1, "paper.votes.A")).isEqualTo(5);
    assertThat(figure(source, 1, "paper.blankVotes")).isEqualTo(2);
    assertThat(figure(source, 1, "ballotsCast")).isEqualTo(14);
    assertThat(source.remarks()).contains(new Source.Remark("other-counts", List.of("2")));
  }

  @Test
  void listsUnitsAndSelectionsThatThePackageDoesNotHave() throws Exception {
    Source source =
        eml(
            """
            <ReportingUnitVotes><ReportingUnitIdentifier Id='9'/><Cast>1</Cast></ReportingUnitVotes>
            <ReportingUnitVotes><ReportingUnitIdentifier Id='1'/><Selection>
            <AffiliationIdentifier Id='Z'/><ValidVotes>1</ValidVotes></Selection></ReportingUnitVotes>
            """);
    assertThat(source.unknown()).extracting(Source.Unknown::code).containsExactly("9", "Z");
    assertThat(source.has(0, 0)).isFalse();
  }

  @Test
  void refusesDocumentTypesAndWhatIsNotWellFormed() throws IOException {
    Path typed =
        file(
            "<!DOCTYPE EML [<!ENTITY x SYSTEM"
                + " 'file:///etc/hostname'>]><EML><Cast>&x;</Cast></EML>");
    assertThatThrownBy(() -> EmlSource.read(typed, "typed.xml", ELECTION, "eml"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("typed.xml: line 1: a document type");
    assertThatThrownBy(() -> EmlSource.read(file("<EML>"), "cut.xml", ELECTION, "eml"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("cut.xml: line 1: not well-formed");
    assertThatThrownBy(() -> EmlSource.read(file("<a>".repeat(70)), "deep.xml", ELECTION, "eml"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("64 deep");
  }

  @Test
  void readsAnElectionReportWhosePropertiesStandInAnyOrder() throws Exception {
    Source source =
        cdf(
            """
            {"@type": "ElectionResults.ElectionReport",
             "GpUnit": [{"@id": "u1", "ExternalIdentifier": [{"Type": "fips", "Value": "77"},
                {"Type": "other", "Value": "1"}]},
               {"@id": "u2", "ComposingGpUnitIds": ["u1"], "ExternalIdentifier": [{"Value": "X"}]}],
             "Election": [{"Contest": [{"ContestSelection": [
               {"VoteCounts": [{"Count": 7.0, "GpUnitId": "u1", "Type": "total"},
                  {"Count": 7, "GpUnitId": "u2", "Type": "total"},
                  {"Count": 3, "GpUnitId": "u1", "Type": "other", "OtherType": "machine"},
                  {"Count": 3, "GpUnitId": "u1", "Type": "early"}],
                "PartyIds": ["p"]}]}],
               "BallotCounts": [{"GpUnitId": "u1", "Type": "total", "BallotsCast": 9}]}],
             "Party": [{"@id": "p", "ExternalIdentifier": [{"Value": "B"}]}]}
            """);
    assertThat(figure(source, 0, "votes.B")).isEqualTo(7);
    assertThat(figure(source, 0, "machine.votes.B")).isEqualTo(3);
    assertThat(figure(source, 0, "ballotsCast")).isEqualTo(9);
    assertThat(source.totals()).hasSize(1);
    assertThat(source.unknown()).extracting(Source.Unknown::code).containsExactly("early");
  }

  @Test
  void namesTheLineWhereAReportIsNoJson() {
    assertThatThrownBy(() -> cdf("{\"ElectionReport\":\n[}"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("file: line 2: not JSON from here on");
  }

  @Test
  void refusesBytesThatAreNoCharactersInOneWayInBothNotations() throws IOException {
    byte[] latin = "<EML>\n<Castles naïve='1'/></EML>".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> EmlSource.read(file(latin), "latin.xml", ELECTION, "eml"))
        .isInstanceOf(MalformedException.class)
        .hasMessageMatching("latin.xml: line \\d+: not UTF-8 .*iconv");
    // What a parser that guesses takes for UTF-32 of an order nobody writes.
    byte[] odd = {0, 0, (byte) 0xf8, 0, '"'};
    assertThatThrownBy(() -> CdfSource.read(file(odd), "odd.json", false, ELECTION, "cdf"))
        .isInstanceOf(MalformedException.class)
        .hasMessageMatching("odd.json: not UTF-8 .*iconv");
  }

  @Test
  void readsDocumentsWithByteOrderMarks() throws IOException, MalformedException {
    String xml = "<?xml version='1.0' encoding='UTF-16'?><EML/>";
    String json = "{}";
    for (Charset encoding : List.of(UTF_8, UTF_16LE, UTF_16BE)) {
      EmlSource.read(file(("\uFEFF" + xml).getBytes(encoding)), "f", ELECTION, "eml");
      CdfSource.read(file(("\uFEFF" + json).getBytes(encoding)), "f", false, ELECTION, "cdf");
    }
  }

  @Test
  void readsSheetsAndWhatPeopleReadOtherwiseOnThem() throws Exception {
    String lines =
        """
        a.jpg,cotejo,c/1,aa,verified,,,paper.votes.A,4,
        a.jpg,cotejo,c/1,aa,verified,,,,,"printed ≠ signed: paper.votes.A is 5, signed is 4"
        b.jpg,cotejo,c/1,bb,verified,,,paper.votes.A,6,
        c.jpg,cotejo,c/2,cc,does-not-verify,,,paper.votes.A,1,
        d.jpg,ve-acta,77,,no-signature,,,counts,1,
        e.jpg,,,,,,,,,no code was found
        """;
    Source source = sheets(SheetsSource.HEADER + "\n" + lines);
    assertThat(source.role()).isEqualTo(Source.Role.PRINTED);
    assertThat(figure(source, 0, "paper.votes.A")).isEqualTo(4);
    assertThat(source.defects(0, 0))
        .extracting(Source.Defect::code)
        .containsExactly(SheetsSource.PRINTED_NOT_SIGNED, LogSource.SIGNED_CONFLICT);
    assertThat(source.defects(0, 1)).extracting(Source.Defect::code).containsExactly("signature");
    assertThat(source.remarks())
        .extracting(Source.Remark::code)
        .containsExactly("codes", "other-codes", "unread-sheets");
  }

  @Test
  void readsTheSameOfSheetsInBothFormats() throws Exception {
    Source csv =
        sheets(SheetsSource.HEADER + "\na.jpg,cotejo,c/1,aa,verified,,,paper.votes.A,4,\n");
    Source json =
        sheets(
            """
            {"file":"a.jpg","codes":[{"format":"cotejo","subject":"c/1","leaf":"aa",\
            "signature":"verified","fields":[["paper.votes.A","4"]],"differences":[]}],"unread":[]}
            """);
    assertThat(json.row(0, 0)).isEqualTo(csv.row(0, 0));
    assertThat(json.remarks()).isEqualTo(csv.remarks());
  }
}
