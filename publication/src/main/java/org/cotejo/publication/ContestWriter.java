package org.cotejo.publication;

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
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PollingStation;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.ValidVotesBase;

/// Writes the part of an area's page that is about one contest, in one language.
final class ContestWriter {
  private static final int CAST = 0;
  private static final int BLANK = 1;
  private static final int INVALID = 2;
  private static final int VALID = 3;

  private final Fold fold;
  private final ElectionPackage election;
  private final Words words;
  private final Links links;
  private final CoverageWriter coverage;
  private final Map<Integer, List<Integer>> children;
  private final Map<Integer, List<Integer>> stations;

  /// @param children areas directly below each area
  /// @param stations stations shown on each area's page
  ContestWriter(
      Fold fold,
      Words words,
      Links links,
      Map<Integer, List<Integer>> children,
      Map<Integer, List<Integer>> stations) {
    this.fold = fold;
    this.election = fold.election();
    this.words = words;
    this.links = links;
    this.coverage = new CoverageWriter(election, words);
    this.children = children;
    this.stations = stations;
  }

  /// Writes nothing if the contest has no part in the page of this area.
  void contest(Html html, int area, int contest) {
    ContestCount count = fold.contest(contest);
    int heldIn = count.contest().area();
    boolean isDeeper = count.area(area).isEmpty() && Pages.pageOf(election, heldIn) == area;
    int shown = isDeeper ? heldIn : area;
    count
        .area(shown)
        .ifPresent(totals -> {
          String title =
              PageWriter.name(count.contest().name(), count.contest().nameLatin())
                  + (isDeeper ? ", " + election.areas().get(heldIn).nameLatin() : "");
          String data =
              " data-contest=\"%s\" data-area=\"%s\""
                  .formatted(count.contest().code(), election.areas().get(shown).code());
          html.raw("<section>\n<h2>").text(title).raw("</h2>\n");
          coverage.coverage(html, totals, data);
          votes(html, count, totals, title, data);
          coverage.open(html, count, shown, data);
          areas(html, area, count);
          stations(html, area, contest, count);
          html.raw("</section>\n");
        });
  }

  private void votes(Html html, ContestCount count, AreaCount totals, String title, String data) {
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
    html.raw("<div class=\"scroll\"><table class=\"votes\"").raw(data);
    html.raw(">\n<caption class=\"visually-hidden\">").text(words.say("votesOf", title));
    html.raw("</caption>\n<tr>");
    column(html, "n", words.say("code"));
    column(html, "", words.say("selection"));
    column(html, "n", words.say("votes"));
    column(html, "n share", words.say("share", words.count(valid)));
    html.raw("<td class=\"bar\"></td></tr>\n");
    for (int s : order) {
      Selection selection = selections.get(s);
      long votes = layout.votes(row, s);
      boolean inBase =
          selection.type() != Selection.Type.NONE_OF_THESE
              || count.contest().validVotesBase() == ValidVotesBase.ALL_SELECTIONS;
      html.raw("<tr data-selection=\"").text(selection.code()).raw("\" data-votes=\"" + votes);
      html.raw("\"><td class=\"n soft\">").text(selection.code()).raw("</td><th scope=\"row\">");
      names(html, selection);
      html.raw("</th><td class=\"n\">").text(words.count(votes)).raw("</td><td class=\"n\">");
      html.text(inBase ? words.share(votes, valid) : words.say("noShare"));
      html.raw("</td><td class=\"bar\">")
          .bar(votes, most, look(selection, selections))
          .raw("</td></tr>\n");
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

  /// The colour of the package; where only others have one, none that could be theirs.
  private static String look(Selection selection, List<Selection> all) {
    return selection
        .colour()
        .map(own -> " fill=\"" + BarColour.of(own) + "\"")
        .orElseGet(() ->
            all.stream().anyMatch(other -> other.colour().isPresent()) ? " class=\"neutral\"" : "");
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

  private static void column(Html html, String kind, String title) {
    html.raw("<th scope=\"col\"").raw(kind.isEmpty() ? ">" : " class=\"" + kind + "\">");
    html.text(title).raw("</th>");
  }

  private void areas(Html html, int area, ContestCount count) {
    List<Integer> below =
        children.getOrDefault(area, List.of()).stream()
            .filter(child -> count.area(child).isPresent())
            .toList();
    if (below.isEmpty()) {
      return;
    }
    html.raw("<h3>").text(words.say("areas"));
    html.raw("</h3>\n<div class=\"scroll\"><table class=\"areas\">\n<tr>");
    column(html, "", words.say("area"));
    column(html, "n", words.say("counted"));
    column(html, "n", words.say("ballotsCast"));
    column(html, "n", words.say("validVotes"));
    html.raw("</tr>\n");
    for (int child : below) {
      Area place = election.areas().get(child);
      AreaCount totals = count.area(child).orElseThrow();
      String label = PageWriter.name(place.name(), place.nameLatin());
      html.raw("<tr><th scope=\"row\">");
      if (place.depth() <= Pages.MAX_DEPTH) {
        html.link(links.area(area, child), label);
      } else {
        html.text(label);
      }
      html.raw("</th><td class=\"n\">");
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
    html.raw("<h3>").text(words.say("stations"));
    html.raw("</h3>\n<div class=\"scroll\"><table class=\"stations\">\n<tr>");
    column(html, "", words.say("station"));
    column(html, "", words.say("state"));
    for (String figure : List.of("entry", "ballotsCast", "validVotes")) {
      column(html, "n", words.say(figure));
    }
    column(html, "", words.say("findings"));
    html.raw("</tr>\n");
    Optional<String> page = links.program(area, "station.html");
    for (int station : here) {
      station(html, contest, count, station, page);
    }
    html.raw("</table></div>\n");
  }

  /// @param page of the program that shows a station, if there is one
  private void station(
      Html html, int contest, ContestCount count, int station, Optional<String> page) {
    PollingStation place = election.stations().get(station);
    StationCount value = count.station(station);
    html.raw("<tr><th scope=\"row\">");
    page.ifPresentOrElse(
        target -> html.link(target + "?station=" + place.code(), place.code()),
        () -> html.text(place.code()));
    if (!place.name().isEmpty()) {
      html.raw(" <span class=\"soft\">").text(place.name()).raw("</span>");
    }
    html.raw("</th><td>").state(value.state().name(), words.say("state." + value.state()));
    html.raw("</td><td class=\"n\">");
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
}
