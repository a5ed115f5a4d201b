package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// A bulletin makes the pages again in which it has something new, and no others.
class UnchangedPagesTest {
  private static final List<String> ABOVE_A1 =
      List.of("index.html", "areas/N.html", "areas/N1.html");

  /// All pages of a bulletin, and a second one after a record of station A1.
  private static SmallPublication twoBulletins() {
    SmallPublication made = SmallPublication.open();
    made.mark(1_700_000_000);
    made.bulletin();
    made.handed.clear();
    made.record("A1", "p", "A1", SmallElection.votes("A1", 10, 20, 3, 1));
    made.mark(1_700_000_060);
    made.bulletin();
    return made;
  }

  private static List<String> pages(List<String> paths) {
    return paths.stream().filter(path -> path.endsWith(".html")).toList();
  }

  private static Map<String, String> pages(SmallPublication made) {
    return made.files.keySet().stream()
        .filter(path -> path.endsWith(".html"))
        .collect(Collectors.toMap(path -> path, made::text));
  }

  @Test
  void areNotHandedOnAgain() {
    SmallPublication made = twoBulletins();
    assertThat(pages(made.handed))
        .hasSize(2 * ABOVE_A1.size())
        .containsAll(ABOVE_A1)
        .containsAll(ABOVE_A1.stream().map("es/"::concat).toList());
    assertThat(made.handed).doesNotContain("style.css");
  }

  @Test
  void nameTheBulletinThatLastBroughtSomethingNewAndTheWayToTheNewest() {
    SmallPublication made = twoBulletins();
    assertThat(made.text("areas/N1.html"))
        .contains("id=\"as-of\" data-bulletin=\"2\" data-as-of=\"1700000060\"")
        .contains("Bulletin 2, as of 2023-11-14 22:14:20 UTC: the last one with anything new")
        .contains("<a id=\"newest\" href=\"../index.html\">Newest bulletin</a>");
    assertThat(made.text("es/areas/S1.html"))
        .contains("id=\"as-of\" data-bulletin=\"1\" data-as-of=\"1700000000\"")
        .contains("Boletín 1")
        .contains("<a id=\"newest\" href=\"../../es/index.html\">");
    assertThat(made.text("index.html"))
        .contains("data-bulletin=\"2\"")
        .doesNotContain("id=\"newest\"");
  }

  @Test
  void areTheSameWhenTheLogIsReadAgain() {
    SmallPublication made = twoBulletins();
    assertThat(pages(made.replay())).isEqualTo(pages(made));
  }

  @Test
  void theFirstPageNamesTheNewestBulletinAlsoWhenNoStationSaidAnything() {
    SmallPublication made = twoBulletins();
    made.handed.clear();
    made.mark(1_700_000_120);
    made.bulletin();
    assertThat(pages(made.handed)).containsExactly("index.html", "es/index.html");
    assertThat(made.text("index.html")).contains("data-bulletin=\"3\"");
    assertThat(pages(made.replay())).isEqualTo(pages(made));
  }

  @Test
  void keepNoTraceOfADraftThatWasNeverLogged() {
    SmallPublication made = twoBulletins();
    made.record("C1", "p", "C1", SmallElection.votes("C1", 40, 50, 6));
    made.draft();
    made.mark(1_700_000_120);
    made.bulletin();
    assertThat(made.text("areas/S1.html"))
        .contains("data-bulletin=\"3\" data-as-of=\"1700000120\"");
    assertThat(pages(made.replay())).isEqualTo(pages(made));
  }

  @Test
  void areAllMadeWhereThoseOfTheBulletinBeforeWereNot() {
    SmallPublication made = twoBulletins();
    made.mark(1_700_000_120);
    made.say("operator", made.publication.draft());
    made.handed.clear();
    made.mark(1_700_000_180);
    made.bulletin();
    assertThat(pages(made.handed)).hasSize(12);
    assertThat(pages(made.replay())).isEqualTo(pages(made));
  }
}
