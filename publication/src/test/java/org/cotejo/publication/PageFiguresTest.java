package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/// Figures of the pages: every station, and what is counted, disputed and open.
class PageFiguresTest {
  @Test
  void giveTheProgramItsFiguresAsData() {
    SmallPublication whole = SmallPublication.whole();
    assertThat(whole.text("areas/N2.html"))
        .contains("id=\"as-of\" data-bulletin=\"3\" data-as-of=\"1700000120\"")
        .contains("<div class=\"coverage\" data-contest=\"p\" data-area=\"N2\">")
        .contains("<table class=\"votes\" data-contest=\"p\" data-area=\"N2\">")
        .contains("<div class=\"open\" data-contest=\"m\" data-area=\"N2\">")
        .contains("<tr data-selection=\"a\" data-votes=\"1\">")
        .contains("<span class=\"state\" data-state=\"CONFLICT\">in conflict</span>");
    assertThat(whole.text("areas/S1.html"))
        .contains("<table class=\"votes\" data-contest=\"v\" data-area=\"S1a\">");
  }

  @Test
  void sayWhatIsStillOpenAndWhetherTheOrderCouldChange() {
    SmallPublication whole = SmallPublication.whole();
    assertThat(whole.text("areas/N1.html"))
        .contains("Every polling station is in the totals and none is in conflict.");
    assertThat(whole.text("areas/N2.html"))
        .contains(
            "Polling stations still open: 1, with 300 registered voters. Not in the totals: 0;"
                + " in conflict: 1.")
        .contains("<p>A is ahead of B; votes between them: 1.</p>")
        .contains(
            "If all 300 registered voters at the open stations that have B on the ballot voted for"
                + " B, and what stations in conflict hold now were gone, A would no longer be"
                + " ahead.");
    assertThat(whole.text("es/areas/N2.html"))
        .contains("A va delante de B; votos de diferencia: 1.")
        .contains("A ya no estaría delante.");
  }

  @Test
  void showEveryStationOfEveryContest() {
    SmallPublication whole = SmallPublication.whole();
    Map<String, String> pageOf =
        Map.of(
            "A1", "areas/N1.html",
            "A2", "areas/N1.html",
            "B1", "areas/N2.html",
            "C1", "areas/S1.html",
            "D1", "index.html");
    Map<String, Integer> contests = Map.of("A1", 2, "A2", 2, "B1", 2, "C1", 2, "D1", 1);
    pageOf.forEach((station, path) ->
        assertThat(whole.text(path).split("<tr><th scope=\"row\">" + station, -1))
            .as(station)
            .hasSize(contests.getOrDefault(station, 0) + 1));
    assertThat(whole.text("areas/S1.html"))
        .contains("<h2>Village, South 1a</h2>")
        .contains("<th scope=\"row\">C1</th><td>" + state("COUNTED", "counted") + "</td>");
  }

  private static String state(String state, String word) {
    return "<span class=\"state\" data-state=\"%s\">%s</span>".formatted(state, word);
  }

  private static String coverage(String state, String word, int stations, int registered) {
    return "<tr><th scope=\"row\">%s</th><td class=\"n\">%d</td><td class=\"n\">%d</td></tr>"
        .formatted(state(state, word), stations, registered);
  }

  @Test
  void showWhatIsCountedDisputedAndOpen() {
    SmallPublication whole = SmallPublication.whole();
    assertThat(whole.text("index.html"))
        .contains("Rehearsal. These figures are not results.")
        .contains("Bulletin 3, as of 2023-11-14 22:15:20 UTC")
        .contains("3 of 5 polling stations")
        .contains("350 of 1,050 registered voters are at the stations counted")
        .contains(coverage("COUNTED", "counted", 2, 250))
        .contains(coverage("HELD", "held", 1, 300))
        .contains(coverage("CORRECTED", "corrected", 1, 100))
        .contains(coverage("ANNULLED", "annulled", 1, 400))
        .contains("aria-label=\"Polling stations: 3 counted, 0 in conflict, 2 not in the totals\"")
        .contains("are the first ");
    assertThat(whole.text("areas/N2.html"))
        .contains("1 of 1 polling stations")
        .contains("Of these, 1 votes come from stations in conflict.")
        .contains("0 of 1 polling stations");
    assertThat(whole.text("es/areas/N2.html")).contains("De estos, 1 votos");
  }

  @Test
  void giveNoShareToNoneOfTheseWhereItIsNotAValidVote() {
    SmallPublication whole = SmallPublication.whole();
    String page = whole.text("areas/N1.html");
    assertThat(page)
        .contains(
            "<th scope=\"row\">None of these</th><td class=\"n\">10</td><td class=\"n\">not a valid vote<")
        .contains("<th scope=\"row\">A</th><td class=\"n\">20</td><td class=\"n\">100.00 %<");
    assertThat(whole.text("index.html")).doesNotContain("not a valid vote");
  }

  @Test
  void showZeroFiguresAsZeroAndMissingOnesAsNothing() {
    String page = SmallPublication.whole().text("index.html");
    assertThat(page)
        .containsPattern(
            "<th scope=\"row\">D1</th><td>"
                + state("COUNTED", "counted")
                + "</td><td class=\"n\">[0-9]+</td><td class=\"n\">0</td>"
                + "<td class=\"n\">0</td><td>R205</td>");
    SmallPublication made = SmallPublication.open();
    made.bulletin();
    assertThat(made.text("index.html"))
        .contains(
            "<th scope=\"row\">D1</th><td>"
                + state("NOT_RECEIVED", "not received")
                + "</td><td class=\"n\"></td><td></td><td></td><td></td>")
        .contains("0 of 5 polling stations")
        .contains("<td class=\"n\">–</td>")
        .doesNotContain("NaN");
  }
}
