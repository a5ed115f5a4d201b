package org.cotejo.publication;

import java.util.Optional;
import org.cotejo.count.AreaCount;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Margin;
import org.cotejo.count.StationState;
import org.cotejo.model.ElectionPackage;

/// Writes what the totals of one contest in one area cover, and what is still open.
final class CoverageWriter {
  private static final int VOTERS_ADDED = 1;

  private final ElectionPackage election;
  private final Words words;

  CoverageWriter(ElectionPackage election, Words words) {
    this.election = election;
    this.words = words;
  }

  /// @param data the attributes that name contest and area
  void coverage(Html html, AreaCount totals, String data) {
    html.raw("<div class=\"coverage\"").raw(data).raw(">\n<p class=\"big\">");
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
    html.raw("</p>\n");
    bar(html, totals);
    html.raw("<table class=\"states\">\n<caption class=\"visually-hidden\">");
    html.text(words.say("coverage")).raw("</caption>\n<tr><th scope=\"col\">");
    html.text(words.say("state")).raw("</th><th scope=\"col\" class=\"n\">");
    html.text(words.say("stations")).raw("</th><th scope=\"col\" class=\"n\">");
    html.text(words.say("registered")).raw("</th></tr>\n");
    for (StationState state : StationState.values()) {
      if (totals.stations(state) > 0) {
        html.raw("<tr><th scope=\"row\">");
        html.state(state.name(), words.say("states." + state));
        figures(html, totals.stations(state), totals.registered(state));
      }
    }
    html.raw("<tr><th scope=\"row\">").text(words.say("all"));
    figures(html, totals.stations(), totals.registered());
    if (totals.lateStations() > 0) {
      html.raw("<tr><th scope=\"row\">").text(words.say("lateKey"));
      figures(html, totals.lateStations(), totals.lateRegistered());
    }
    html.raw("</table>\n</div>\n");
  }

  private void figures(Html html, long stations, long registered) {
    html.raw("</th><td class=\"n\">").text(words.count(stations)).raw("</td><td class=\"n\">");
    html.text(words.count(registered)).raw("</td></tr>\n");
  }

  /// One bar of all stations: those whose value stands, those in conflict, and the rest empty.
  private void bar(Html html, AreaCount totals) {
    long all = totals.stations();
    long conflict = totals.stations(StationState.CONFLICT);
    long settled = totals.stationsInTotals() - conflict;
    String label =
        words.say(
            "bar",
            words.count(settled),
            words.count(conflict),
            words.count(all - settled - conflict));
    long first = thousandths(settled, all);
    long second = thousandths(settled + conflict, all);
    html.raw("<svg class=\"stack\" viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\"");
    html.raw(" role=\"img\" aria-label=\"").text(label).raw("\">");
    segment(html, "rest", 0, 1000);
    segment(html, "counted", 0, first);
    segment(html, "conflict", first, second);
    html.raw("</svg>\n");
  }

  private static long thousandths(long part, long whole) {
    return whole == 0 ? 0 : part * 1000 / whole;
  }

  private static void segment(Html html, String kind, long from, long to) {
    if (to > from) {
      html.raw("<rect class=\"" + kind + "\" x=\"" + from + "\" height=\"10\" width=\"");
      html.raw((to - from) + "\"/>");
    }
  }

  /// @param area whose totals these are
  void open(Html html, ContestCount count, int area, String data) {
    AreaCount totals = count.area(area).orElseThrow();
    html.raw("<div class=\"open\"").raw(data).raw(">\n<h3>").text(words.say("open"));
    html.raw("</h3>\n");
    Optional<Margin> margin =
        Margin.of(election, count, area).filter(found -> votes(count, totals, found.first()) > 0);
    margin.ifPresent(found -> paragraph(html, apart(count, found)));
    long conflict = totals.stations(StationState.CONFLICT);
    if (totals.stationsOpen() == 0) {
      paragraph(html, words.say("open.nothing"));
    } else {
      paragraph(
          html,
          words.say(
              "open.stations",
              words.count(totals.stationsOpen()),
              words.count(totals.registeredOpen()),
              words.count(totals.stationsOpen() - conflict),
              words.count(conflict)));
      margin.ifPresent(found -> paragraph(html, order(count, found, conflict > 0)));
      long added = totals.totals()[VOTERS_ADDED];
      if (added > 0) {
        paragraph(html, words.say("open.added", words.count(added)));
      }
    }
    html.raw("</div>\n");
  }

  private static long votes(ContestCount count, AreaCount totals, int selection) {
    return count.layout().votes(totals.totals(), selection);
  }

  private String apart(ContestCount count, Margin margin) {
    String first = name(count, margin.first());
    String second = name(count, margin.second());
    return margin.apart() == 0
        ? words.say("open.level", first, second)
        : words.say("open.apart", first, second, words.count(margin.apart()));
  }

  /// Whether the order could change, in one sentence.
  private String order(ContestCount count, Margin margin, boolean hasConflict) {
    if (margin.apart() == 0) {
      return words.say("open.tie");
    }
    String key = margin.isFirstSure() ? "open.sure" : "open.unsure";
    return words.say(
        hasConflict ? key + ".conflict" : key,
        name(count, margin.first()),
        name(count, margin.challenger()),
        words.count(margin.reach()));
  }

  private static String name(ContestCount count, int selection) {
    return count.contest().selections().get(selection).nameLatin();
  }

  private static void paragraph(Html html, String text) {
    html.raw("<p>").text(text).raw("</p>\n");
  }
}
