package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.cotejo.count.Layout;
import org.cotejo.model.Contest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The bulk data says what the totals say, in every format, read with parsers that are not ours.
class BulkDataTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static BulkFiles bulk;
  private static PublishedTotals totals;

  @BeforeAll
  static void write() throws IOException {
    bulk = BulkFiles.whole();
    totals = PublishedTotals.newest(SmallPublication.whole());
  }

  private static String at(Map<String, String> row, String column) {
    return Objects.requireNonNull(row.get(column));
  }

  @Test
  void everyStationOfEveryContestHasARowWithItsStateAndItsVotersOnTheRoll() {
    List<String> published = new ArrayList<>();
    for (Contest contest : SmallElection.PACKAGE.contests()) {
      for (var row : totals.rows(contest.code(), "station")) {
        published.add(
            String.join(
                " ",
                contest.code(),
                at(row, "code"),
                at(row, "state"),
                at(row, "entry"),
                at(row, "registered")));
      }
    }
    List<String> exported =
        bulk.table("results.csv").stream()
            .filter(row -> "registered".equals(at(row, "figure")))
            .map(row ->
                String.join(
                    " ",
                    at(row, "contest"),
                    at(row, "station"),
                    at(row, "state"),
                    at(row, "entry"),
                    at(row, "count")))
            .toList();
    assertThat(exported).containsExactlyElementsOf(published);
    assertThat(exported.toString())
        .contains("COUNTED", "CONFLICT", "HELD", "ANNULLED", "CORRECTED");
  }

  /// Of stations that are in the totals, by contest and figure.
  private static Map<String, Long> sums() {
    Map<String, Long> sums = new TreeMap<>();
    for (var row : bulk.table("results.csv")) {
      if (Set.of("COUNTED", "CONFLICT", "CORRECTED").contains(at(row, "state"))
          && !"registered".equals(at(row, "figure"))) {
        String figure =
            at(row, "selection").isEmpty() ? at(row, "figure") : "votes." + at(row, "selection");
        sums.merge(at(row, "contest") + " " + figure, Long.parseLong(at(row, "count")), Long::sum);
      }
    }
    return sums;
  }

  @Test
  void figuresOfStationsAddUpToTheTotalsThatTheBulletinSigns() {
    Map<String, Long> sums = sums();
    int compared = 0;
    for (Contest contest : SmallElection.PACKAGE.contests()) {
      JsonNode signed = totals.contest(contest.code()).get("totals");
      for (String figure : Stream.concat(Layout.SHEET.stream(), Layout.CHANNEL.stream()).toList()) {
        assertThat(sums.getOrDefault(contest.code() + " " + figure, 0L))
            .as(contest.code() + " " + figure)
            .isEqualTo(signed.get(figure).longValue());
        compared++;
      }
      for (var selection : contest.selections()) {
        assertThat(sums.getOrDefault(contest.code() + " votes." + selection.code(), 0L))
            .isEqualTo(signed.get("votes").get(selection.code()).longValue());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(3 * 10 + 8);
  }

  @Test
  void areasHaveWhatTheTotalsHaveAndDisputedApart() {
    for (Contest contest : SmallElection.PACKAGE.contests()) {
      for (String kind : List.of("area", "disputed")) {
        for (var row : totals.rows(contest.code(), kind)) {
          String part = "area".equals(kind) ? "all" : kind;
          assertThat(area(contest.code(), at(row, "code"), part, "ballotsCast"))
              .isEqualTo(Long.parseLong(at(row, "ballotsCast")));
          if ("area".equals(kind)) {
            assertThat(area(contest.code(), at(row, "code"), part, "stations.NOT_RECEIVED"))
                .isEqualTo(Long.parseLong(row.get("stations.NOT_RECEIVED")));
          }
        }
      }
    }
    assertThat(bulk.text("totals.csv")).contains(",disputed,");
  }

  private static long area(String contest, String area, String part, String figure) {
    return bulk.table("totals.csv").stream()
        .filter(row -> contest.equals(at(row, "contest")))
        .filter(row -> area.equals(at(row, "area")))
        .filter(row -> part.equals(at(row, "part")))
        .filter(row -> figure.equals(at(row, "figure")))
        .mapToLong(row -> Long.parseLong(at(row, "count")))
        .sum();
  }

  @Test
  void linesOfJsonHaveTheFiguresOfTheTable() {
    Map<String, Long> sums = new TreeMap<>();
    Set<String> stations = new HashSet<>();
    for (String line : bulk.text("results.jsonl").lines().toList()) {
      JsonNode row = JSON.readTree(line);
      stations.add(row.get("contest").stringValue() + " " + row.get("station").stringValue());
      assertThat(row.get("mode").stringValue()).isEqualTo("rehearsal");
      for (JsonNode channel : row.path("channels")) {
        channel
            .get("votes")
            .properties()
            .forEach(vote ->
                sums.merge(
                    row.get("contest").stringValue() + " votes." + vote.getKey(),
                    vote.getValue().longValue(),
                    Long::sum));
      }
    }
    assertThat(stations).hasSize(5 + 3 + 1);
    Map<String, Long> expected = sums();
    expected.keySet().removeIf(figure -> !figure.contains("votes."));
    assertThat(sums).isEqualTo(expected);
  }

  @Test
  void cdfVotesOfStationsAddUpToThoseOfTheContestsArea() {
    JsonNode report = JSON.readTree(bulk.bytes("results.cdf.json"));
    assertThat(report.get("IsTest").booleanValue()).isTrue();
    assertThat(report.get("TestType").stringValue()).isEqualTo("rehearsal");
    Set<String> ids = new HashSet<>();
    report.findValues("@id").forEach(id -> assertThat(ids.add(id.stringValue())).isTrue());
    int selections = 0;
    for (JsonNode contest : report.get("Election").get(0).get("Contest")) {
      for (JsonNode selection : contest.get("ContestSelection")) {
        long area = 0;
        long stations = 0;
        for (JsonNode votes : selection.get("VoteCounts")) {
          assertThat(ids).contains(votes.get("GpUnitId").stringValue());
          if ("total".equals(votes.get("Type").stringValue())) {
            boolean isArea = votes.get("GpUnitId").stringValue().startsWith("a");
            area += isArea ? votes.get("Count").longValue() : 0;
            stations += isArea ? 0 : votes.get("Count").longValue();
          }
        }
        assertThat(stations).isEqualTo(area);
        selections++;
      }
    }
    assertThat(selections).isEqualTo(8);
    for (String references : List.of("ComposingGpUnitIds", "PartyIds", "CandidateIds")) {
      assertThat(report.findValues(references)).isNotEmpty();
      for (JsonNode list : report.findValues(references)) {
        list.forEach(reference -> assertThat(ids).contains(reference.stringValue()));
      }
    }
    assertThat(report.findValues("Status").toString())
        .contains("completed", "in-process", "unknown", "unofficial-partial");
  }

  private static Document xml(String name) throws IOException {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(bulk.bytes(name)));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
  }

  private static List<String> texts(Document document, String element) {
    NodeList found = document.getElementsByTagName(element);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      texts.add(found.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void cdfIsTheSameInBothNotations() throws IOException {
    Document xml = xml("results.cdf.xml");
    JsonNode json = JSON.readTree(bulk.bytes("results.cdf.json"));
    for (String element : List.of("Count", "GpUnitId", "BallotsCast", "OtherType", "Notes")) {
      assertThat(texts(xml, element))
          .as(element)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              json.findValues(element).stream().map(JsonNode::asString).toList());
    }
  }

  @Test
  void emlUnitsAddUpToItsTotalsAndStationsWithoutFiguresAreNamed() throws IOException {
    Document eml = xml("results.eml.xml");
    NodeList contests = eml.getElementsByTagName("Contest");
    assertThat(contests.getLength()).isEqualTo(3);
    for (int i = 0; i < contests.getLength(); i++) {
      var contest = (Element) contests.item(i);
      Map<String, Long> stated = new TreeMap<>();
      Map<String, Long> summed = new TreeMap<>();
      NodeList children = contest.getChildNodes();
      for (int c = 0; c < children.getLength(); c++) {
        Node child = children.item(c);
        if (child instanceof Element votes) {
          if (votes.getTagName().equals("TotalVotes")) {
            add(votes, stated);
          } else if (votes.getTagName().equals("ReportingUnitVotes")) {
            add(votes, summed);
          }
        }
      }
      stated.values().removeIf(count -> count == 0);
      summed.values().removeIf(count -> count == 0);
      assertThat(summed).isEqualTo(stated);
    }
    assertThat(bulk.text("results.eml.xml"))
        .contains("<CountMetric Type=\"registered.HELD\" Id=\"B1\">300</CountMetric>")
        .contains("<Simulation>yes</Simulation>");
  }

  private static void add(Element votes, Map<String, Long> into) {
    NodeList selections = votes.getElementsByTagName("Selection");
    for (int i = 0; i < selections.getLength(); i++) {
      var selection = (Element) selections.item(i);
      String identity = selection.getElementsByTagName("*").item(0).getTextContent();
      long count =
          Long.parseLong(selection.getElementsByTagName("ValidVotes").item(0).getTextContent());
      into.merge(identity, count, Long::sum);
    }
    NodeList rejected = votes.getElementsByTagName("RejectedVotes");
    for (int i = 0; i < rejected.getLength(); i++) {
      var element = (Element) rejected.item(i);
      into.merge(
          element.getAttribute("ReasonCode") + " " + element.getAttribute("VoteType"),
          Long.parseLong(element.getTextContent()),
          Long::sum);
    }
  }

  @Test
  void everyFileSaysThatThisIsARehearsalAndNoneHasAPercentage() {
    for (String name : bulk.files.keySet()) {
      assertThat(bulk.text(name)).as(name).contains("rehearsal").doesNotContain("ercent", "%");
    }
  }

  @Test
  void theSameTotalsGiveTheSameBytes() throws IOException {
    BulkFiles again = BulkFiles.whole();
    assertThat(again.files.keySet()).isEqualTo(bulk.files.keySet());
    for (String name : bulk.files.keySet()) {
      assertThat(again.bytes(name)).as(name).isEqualTo(bulk.bytes(name));
    }
  }
}
