package org.cotejo.publication;

import java.text.Bidi;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotejo.count.Fold;
import org.cotejo.model.Area;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Mode;

/// Writes the page of one area in one language: what is on every page, and around each contest's
/// part. Ids, classes and `data-` attributes are what the program of the site finds its way by.
final class PageWriter {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'";

  /// Pages of the program that every page links to.
  private static final List<String> PROGRAM_PAGES =
      List.of("stations", "map", "bulletins", "docket", "verify", "sheet", "data");

  private final Fold fold;
  private final ElectionPackage election;
  private final SiteProgram program;
  private final Words words;
  private final Links links;
  private final Map<Integer, List<Integer>> children;
  private final ContestWriter contests;

  /// @param children areas directly below each area
  /// @param stations stations shown on each area's page
  PageWriter(
      Fold fold,
      SiteProgram program,
      Words words,
      Map<Integer, List<Integer>> children,
      Map<Integer, List<Integer>> stations) {
    this.fold = fold;
    this.election = fold.election();
    this.program = program;
    this.words = words;
    this.links = new Links(election, program, words.language());
    this.children = children;
    this.contests = new ContestWriter(fold, words, links, children, stations);
  }

  String path(int area) {
    return links.path(area);
  }

  /// @param bulletin the last that brought anything new from this area
  String page(int area, BulletinStatement bulletin) {
    Area place = election.areas().get(area);
    var html = new Html();
    head(html, area, bulletin);
    html.raw("<body data-root=\"").raw(links.root(area)).raw("\">\n");
    html.raw("<a class=\"skip\" href=\"#main\">").text(words.say("skip")).raw("</a>\n");
    header(html, area);
    html.raw("<main id=\"main\">\n");
    crumbs(html, area);
    html.raw("<h1>");
    html.text(area == 0 ? electionName() : name(place.name(), place.nameLatin())).raw("</h1>\n");
    if (election.mode() != Mode.REAL) {
      html.raw("<p class=\"note\">").text(words.say(election.mode().label())).raw("</p>\n");
    }
    html.raw("<p class=\"soft\" id=\"as-of\" data-bulletin=\"" + bulletin.number());
    html.raw("\" data-as-of=\"" + bulletin.asOf()).raw("\">");
    html.text(words.say("bulletin", words.count(bulletin.number())));
    html.raw(", ").text(words.say("asOf", words.time(bulletin.asOf())));
    if (area != 0) {
      html.text(": " + words.say("lastChange")).raw(" <a id=\"newest\" href=\"");
      html.text(links.area(area, 0)).raw("\">").text(words.say("newest")).raw("</a>");
    }
    html.raw("</p>\n<div id=\"check\"></div>\n");
    if (hasProgram()) {
      html.raw("<p id=\"plain\" class=\"note\">").text(words.say("plain")).raw("</p>\n");
    }
    for (int contest = 0; contest < election.contests().size(); contest++) {
      contests.contest(html, area, contest);
    }
    if (!isWithinAContest(area)) {
      areas(html, area);
    }
    html.raw("</main>\n<footer>\n");
    if (area == 0) {
      check(html, bulletin);
    } else {
      footer(html, area, bulletin);
    }
    return html.raw("</footer>\n</body>\n</html>\n").toString();
  }

  private boolean hasProgram() {
    return !program.files().isEmpty();
  }

  private void head(Html html, int area, BulletinStatement bulletin) {
    String place = area == 0 ? electionName() : election.areas().get(area).nameLatin();
    html.raw("<!doctype html>\n<html lang=\"").raw(words.language()).raw("\">\n<head>\n");
    html.raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
    html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"").raw(POLICY).raw("\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.raw("<meta name=\"description\" content=\"");
    html.text(words.say("description", place, words.count(bulletin.number()))).raw("\">\n<title>");
    html.text(words.say("title", place)).raw("</title>\n<link rel=\"stylesheet\" href=\"");
    html.text(links.to(area, "style.css")).raw("\">\n");
    if (program.has("icon.svg")) {
      html.raw("<link rel=\"icon\" type=\"image/svg+xml\" href=\"");
      html.text(links.to(area, SiteProgram.FOLDER + "icon.svg")).raw("\">\n");
    }
    loaded(html, area, "page.css", "<link rel=\"stylesheet\" href=\"", "\">\n");
    loaded(html, area, "page.js", "<script defer src=\"", "\"></script>\n");
    html.raw("</head>\n");
  }

  /// A file of the program that the page loads, and no other in its place.
  private void loaded(Html html, int area, String file, String before, String after) {
    if (program.has(file)) {
      html.raw(before).text(links.to(area, SiteProgram.FOLDER + file));
      html.raw("\" integrity=\"").raw(program.integrity(file)).raw(after);
    }
  }

  private String electionName() {
    Map<String, String> names = election.names();
    String name = names.get(words.language());
    return name != null ? name : names.values().iterator().next();
  }

  /// Its own name and the one in Latin letters. A mark ends what is written from right to left:
  /// without it, digits that follow would be drawn among that.
  static String name(String own, String latin) {
    if (own.equals(latin) || own.isEmpty()) {
      return latin;
    }
    boolean isRightToLeft = Bidi.requiresBidi(own.toCharArray(), 0, own.length());
    return own + (isRightToLeft ? "\u200e" : "") + " · " + latin;
  }

  private void header(Html html, int area) {
    html.raw("<header>\n<a class=\"brand\" href=\"").text(links.area(area, 0)).raw("\">");
    html.text(electionName()).raw("</a>\n<nav aria-label=\"").text(words.say("pages"));
    html.raw("\">").link(links.area(area, 0), words.say("nav.results"));
    for (String page : PROGRAM_PAGES) {
      links
          .program(area, page + ".html")
          .ifPresent(target -> html.link(target, words.say("nav." + page)));
    }
    String other = words.language().equals("en") ? "es" : "en";
    html.raw("<a class=\"language\" lang=\"").raw(other).raw("\" hreflang=\"").raw(other);
    html.raw("\" href=\"").text(links.other(area, other)).raw("\">").text(words.say("other"));
    html.raw("</a></nav>\n</header>\n");
  }

  private void crumbs(Html html, int area) {
    var above = new ArrayDeque<Integer>();
    for (int at = election.areas().get(area).parent(); at >= 0; ) {
      above.push(at);
      at = election.areas().get(at).parent();
    }
    if (above.isEmpty()) {
      return;
    }
    html.raw("<nav class=\"crumbs\" aria-label=\"").text(words.say("crumbs")).raw("\"><ol>");
    for (int at : above) {
      html.raw("<li>").link(links.area(area, at), election.areas().get(at).nameLatin());
      html.raw("</li>");
    }
    html.raw("<li aria-current=\"page\">").text(election.areas().get(area).nameLatin());
    html.raw("</li></ol></nav>\n");
  }

  /// Whether some contest is held in the area as a whole and so lists what is below it.
  private boolean isWithinAContest(int area) {
    return IntStream.range(0, election.contests().size())
        .anyMatch(contest -> fold.contest(contest).area(area).isPresent());
  }

  /// The pages below an area that no contest covers.
  private void areas(Html html, int area) {
    List<Integer> below =
        children.getOrDefault(area, List.of()).stream()
            .filter(child -> election.areas().get(child).depth() <= Pages.MAX_DEPTH)
            .toList();
    if (below.isEmpty()) {
      return;
    }
    html.raw("<section>\n<h2>").text(words.say("areas")).raw("</h2>\n<ul>\n");
    for (int child : below) {
      Area place = election.areas().get(child);
      html.raw("<li>").link(links.area(area, child), name(place.name(), place.nameLatin()));
      html.raw("</li>\n");
    }
    html.raw("</ul>\n</section>\n");
  }

  private void source(Html html, BulletinStatement bulletin) {
    html.text(words.say("source", words.count(bulletin.logSize()), bulletin.root().base64()));
  }

  private void footer(Html html, int area, BulletinStatement bulletin) {
    html.raw("<p class=\"soft\">");
    html.text(words.say("bulletin", words.count(bulletin.number()))).raw(". ");
    source(html, bulletin);
    String data = links.program(area, "data.html").orElse(links.area(area, 0) + "#data");
    html.raw(" ").link(data, words.say("nav.data")).raw("</p>\n");
  }

  private void check(Html html, BulletinStatement bulletin) {
    html.raw("<section>\n<h2>").text(words.say("verifyHead")).raw("</h2>\n<p>");
    html.text(words.say("verify")).raw("</p>\n");
    html.raw("<pre><code>cotejo verify URL --authority authority.pub</code></pre>\n<p>");
    source(html, bulletin);
    html.raw("</p>\n<p id=\"data\">");
    String index = "totals/" + bulletin.index().hex() + ".json";
    String[] parts = words.say("files", "\u0000", "\u0000", "\u0000", "\u0000").split("\u0000", -1);
    List<String> targets =
        List.of(index, Publication.MANIFEST, "package/election.json", "latest.json");
    for (int i = 0; i < parts.length; i++) {
      html.text(parts[i]);
      if (i < targets.size()) {
        html.link(links.to(0, targets.get(i)), i == 0 ? "totals" : targets.get(i));
      }
    }
    html.raw("</p>\n</section>\n");
  }
}
