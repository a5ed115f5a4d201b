package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.Selection;
import org.cotejo.model.ValidVotesBase;
import org.junit.jupiter.api.Test;

/// The pages: markup that only the program wrote, links that lead somewhere, and every station.
class PagesTest {
  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-z0-9]+)((?: defer)?(?: [a-zA-Z-]+=\"[^\"<>]*\")*)(/?)>");
  private static final Pattern LINK = Pattern.compile(" href=\"([^\"]*)\"");
  private static final Set<String> VOID = Set.of("meta", "link", "rect");
  private static final Set<String> ELEMENTS =
      Set.of(
          "html", "head", "meta", "title", "link", "body", "nav", "a", "h1", "h2", "h3", "p",
          "section", "div", "table", "caption", "tr", "th", "td", "span", "svg", "rect", "pre",
          "code", "ul", "ol", "li", "header", "main", "footer", "script");
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "lang",
          "charset",
          "name",
          "content",
          "rel",
          "href",
          "class",
          "viewBox",
          "preserveAspectRatio",
          "aria-hidden",
          "height",
          "width",
          "x",
          "id",
          "role",
          "scope",
          "fill",
          "hreflang",
          "http-equiv",
          "src",
          "integrity",
          "aria-label",
          "aria-current",
          "data-root",
          "data-bulletin",
          "data-as-of",
          "data-contest",
          "data-area",
          "data-selection",
          "data-votes",
          "data-state");

  private static final List<String> PROGRAM_PAGES =
      List.of(
          "stations.html",
          "station.html",
          "map.html",
          "bulletins.html",
          "docket.html",
          "verify.html",
          "sheet.html",
          "data.html");

  private static SiteProgram program() throws MalformedException {
    var files = new TreeMap<String, byte[]>();
    for (String page : PROGRAM_PAGES) {
      files.put(page, new byte[1]);
      files.put("es/" + page, new byte[1]);
    }
    files.put("page.js", "script".getBytes(StandardCharsets.UTF_8));
    files.put("page.css", "style".getBytes(StandardCharsets.UTF_8));
    return SiteProgram.of(files);
  }

  private static List<String> pages(SmallPublication made) {
    return made.files.keySet().stream()
        .filter(path -> path.endsWith(".html") && !path.startsWith("site/"))
        .toList();
  }

  private static List<String> languages(List<String> pages) {
    return pages.stream().map(PagesTest::language).distinct().sorted().toList();
  }

  private static String language(String path) {
    return path.startsWith("es/") ? "es" : "en";
  }

  @Test
  void areOneForEachAreaDownToTheThirdLevelInEachLanguage() {
    List<String> pages = pages(SmallPublication.whole());
    assertThat(pages)
        .containsExactlyInAnyOrder(
            "index.html", "es/index.html",
            "areas/N.html", "es/areas/N.html",
            "areas/S.html", "es/areas/S.html",
            "areas/N1.html", "es/areas/N1.html",
            "areas/N2.html", "es/areas/N2.html",
            "areas/S1.html", "es/areas/S1.html");
    assertThat(languages(pages)).containsExactly("en", "es");
  }

  /// Every `<` opens or closes an element of ours with attributes of ours, and all are nested.
  private static void isSoundMarkup(String path, String page) {
    Deque<String> open = new ArrayDeque<>();
    Matcher tags = TAG.matcher(page.substring("<!doctype html>".length()));
    var rest = new StringBuilder();
    while (tags.find()) {
      String element = tags.group(2);
      assertThat(ELEMENTS).as(path).contains(element);
      for (String attribute : tags.group(3).replace(" defer", "").split("=\"[^\"]*\"", -1)) {
        if (!attribute.isBlank()) {
          assertThat(ATTRIBUTES).as(path).contains(attribute.strip());
        }
      }
      if (!tags.group(1).isEmpty()) {
        assertThat(open.pop()).as(path).isEqualTo(element);
      } else if (tags.group(4).isEmpty() && !VOID.contains(element)) {
        open.push(element);
      }
      tags.appendReplacement(rest, "");
    }
    tags.appendTail(rest);
    assertThat(open).as(path).isEmpty();
    assertThat(rest.toString()).as(path).doesNotContain("<", ">", "\"");
    assertThat(rest.toString().replaceAll("&(amp|lt|gt|quot);", "")).doesNotContain("&");
  }

  @Test
  void holdNoMarkupButTheirOwnWhateverThePackageSays() throws MalformedException {
    for (SmallPublication whole :
        List.of(SmallPublication.whole(), SmallPublication.whole(program()))) {
      for (String path : pages(whole)) {
        String page = whole.text(path);
        assertThat(page).startsWith("<!doctype html>\n<html lang=\"" + language(path) + "\">\n");
        assertThat(page).doesNotContain("javascript:");
        isSoundMarkup(path, page);
      }
    }
  }

  @Test
  void loadNoScriptWithoutAProgramAndLinkToNone() {
    SmallPublication whole = SmallPublication.whole();
    for (String path : pages(whole)) {
      assertThat(whole.text(path))
          .doesNotContainIgnoringCase("<script")
          .doesNotContain("site/")
          .doesNotContain("id=\"plain\"");
    }
  }

  @Test
  void loadTheProgramByItsDigestAndNothingElse() throws MalformedException {
    SmallPublication whole = SmallPublication.whole(program());
    String script = integrity("script");
    for (String path : pages(whole)) {
      String root = "../".repeat(path.split("/").length - 1);
      assertThat(whole.text(path))
          .contains("<body data-root=\"" + root + "\">")
          .contains("<script defer src=\"%ssite/page.js\" %s></script>".formatted(root, script))
          .contains(
              "<link rel=\"stylesheet\" href=\"%ssite/page.css\" %s>"
                  .formatted(root, integrity("style")))
          .containsOnlyOnce("<script")
          .containsOnlyOnce("id=\"check\"")
          .containsOnlyOnce("<p id=\"plain\" class=\"note\">")
          .contains(
              "content=\"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'"
                  + " data:; connect-src 'self'; worker-src blob:; base-uri 'none';"
                  + " form-action 'none'\"");
    }
  }

  private static String integrity(String content) {
    byte[] digest = Hash.sha256(content.getBytes(StandardCharsets.UTF_8)).bytes();
    return "integrity=\"sha256-" + Base64.getEncoder().encodeToString(digest) + "\"";
  }

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
  void haveOneHeadingAndASkipLinkAndSayWhereTheyAre() {
    SmallPublication whole = SmallPublication.whole();
    for (String path : pages(whole)) {
      assertThat(whole.text(path))
          .containsOnlyOnce("<h1>")
          .containsOnlyOnce("<main id=\"main\">")
          .containsOnlyOnce("<a class=\"skip\" href=\"#main\">")
          .containsOnlyOnce("<meta name=\"description\" content=\"")
          .contains("<footer>\n");
    }
    assertThat(whole.text("areas/N1.html"))
        .contains("<nav class=\"crumbs\" aria-label=\"Areas above\"><ol><li>")
        .contains("<li aria-current=\"page\">North 1</li></ol></nav>");
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
  void showHostileNamesAsTheyAreWritten() {
    SmallPublication whole = SmallPublication.whole();
    String script = "&lt;script&gt;alert('x')&lt;/script&gt;";
    String quotes = "&quot;Q&quot; &amp; &lt;b&gt;'q'&lt;/b&gt;";
    assertThat(whole.text("index.html"))
        .contains("<title>Small {0} " + quotes + ": results</title>")
        .contains("<h1>Small {0} " + quotes + "</h1>")
        .contains("<h2>" + quotes + " · President</h2>")
        .contains("<th scope=\"row\">" + script + "</th>")
        .contains("<th scope=\"row\">" + quotes + " <span class=\"latin\">Two</span></th>")
        .contains(">" + script + " · North</a>");
    assertThat(whole.text("es/index.html")).contains("<h1>Pequeña " + script + "</h1>");
    assertThat(whole.text("areas/N1.html"))
        .contains("<h1>Север · North 1</h1>")
        .contains("<th scope=\"row\">A1 <span class=\"soft\">" + script + "</span></th>");
    assertThat(whole.text("areas/S.html")).contains("<title>" + quotes + ": results</title>");
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

  @Test
  void digitsAfterANameFromRightToLeftStayWhereTheyAreWritten() {
    assertThat(PageWriter.name("محافظة 12", "3rd Region"))
        .isEqualTo("محافظة 12\u200e · 3rd Region");
    assertThat(PageWriter.name("Регион", "Region")).isEqualTo("Регион · Region");
    assertThat(PageWriter.name("", "Region")).isEqualTo("Region");
  }
}
