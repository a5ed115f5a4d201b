package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Pattern;
import org.cotejo.cose.Hash;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Decision;
import org.cotejo.model.TallyFigures;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The shards of the totals: one row per station and area, sums that add up, names that are
/// digests.
class TotalsTest {
  private static final Map<String, List<String>> HELD_AT =
      Map.of("p", SmallElection.STATIONS, "m", List.of("A1", "A2", "B1"), "v", List.of("C1"));

  private static final Map<String, List<String>> BELOW =
      Map.of(
          "L", SmallElection.STATIONS,
          "N", List.of("A1", "A2", "B1"),
          "S", List.of("C1"),
          "N1", List.of("A1", "A2"),
          "N2", List.of("B1"),
          "S1", List.of("C1"),
          "S1a", List.of("C1"));

  /// Those with four selections on their ballot of contest p.
  private static final List<String> STATIONS_OF_FOUR = List.of("A1", "A2", "B1");

  private static String resource(String name) throws IOException {
    try (InputStream in = TotalsTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void writesTheShardWorkedOutByHand() throws IOException {
    SmallPublication made = SmallPublication.open();
    made.record(
        "A1",
        "m",
        "A1",
        new TallyFigures(
            100,
            OptionalLong.of(2),
            50,
            OptionalLong.of(60),
            OptionalLong.of(27),
            OptionalLong.of(3),
            List.of(
                new ChannelCount(0, 30, 1, 2, 20, new long[] {20, 7}),
                new ChannelCount(1, 20, 0, 0, 15, new long[] {15, 5}))));
    made.record(
        "B1",
        "m",
        "B1",
        SmallElection.sheet("B1", 10, new ChannelCount(0, 10, 0, 0, 8, new long[] {5, 2, 3})));
    made.record(
        "B1-second",
        "m",
        "B1",
        SmallElection.sheet("B1", 10, new ChannelCount(0, 10, 0, 0, 8, new long[] {4, 2, 4})));
    made.bulletin();
    List<String> shards = PublishedTotals.newest(made).shards("m");
    assertThat(shards).hasSize(1);
    assertThat(made.text(shards.getFirst())).isEqualTo(resource("totals-m.csv"));
  }

  @Test
  void hasExactlyOneRowForEveryStationThatHoldsTheContest() {
    SmallPublication made = SmallPublication.open();
    made.bulletin();
    PublishedTotals empty = PublishedTotals.newest(made);
    PublishedTotals whole = PublishedTotals.newest(SmallPublication.whole());
    HELD_AT.forEach((contest, stations) -> {
      for (PublishedTotals totals : List.of(empty, whole)) {
        assertThat(totals.rows(contest, "station").stream().map(row -> row.get("code")))
            .as(contest)
            .containsExactlyInAnyOrderElementsOf(stations);
      }
    });
    assertThat(empty.rows("p", "station")).allMatch(row -> "NOT_RECEIVED".equals(row.get("state")));
  }

  @Test
  void hasExactlyOneRowForEveryAreaInWhichTheContestIsHeld() {
    PublishedTotals whole = PublishedTotals.newest(SmallPublication.whole());
    assertThat(whole.rows("p", "area").stream().map(row -> row.get("code")))
        .containsExactlyInAnyOrderElementsOf(BELOW.keySet());
    assertThat(whole.rows("m", "area").stream().map(row -> row.get("code")))
        .containsExactlyInAnyOrder("N", "N1", "N2");
    assertThat(whole.rows("v", "area").stream().map(row -> row.get("code"))).containsExactly("S1a");
  }

  @Test
  void showsEveryState() {
    PublishedTotals whole = PublishedTotals.newest(SmallPublication.whole());
    var states = new HashMap<String, String>();
    whole
        .rows("p", "station")
        .forEach(row -> states.put(row.getOrDefault("code", ""), row.getOrDefault("state", "")));
    assertThat(states)
        .isEqualTo(
            Map.of(
                "A1",
                "CORRECTED",
                "A2",
                "COUNTED",
                "B1",
                "HELD",
                "C1",
                "ANNULLED",
                "D1",
                "COUNTED"));
    assertThat(whole.row("m", "station", "B1")).containsEntry("state", "CONFLICT");
    assertThat(whole.row("m", "station", "A2")).containsEntry("state", "HELD");
    assertThat(whole.row("p", "station", "A2"))
        .containsEntry("findings", "R103 R104 R203")
        .containsEntry("paper.blankVotes", "4");
  }

  private static long number(String field) {
    return field.isEmpty() ? 0 : Long.parseLong(field);
  }

  private static Map<String, Long> sum(List<Map<String, String>> rows, List<String> columns) {
    var sums = new HashMap<String, Long>();
    columns.forEach(column -> sums.put(column, 0L));
    for (var row : rows) {
      columns.forEach(
          column -> sums.merge(column, number(row.getOrDefault(column, "")), Math::addExact));
    }
    return sums;
  }

  private static List<String> figureColumns(Map<String, String> row) {
    return row.keySet().stream()
        .filter(column -> !column.matches("(row|code|state|entry|findings)"))
        .filter(column -> !column.matches("(stations|registered)(\\..*)?"))
        .toList();
  }

  private static void addsUp(PublishedTotals totals) {
    HELD_AT
        .keySet()
        .forEach(contest -> {
          List<Map<String, String>> stations = totals.rows(contest, "station");
          for (var area : totals.rows(contest, "area")) {
            String code = area.getOrDefault("code", "");
            List<Map<String, String>> below =
                stations.stream()
                    .filter(row -> BELOW.getOrDefault(code, List.of()).contains(row.get("code")))
                    .toList();
            List<String> figures = figureColumns(area);
            assertThat(sum(List.of(area), figures))
                .as(contest + code)
                .isEqualTo(sum(below, figures));
            assertThat(area).containsEntry("stations", "" + below.size());
            for (String state :
                List.of("NOT_RECEIVED", "COUNTED", "CONFLICT", "HELD", "CORRECTED", "ANNULLED")) {
              List<Map<String, String>> inState =
                  below.stream().filter(row -> state.equals(row.get("state"))).toList();
              assertThat(area)
                  .as(contest + code)
                  .containsEntry("stations." + state, "" + inState.size())
                  .containsEntry(
                      "registered." + state,
                      "" + sum(inState, List.of("registered")).get("registered"));
            }
            List<Map<String, String>> disputed =
                below.stream().filter(row -> "CONFLICT".equals(row.get("state"))).toList();
            List<Map<String, String>> disputedRows =
                totals.rows(contest, "disputed").stream()
                    .filter(row -> code.equals(row.get("code")))
                    .toList();
            assertThat(disputedRows).hasSize(disputed.isEmpty() ? 0 : 1);
            assertThat(sum(disputedRows, figures)).isEqualTo(sum(disputed, figures));
          }
        });
  }

  @Test
  void addsUpEveryAreaFromItsStationsInEveryBulletin() {
    SmallPublication whole = SmallPublication.whole();
    List<String> indexes =
        whole.files.keySet().stream()
            .filter(path -> path.startsWith("totals/") && path.endsWith(".json"))
            .toList();
    assertThat(indexes).hasSize(3);
    indexes.forEach(index -> addsUp(new PublishedTotals(whole, index)));
  }

  @Test
  void keepsTheRootsRowUpToDateWhenStationsFarBelowItChange() {
    SmallPublication made = SmallPublication.open();
    made.bulletin();
    long record = made.record("C1", "p", "C1", SmallElection.votes("C1", 40, 50, 6));
    made.bulletin();
    assertThat(PublishedTotals.newest(made).row("p", "area", "L"))
        .containsEntry("stations.COUNTED", "1")
        .containsEntry("votes.1", "40");
    made.rule("p", "C1", record, new Decision.Annul());
    made.bulletin();
    assertThat(PublishedTotals.newest(made).row("p", "area", "L"))
        .containsEntry("stations.ANNULLED", "1")
        .containsEntry("votes.1", "0");
  }

  @Test
  void leavesEmptyWhatASheetDoesNotHaveAndWritesZeroWhereItSaysZero() {
    PublishedTotals whole = PublishedTotals.newest(SmallPublication.whole());
    assertThat(whole.row("p", "station", "D1"))
        .containsEntry("state", "COUNTED")
        .containsEntry("findings", "R205")
        .containsEntry("registeredVoters", "50")
        .containsEntry("votersAdmitted", "0")
        .containsEntry("votersAdded", "")
        .containsEntry("ballotsCast", "0")
        .containsEntry("votes.1", "0")
        .containsEntry("votes.ind", "")
        .containsEntry("paper.validVotes", "0")
        .containsEntry("machine.validVotes", "");
    assertThat(whole.row("p", "station", "C1"))
        .containsEntry("state", "ANNULLED")
        .containsEntry("registered", "400")
        .containsEntry("registeredVoters", "")
        .containsEntry("votes.1", "")
        .doesNotContainEntry("entry", "");
    assertThat(whole.row("p", "station", "B1"))
        .containsEntry("state", "HELD")
        .containsEntry("entry", "")
        .containsEntry("votes.1", "");
  }

  @Test
  void namesEveryTotalsFileByTheDigestOfItsContent() {
    SmallPublication whole = SmallPublication.whole();
    List<String> totals =
        whole.files.keySet().stream().filter(path -> path.startsWith("totals/")).toList();
    assertThat(totals).hasSizeGreaterThan(10);
    for (String path : totals) {
      byte[] content = whole.files.getOrDefault(path, new byte[0]);
      assertThat(path).startsWith("totals/" + Hash.sha256(content).hex() + ".");
    }
  }

  @Test
  void handsOverNoShardThatDidNotChange() {
    SmallPublication made = SmallPublication.open();
    made.record("C1", "p", "C1", SmallElection.votes("C1", 40, 50, 6));
    made.bulletin();
    PublishedTotals first = PublishedTotals.newest(made);
    int handed = made.handed.size();
    made.record("A1", "p", "A1", SmallElection.votes("A1", 1, 2, 3, 4));
    made.bulletin();
    PublishedTotals second = PublishedTotals.newest(made);

    List<String> shards = second.shards("p");
    assertThat(shards).hasSize(3);
    List<String> changed = new ArrayList<>(shards);
    changed.removeAll(first.shards("p"));
    List<String> newShards =
        made.handed.subList(handed, made.handed.size()).stream()
            .filter(path -> path.startsWith("totals/") && path.endsWith(".csv"))
            .filter(path -> !made.text(path).startsWith("entry,code,"))
            .toList();
    // The country's own row and the region of A1; not the south, not the other contests.
    assertThat(newShards).containsExactlyElementsOf(changed).hasSize(2);
    assertThat(second.shards("m")).isEqualTo(first.shards("m"));
    assertThat(second.shards("v")).isEqualTo(first.shards("v"));
  }

  /// The reader renders step by step as the publisher does, so it would not see a row that both
  /// forgot to write again.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void writesTheSameStepByStepAsInOneGo(long seed) {
    SmallPublication stepwise = SmallPublication.open();
    SmallPublication atOnce = SmallPublication.open();
    for (SmallPublication made : List.of(stepwise, atOnce)) {
      var random = new Random(seed);
      for (int step = 0; step < 60; step++) {
        something(made, random);
        if (made == stepwise) {
          made.draft();
        }
      }
    }
    assertThat(stepwise.draft()).isEqualTo(atOnce.draft());
  }

  /// A first, a differing or a repeated record, a correction or an annulment.
  private static void something(SmallPublication made, Random random) {
    String station = STATIONS_OF_FOUR.get(random.nextInt(STATIONS_OF_FOUR.size()));
    long entry =
        made.record(
            station,
            "p",
            station,
            SmallElection.votes(station, random.nextInt(3) * 50_000L, 1, 2, 3));
    switch (random.nextInt(6)) {
      case 0 ->
          made.correct(
              "p", station, entry, new Decision.Replace(SmallElection.votes(station, 7, 7, 7, 7)));
      case 1 -> made.rule("p", station, entry, new Decision.Annul());
      default -> {}
    }
  }

  @Test
  void handsOverNothingNewWhenARecordOnlyRepeatsWhatIsKnown() {
    SmallPublication made = SmallPublication.open();
    made.record("A1", "p", "A1", SmallElection.votes("A1", 1, 2, 3, 4));
    made.bulletin();
    List<String> shards = PublishedTotals.newest(made).shards("p");
    int handed = made.handed.size();
    made.record("A1-second", "p", "A1", SmallElection.votes("A1", 1, 2, 3, 4));
    made.bulletin();
    assertThat(PublishedTotals.newest(made).shards("p")).isEqualTo(shards);
    assertThat(made.handed.subList(handed, made.handed.size())).doesNotContainAnyElementsOf(shards);
  }

  @Test
  void holdsCountsAloneAndNoPercentage() {
    SmallPublication whole = SmallPublication.whole();
    Pattern count = Pattern.compile("|0|[1-9][0-9]*");
    for (String contest : HELD_AT.keySet()) {
      for (var row : PublishedTotals.newest(whole).rows(contest)) {
        row.forEach((column, value) -> {
          if (!column.matches("row|code|state|findings")) {
            assertThat(value).as(column).matches(count);
          }
        });
      }
    }
    whole.files.keySet().stream()
        .filter(path -> path.startsWith("totals/"))
        .forEach(path ->
            assertThat(whole.text(path))
                .doesNotContain("%")
                .doesNotContainIgnoringCase("percent")
                .doesNotContainPattern("[0-9]\\.[0-9]"));
  }
}
