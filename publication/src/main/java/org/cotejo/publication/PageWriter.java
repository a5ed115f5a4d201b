package org.cotejo.publication;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotejo.count.AreaCount;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.count.Layout;
import org.cotejo.count.StationCount;
import org.cotejo.count.StationState;
import org.cotejo.model.Area;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Mode;
import org.cotejo.model.PollingStation;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.ValidVotesBase;

/// Writes the page of one area in one language.
final class PageWriter {
  private static final int CAST = 0;
  private static final int BLANK = 1;
  private static final int INVALID = 2;
  private static final int VALID = 3;

  private final Fold fold;
  private final ElectionPackage election;
  private final Words words;
  private final Map<Integer, List<Integer>> children;
  private final Map<Integer, List<Integer>> stations;

  /// @param children areas directly below each area
  /// @param stations stations shown on each area's page
  PageWriter(
      Fold fold,
      Words words,
      Map<Integer, List<Integer>> children,
      Map<Integer, List<Integer>> stations) {
    this.fold = fold;
    this.election = fold.election();
    this.words = words;
    this.children = children;
    this.stations = stations;
  }

  String path(int area) {
    return path(area, words.language());
  }

  /// Pages in English are on top, others in a folder named by their language.
  private String path(int area, String language) {
    String folder = language.equals("en") ? "" : language + "/";
    return folder
        + (area == 0 ? "index.html" : "areas/" + election.areas().get(area).code() + ".html");
  }

  /// A link from the page of `from` to another published path.
  private String link(int from, String path) {
    long depth = path(from).chars().filter(c -> c == '/').count();
    return "../".repeat((int) depth) + path;
  }

  String page(int area, BulletinStatement bulletin) {
    Area place = election.areas().get(area);
    var html = new Html();
    String election = electionName();
    html.raw("<!doctype html>\n<html lang=\"").raw(words.language()).raw("\">\n<head>\n");
    html.raw("<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
    html.raw("<title>").text(words.say("title", area == 0 ? election : place.nameLatin()));
    html.raw("</title>\n<link rel=\"stylesheet\" href=\"").text(link(area, "style.css"));
    html.raw("\">\n</head>\n<body>\n");
    navigation(html, area);
    html.raw("<h1>").text(area == 0 ? election : name(place.name(), place.nameLatin()));
    html.raw("</h1>\n");
    if (this.election.mode() != Mode.REAL) {
      html.raw("<p class=\"note\">").text(words.say(this.election.mode().label())).raw("</p>\n");
    }
    html.raw("<p class=\"soft\">").text(words.say("bulletin", words.count(bulletin.number())));
    html.raw(", ").text(words.say("asOf", words.time(bulletin.asOf()))).raw("</p>\n");
    for (int contest = 0; contest < this.election.contests().size(); contest++) {
      contest(html, area, contest);
    }
    if (!isWithinAContest(area)) {
      areas(html, area);
    }
    if (area == 0) {
      check(html, bulletin);
    }
    return html.raw("</body>\n</html>\n").toString();
  }

  private String electionName() {
    Map<String, String> names = election.names();
    String name = names.get(words.language());
    return name != null ? name : names.values().iterator().next();
  }

  private static String name(String own, String latin) {
    return own.equals(latin) || own.isEmpty() ? latin : own + " · " + latin;
  }

  private void navigation(Html html, int area) {
    html.raw("<nav>");
    var above = new ArrayDeque<Integer>();
    for (int at = election.areas().get(area).parent(); at >= 0; ) {
      above.push(at);
      at = election.areas().get(at).parent();
    }
    for (int at : above) {
      html.link(link(area, path(at)), election.areas().get(at).nameLatin());
    }
    String other = words.language().equals("en") ? "es" : "en";
    html.raw("<a class=\"language\" lang=\"").raw(other).raw("\" href=\"");
    html.text(link(area, path(area, other))).raw("\">").text(words.say("other"));
    html.raw("</a></nav>\n");
  }

  private void contest(Html html, int area, int contest) {
    ContestCount count = fold.contest(contest);
    int heldIn = count.contest().area();
    boolean isDeeper = count.area(area).isEmpty() && Pages.pageOf(election, heldIn) == area;
    Optional<AreaCount> shown = isDeeper ? Optional.of(count.total()) : count.area(area);
    shown.ifPresent(totals -> {
      html.raw("<section>\n<h2>");
      html.text(name(count.contest().name(), count.contest().nameLatin()));
      html.text(isDeeper ? ", " + election.areas().get(heldIn).nameLatin() : "");
      html.raw("</h2>\n");
      coverage(html, totals);
      votes(html, count, totals);
      areas(html, area, count);
      stations(html, area, contest, count);
      html.raw("</section>\n");
    });
  }

  private void coverage(Html html, AreaCount totals) {
    html.raw("<p class=\"big\">");
    html.text(
        words.say(
            "stationsCounted",
            words.count(totals.stationsInTotals()),
            words.count(totals.stations())));
    html.raw("</p>\n<p class=\"soft\">");
    html.text(
        words.say(
            "registeredCounted",
            words.count(totals.registeredInTotals()),
            words.count(totals.registered())));
    for (StationState state : StationState.values()) {
      if (state != StationState.COUNTED && totals.stations(state) > 0) {
        html.raw(" · ").text(words.count(totals.stations(state)) + " ");
        html.text(words.say("states." + state));
      }
    }
    html.raw("</p>\n");
  }

  private void votes(Html html, ContestCount count, AreaCount totals) {
    Layout layout = count.layout();
    long[] row = totals.totals();
    long valid = layout.sum(row, VALID);
    List<Selection> selections = count.contest().selections();
    List<Integer> order =
        IntStream.range(0, selections.size())
            .boxed()
            .sorted(Comparator.<Integer>comparingLong(s -> -layout.votes(row, s)))
            .toList();
    long most = order.isEmpty() ? 0 : layout.votes(row, order.getFirst());
    html.raw("<div class=\"scroll\"><table>\n<tr><th class=\"n\"></th><th>");
    html.text(words.say("selection")).raw("</th><th class=\"n\">").text(words.say("votes"));
    html.raw("</th><th class=\"n share\">").text(words.say("share", words.count(valid)));
    html.raw("</th><th class=\"bar\"></th></tr>\n");
    for (int s : order) {
      Selection selection = selections.get(s);
      long votes = layout.votes(row, s);
      boolean inBase =
          selection.type() != Selection.Type.NONE_OF_THESE
              || count.contest().validVotesBase() == ValidVotesBase.ALL_SELECTIONS;
      html.raw("<tr><td class=\"n soft\">").text(selection.code()).raw("</td><td>");
      names(html, selection);
      html.raw("</td><td class=\"n\">").text(words.count(votes)).raw("</td><td class=\"n\">");
      html.text(inBase ? words.share(votes, valid) : words.say("noShare"));
      html.raw("</td><td class=\"bar\">").bar(votes, most).raw("</td></tr>\n");
    }
    html.raw("</table></div>\n<p class=\"soft\">");
    box(html, "ballotsCast", layout.sum(row, CAST)).raw(" · ");
    box(html, "validVotes", valid).raw(" · ");
    box(html, "blankVotes", layout.sum(row, BLANK)).raw(" · ");
    box(html, "invalidVotes", layout.sum(row, INVALID)).raw(" · ");
    box(html, "votersAdmitted", row[2]).raw(" · ");
    box(html, "registeredVoters", row[0]).raw("</p>\n");
    if (totals.stations(StationState.CONFLICT) > 0) {
      long disputed = layout.sum(totals.disputed(), VALID);
      html.raw("<p class=\"note\">").text(words.say("disputed", words.count(disputed)));
      html.raw("</p>\n");
    }
  }

  private static void names(Html html, Selection selection) {
    String latin = selection.nameLatin();
    if (selection.name().isEmpty() || selection.name().equals(latin)) {
      html.text(latin);
    } else {
      html.text(selection.name()).raw(" <span class=\"latin\">").text(latin).raw("</span>");
    }
  }

  private Html box(Html html, String key, long figure) {
    return html.text(words.say(key) + " " + words.count(figure));
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
      html.raw("<li>").link(link(area, path(child)), name(place.name(), place.nameLatin()));
      html.raw("</li>\n");
    }
    html.raw("</ul>\n</section>\n");
  }

  private void areas(Html html, int area, ContestCount count) {
    List<Integer> below =
        children.getOrDefault(area, List.of()).stream()
            .filter(child -> count.area(child).isPresent())
            .toList();
    if (below.isEmpty()) {
      return;
    }
    html.raw("<h2>").text(words.say("areas")).raw("</h2>\n<div class=\"scroll\"><table>\n<tr><th>");
    html.text(words.say("area")).raw("</th><th class=\"n\">").text(words.say("counted"));
    html.raw("</th><th class=\"n\">").text(words.say("ballotsCast"));
    html.raw("</th><th class=\"n\">").text(words.say("validVotes")).raw("</th></tr>\n");
    for (int child : below) {
      Area place = election.areas().get(child);
      AreaCount totals = count.area(child).orElseThrow();
      String label = name(place.name(), place.nameLatin());
      html.raw("<tr><td>");
      if (place.depth() <= Pages.MAX_DEPTH) {
        html.link(link(area, path(child)), label);
      } else {
        html.text(label);
      }
      html.raw("</td><td class=\"n\">");
      html.text(words.count(totals.stationsInTotals()) + " / " + words.count(totals.stations()));
      long[] row = totals.totals();
      html.raw("</td><td class=\"n\">").text(words.count(count.layout().sum(row, CAST)));
      html.raw("</td><td class=\"n\">").text(words.count(count.layout().sum(row, VALID)));
      html.raw("</td></tr>\n");
    }
    html.raw("</table></div>\n");
  }

  private void stations(Html html, int area, int contest, ContestCount count) {
    List<Integer> here =
        stations.getOrDefault(area, List.of()).stream().filter(count::isHeldAt).toList();
    if (here.isEmpty()) {
      return;
    }
    html.raw("<h2>").text(words.say("stations")).raw("</h2>\n<div class=\"scroll\"><table>\n<tr>");
    for (String column : List.of("station", "state")) {
      html.raw("<th>").text(words.say(column)).raw("</th>");
    }
    for (String column : List.of("entry", "ballotsCast", "validVotes")) {
      html.raw("<th class=\"n\">").text(words.say(column)).raw("</th>");
    }
    html.raw("<th>").text(words.say("findings")).raw("</th></tr>\n");
    for (int station : here) {
      station(html, contest, count, station);
    }
    html.raw("</table></div>\n");
  }

  private void station(Html html, int contest, ContestCount count, int station) {
    PollingStation place = election.stations().get(station);
    StationCount value = count.station(station);
    html.raw("<tr><td>").text(place.code());
    if (!place.name().isEmpty()) {
      html.raw(" <span class=\"soft\">").text(place.name()).raw("</span>");
    }
    html.raw("</td><td>").text(words.say("state." + value.state())).raw("</td><td class=\"n\">");
    value.inForce().ifPresent(entry -> html.text(words.count(entry)));
    html.raw("</td>");
    value
        .figures()
        .ifPresentOrElse(
            figures -> figures(html, contest, count, station, figures),
            () -> html.raw("<td></td><td></td><td></td>"));
    html.raw("</tr>\n");
  }

  private void figures(
      Html html, int contest, ContestCount count, int station, TallyFigures figures) {
    long[] row = count.layout().row(figures, count.ballot(station));
    html.raw("<td class=\"n\">").text(words.count(count.layout().sum(row, CAST)));
    html.raw("</td><td class=\"n\">").text(words.count(count.layout().sum(row, VALID)));
    html.raw("</td><td>");
    html.text(
        fold.breaches(contest, station, figures).stream()
            .map(breach -> breach.rule().name())
            .distinct()
            .collect(Collectors.joining(" ")));
    html.raw("</td>");
  }

  private void check(Html html, BulletinStatement bulletin) {
    html.raw("<section>\n<h2>").text(words.say("verifyHead")).raw("</h2>\n<p>");
    html.text(words.say("verify")).raw("</p>\n");
    html.raw("<pre><code>cotejo verify URL --authority authority.pub</code></pre>\n<p>");
    html.text(words.say("source", words.count(bulletin.logSize()), bulletin.root().base64()));
    html.raw("</p>\n<p>");
    String index = "totals/" + bulletin.index().hex() + ".json";
    String[] parts = words.say("files", "\u0000", "\u0000", "\u0000", "\u0000").split("\u0000", -1);
    List<String> targets =
        List.of(index, Publication.MANIFEST, "package/election.json", "latest.json");
    for (int i = 0; i < parts.length; i++) {
      html.text(parts[i]);
      if (i < targets.size()) {
        html.link(link(0, targets.get(i)), i == 0 ? "totals" : targets.get(i));
      }
    }
    html.raw("</p>\n</section>\n");
  }
}
