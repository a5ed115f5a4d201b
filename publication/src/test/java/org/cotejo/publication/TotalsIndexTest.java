package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotejo.cose.Hash;
import org.cotejo.model.BulletinStatement;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The index that a bulletin signs: it leads to every shard, and says what their rows say.
class TotalsIndexTest {
  @Test
  void isTheFileWhoseDigestTheBulletinSigns() {
    SmallPublication made = SmallPublication.open();
    BulletinStatement bulletin = made.bulletin();
    byte[] content = made.files.getOrDefault(made.index(), new byte[0]);
    assertThat(Hash.sha256(content)).isEqualTo(bulletin.index());
    assertThat(made.text(made.index())).endsWith("}\n").doesNotContain("\r");
  }

  @Test
  void saysWhatItIsOf() {
    SmallPublication made = SmallPublication.open();
    made.mark(1_700_000_000);
    made.record("nobody", "p", "A1", SmallElection.votes("A1", 1, 1, 1, 1));
    made.bulletin();
    JsonNode index = PublishedTotals.newest(made).index;
    assertThat(index.get("format").stringValue()).isEqualTo("cotejo-totals/1");
    assertThat(index.get("election").stringValue()).isEqualTo("small");
    assertThat(index.get("mode").stringValue()).isEqualTo("rehearsal");
    assertThat(index.get("logSize").longValue()).isEqualTo(4);
    assertThat(index.get("asOf").longValue()).isEqualTo(1_700_000_000);
    assertThat(index.get("rules").longValue()).isEqualTo(1);
    assertThat(index.get("findings").longValue()).isEqualTo(1);
    String findings = index.get("findingsFile").stringValue();
    assertThat(PublishedTotals.rows(made, findings))
        .singleElement()
        .satisfies(row ->
            assertThat(row)
                .containsEntry("entry", "3")
                .containsEntry("code", "F306")
                .containsEntry("subject", "p/A1"));
  }

  @Test
  void listsEveryShardWithItsSizeAndRows() {
    SmallPublication whole = SmallPublication.whole();
    PublishedTotals totals = PublishedTotals.newest(whole);
    for (JsonNode contest : totals.index.get("contests")) {
      assertThat(contest.get("shards").isEmpty()).isFalse();
      for (JsonNode shard : contest.get("shards")) {
        String path = shard.get("file").stringValue();
        byte[] content = whole.files.getOrDefault(path, new byte[0]);
        assertThat(path).isEqualTo("totals/" + Hash.sha256(content).hex() + ".csv");
        assertThat(shard.get("size").longValue()).isEqualTo(content.length);
        assertThat(shard.get("rows").longValue())
            .isEqualTo(PublishedTotals.rows(whole, path).size());
      }
    }
  }

  @Test
  void listsContestsAndSecondLevelAreasInTheOrderOfThePackage() {
    PublishedTotals totals = PublishedTotals.newest(SmallPublication.whole());
    assertThat(totals.index.get("contests").valueStream().map(c -> c.get("contest").stringValue()))
        .containsExactly("p", "m", "v");
    for (var expected :
        Map.of("p", List.of("L", "N", "S"), "m", List.of("N"), "v", List.of("S1a")).entrySet()) {
      assertThat(
              totals
                  .contest(expected.getKey())
                  .get("shards")
                  .valueStream()
                  .map(shard -> shard.get("area").stringValue()))
          .isEqualTo(expected.getValue());
    }
    assertThat(totals.contest("m").get("area").stringValue()).isEqualTo("N");
  }

  private static void agrees(JsonNode sums, Map<String, String> row) {
    sums.forEachEntry((name, value) -> {
      if (name.equals("votes")) {
        value.forEachEntry((selection, votes) ->
            assertThat(row).containsEntry("votes." + selection, votes.toString()));
      } else {
        assertThat(row).containsEntry(name, value.toString());
      }
    });
  }

  private static void agreesInCoverage(String what, JsonNode coverage, Map<String, String> row) {
    coverage.forEachEntry((name, value) -> {
      String column = name.equals("all") ? what : what + "." + name;
      if (!name.equals("inTotals")) {
        assertThat(row).containsEntry(column, value.toString());
      }
    });
    long inTotals =
        List.of("COUNTED", "CONFLICT", "CORRECTED").stream()
            .mapToLong(state -> coverage.get(state).longValue())
            .sum();
    assertThat(coverage.get("inTotals").longValue()).isEqualTo(inTotals);
  }

  @Test
  void givesTheSumsOfTheRowsOfItsAreas() {
    PublishedTotals totals = PublishedTotals.newest(SmallPublication.whole());
    int compared = 0;
    for (JsonNode contest : totals.index.get("contests")) {
      String code = contest.get("contest").stringValue();
      var places = new ArrayList<JsonNode>(List.of(contest));
      contest.get("shards").forEach(places::add);
      for (JsonNode place : places) {
        String area = place.get("area").stringValue();
        Map<String, String> row = totals.row(code, "area", area);
        agrees(place.get("totals"), row);
        agreesInCoverage("stations", place.get("stations"), row);
        agreesInCoverage("registered", place.get("registered"), row);
        if (place.has("disputed")) {
          agrees(place.get("disputed"), totals.row(code, "disputed", area));
          compared++;
        }
        assertThat(place.has("disputed"))
            .isEqualTo(place.get("stations").get("CONFLICT").longValue() > 0);
        compared++;
      }
    }
    assertThat(compared).isEqualTo(10);
  }

  @Test
  void holdsWholeNumbersAlone() {
    PublishedTotals totals = PublishedTotals.newest(SmallPublication.whole());
    var open = new ArrayDeque<JsonNode>(List.of(totals.index));
    int numbers = 0;
    while (!open.isEmpty()) {
      JsonNode node = open.pop();
      if (node.isNumber()) {
        assertThat(node.isIntegralNumber()).isTrue();
        assertThat(node.longValue()).isNotNegative();
        numbers++;
      }
      node.forEach(open::push);
    }
    assertThat(numbers).isGreaterThan(100);
  }
}
