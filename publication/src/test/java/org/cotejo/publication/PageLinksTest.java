package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.publication.PageReading.PROGRAM_PAGES;
import static org.cotejo.publication.PageReading.isSoundMarkup;
import static org.cotejo.publication.PageReading.languages;
import static org.cotejo.publication.PageReading.pages;
import static org.cotejo.publication.PageReading.program;

import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.Selection;
import org.cotejo.model.ValidVotesBase;
import org.junit.jupiter.api.Test;

/// Links of the pages: they lead to what is published, and to all of it.
class PageLinksTest {
  private static final Pattern LINK = Pattern.compile(" href=\"([^\"]*)\"");

  @Test
  void linkToThePagesOfTheProgramInTheirLanguage() throws MalformedException {
    SmallPublication whole = SmallPublication.whole(program());
    for (String path : pages(whole)) {
      String site = path.startsWith("es/") ? "site/es/" : "site/";
      for (String page : PROGRAM_PAGES) {
        if (!page.equals("station.html")) {
          assertThat(targets(whole, path)).as(path).contains(site + page);
        }
      }
    }
    assertThat(whole.text("areas/N1.html"))
        .contains("<th scope=\"row\"><a href=\"../site/station.html?station=A1\">A1</a> <span");
    assertThat(whole.text("es/areas/N1.html"))
        .contains("<a href=\"../../site/es/station.html?station=A2\">A2</a>");
    leadToFilesOfThePublication(whole);
  }

  private static List<String> targets(SmallPublication made, String path) {
    URI base = URI.create("/" + path);
    return LINK.matcher(made.text(path))
        .results()
        .map((MatchResult link) -> base.resolve(link.group(1)).getPath().substring(1))
        .filter(target -> !target.isEmpty())
        .toList();
  }

  private static void leadToFilesOfThePublication(SmallPublication made) {
    for (String path : pages(made)) {
      List<String> targets = targets(made, path);
      assertThat(targets).as(path).contains("style.css");
      for (String target : targets) {
        if (!target.equals(Publication.MANIFEST)) {
          assertThat(made.files).as(path).containsKey(target);
        }
      }
    }
  }

  private static Set<String> reached(SmallPublication made, String from) {
    var reached = new TreeSet<String>(Set.of(from));
    var ahead = new ArrayDeque<String>(reached);
    while (!ahead.isEmpty()) {
      for (String target : targets(made, ahead.pop())) {
        if (target.endsWith(".html") && reached.add(target)) {
          ahead.add(target);
        }
      }
    }
    return reached;
  }

  @Test
  void linkToFilesOfThePublicationAlone() {
    leadToFilesOfThePublication(SmallPublication.whole());
    assertThat(targets(SmallPublication.whole(), "index.html"))
        .contains("manifest.csv", "latest.json", "package/election.json", "areas/N.html")
        .contains(SmallPublication.whole().index());
  }

  @Test
  void leadFromTheFirstToEveryOther() {
    SmallPublication whole = SmallPublication.whole();
    for (String index : List.of("index.html", "es/index.html")) {
      assertThat(reached(whole, index)).containsExactlyElementsOf(new TreeSet<>(pages(whole)));
    }
  }

  @Test
  void leadToTheSamePageInTheOtherLanguage() {
    SmallPublication whole = SmallPublication.whole();
    assertThat(whole.text("areas/N1.html"))
        .contains(
            "<a class=\"language\" lang=\"es\" hreflang=\"es\" href=\"../es/areas/N1.html\">Español</a>");
    assertThat(whole.text("es/index.html"))
        .contains(
            "<a class=\"language\" lang=\"en\" hreflang=\"en\" href=\"../index.html\">English</a>");
  }

  /// An election of the towns alone: nothing is held in the country as a whole.
  private static PackageFiles towns() {
    PackageFiles files =
        new PackageFiles()
            .election(
                "towns",
                Map.of("en", "Towns"),
                LocalDate.of(2026, 1, 1),
                Mode.REAL,
                List.of("paper"))
            .area("L", "", "country", "", "Land")
            .area("R", "L", "region", "", "Region")
            .area("R.es", "L", "region", "", "Other region")
            .area("T1", "R", "town", "", "Town 1")
            .area("T2", "R.es", "town", "", "Town 2")
            .station("1", "T1", 10, "", "", "")
            .station("2", "T2", 20, "", "", "")
            .contest("t1", "T1", "", "Mayor of 1", ValidVotesBase.ALL_SELECTIONS)
            .contest("t2", "T2", "", "Mayor of 2", ValidVotesBase.ALL_SELECTIONS);
    return files
        .selection("t1", "a", Selection.Type.CANDIDATE, "T1", "", "A")
        .selection("t2", "b", Selection.Type.CANDIDATE, "T2", "", "B");
  }

  @Test
  void leadToEveryOtherAlsoWhereNothingIsHeldAboveTheTowns() {
    SmallPublication made = SmallPublication.open(SmallElection.read(towns()));
    made.bulletin();
    leadToFilesOfThePublication(made);
    assertThat(pages(made)).hasSize(10);
    assertThat(reached(made, "index.html")).containsExactlyElementsOf(new TreeSet<>(pages(made)));
    pages(made).forEach(path -> isSoundMarkup(path, made.text(path)));
  }

  @Test
  void keepAreasApartWhoseCodesDifferByWhatLooksLikeALanguage() {
    SmallPublication made = SmallPublication.open(SmallElection.read(towns()));
    made.bulletin();
    List<String> regions = new ArrayList<>();
    for (String path : pages(made)) {
      if (made.text(path).contains("<h1>Region</h1>")
          || made.text(path).contains("<h1>Other region</h1>")) {
        regions.add(path);
      }
    }
    assertThat(regions).hasSize(4);
    assertThat(languages(regions)).containsExactly("en", "es");
  }
}
