package org.cotejo.audit.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Finding;
import org.cotejo.audit.reconcile.Margin;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.Slip;
import org.cotejo.audit.reconcile.TotalsBeside;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;

/// Writes the report a court could file: question, material, method, results, completeness, other
/// explanations, limits. One page without scripts, styles inside, the same on screen and paper.
public final class ReportPage {
  /// Findings on the page; the tables have all.
  private static final int MOST = 500;

  /// Leads on a terminal; the report has all.
  private static final int SUMMED = 5;

  private static final String STYLE =
      "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;"
          + "padding:0 1rem;color:#1b1b1b}"
          + "h1{font-size:1.6rem;margin-bottom:0}"
          + "h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #bbb}"
          + "p,li{max-width:44rem}"
          + "table{border-collapse:collapse;font-size:.92rem;margin:.8rem 0 1.6rem}"
          + "th,td{text-align:left;vertical-align:top;padding:.2rem 1.2rem .2rem 0;"
          + "border-bottom:1px solid #ddd}"
          + "th{vertical-align:bottom;border-color:#888}"
          + "td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}"
          + "td.n{white-space:nowrap}"
          + "code,.hash{font:.8rem ui-monospace,monospace;overflow-wrap:anywhere}"
          + ".big{font-size:1.1rem;margin-top:.3rem}"
          + ".key{columns:2;font-size:.85rem;padding-left:1.2rem}tr,.key li{break-inside:avoid}"
          + "pre{white-space:pre-wrap;background:#f4f4f2;padding:.6rem .8rem}@page{margin:1.6cm}"
          + "@media print{html{font-size:11px}body{margin:0;padding:0}}";

  private final Reconciliation reconciliation;
  private final ElectionPackage election;
  private final ReportWords words;
  private final StringBuilder page = new StringBuilder(1 << 14);

  private ReportPage(Reconciliation reconciliation, ReportWords words) {
    this.reconciliation = reconciliation;
    this.election = reconciliation.election();
    this.words = words;
  }

  /// @param command what repeats it
  public static String text(
      Reconciliation reconciliation, ReportWords words, String command, String version) {
    return new ReportPage(reconciliation, words).text(command, version);
  }

  private String text(String command, String version) {
    String name =
        election.names().getOrDefault(words.language(), election.names().firstEntry().getValue());
    raw(
        "<!doctype html>\n<html lang=\""
            + words.language()
            + "\">\n<head><meta charset=\"utf-8\">");
    raw("<title>").say("title").raw("</title><style>" + STYLE + "</style></head>\n<body>\n<h1>");
    say("title").raw("</h1>\n<p class=\"big\">").put(name + " · " + election.date()).raw("</p>\n");
    head("question");
    paragraph(words.say("question.text"));
    head("material");
    material();
    head("method");
    paragraph(words.say("method.text", version));
    raw("<pre><code>").put(command).raw("</code></pre>\n");
    paragraph(words.say("method.bound"));
    head("results");
    for (int contest = 0; contest < election.contests().size(); contest++) {
      contest(contest);
    }
    totals();
    head("completeness");
    completeness();
    head("explanations");
    list("explanations.text");
    head("limits");
    list("limits.text");
    return raw("</body>\n</html>\n").page.toString();
  }

  /// What a terminal shows: the results in a few lines.
  public static List<String> summary(Reconciliation reconciliation, ReportWords words) {
    var lines = new ArrayList<String>();
    var report = new ReportPage(reconciliation, words);
    for (Source source : reconciliation.sources()) {
      lines.add(
          words.say("summary.source", source.name(), words.say("role." + source.role().label())));
      source.remarks().forEach(remark -> lines.add("    " + report.remark(remark)));
    }
    for (int contest = 0; contest < report.election.contests().size(); contest++) {
      lines.add("");
      lines.add(report.contestName(contest));
      for (var kind : report.counts(contest).entrySet()) {
        lines.add("%10s  %s".formatted(words.count(kind.getValue()), report.kind(kind.getKey())));
      }
      for (String[] channel : report.channels(contest)) {
        lines.add("  " + words.say("summary.channel", (Object[]) channel));
      }
      List<Margin> margins = report.margins(contest);
      for (Margin margin : margins.subList(0, Math.min(SUMMED, margins.size()))) {
        lines.add("  " + report.sentence(margin));
      }
      if (margins.size() > SUMMED) {
        lines.add("  " + words.say("summary.more", words.count(margins.size() - SUMMED)));
      }
    }
    for (TotalsBeside total : reconciliation.totals()) {
      lines.add("  " + report.sentence(total));
    }
    return lines;
  }

  private ReportPage raw(String markup) {
    page.append(markup);
    return this;
  }

  private ReportPage put(String text) {
    page.append(
        text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;"));
    return this;
  }

  private ReportPage say(String key) {
    return put(words.say(key));
  }

  private void head(String key) {
    raw("<h2>").say(key).raw("</h2>\n");
  }

  private void paragraph(String text) {
    raw("<p>").put(text).raw("</p>\n");
  }

  private void list(String key) {
    raw("<ul>\n");
    for (String line : words.say(key).split("\\|", -1)) {
      raw("<li>").put(line).raw("</li>\n");
    }
    raw("</ul>\n");
  }

  /// The head of a table.
  ///
  /// @param kinds for each column, `n` for numbers and `t` for text
  private void columns(String kinds, String... keys) {
    raw("<table>\n<thead><tr>");
    for (int i = 0; i < keys.length; i++) {
      raw(kinds.charAt(i) == 'n' ? "<th class=\"n\">" : "<th>").say(keys[i]).raw("</th>");
    }
    raw("</tr></thead>\n");
  }

  private void row(String... cells) {
    raw("<tr>");
    for (String cell : cells) {
      boolean isNumber = cell.matches("[−0-9,\u202f]+");
      raw(isNumber ? "<td class=\"n\">" : "<td>").put(cell).raw("</td>");
    }
    raw("</tr>\n");
  }

  private void material() {
    for (Source source : reconciliation.sources()) {
      raw("<p><b>").put(source.name()).raw("</b>: ");
      say("role." + source.role().label()).raw("</p>\n<ul>\n");
      for (Source.Material material : source.materials()) {
        raw("<li>").put(material.path() + ", " + words.say("bytes", words.count(material.bytes())));
        raw("<br><span class=\"hash\">SHA-256 ").put(material.sha256().hex()).raw("</span></li>\n");
      }
      source.remarks().forEach(remark -> raw("<li>").put(remark(remark)).raw("</li>\n"));
      raw("</ul>\n");
    }
  }

  private String remark(Source.Remark remark) {
    Object[] details = remark.details().toArray();
    int last = details.length - 1;
    if (last >= 0 && remark.details().getLast().matches("[1-9][0-9]{0,17}")) {
      details[last] = words.count(Long.parseLong(remark.details().getLast()));
    }
    return words.say("remark." + remark.code(), details);
  }

  private String contestName(int contest) {
    return words.say(
        "contest",
        election.contests().get(contest).code(),
        election.contests().get(contest).nameLatin());
  }

  private Map<Concordance, Long> counts(int contest) {
    return reconciliation.counts(contest).get(election.contests().get(contest).area());
  }

  private String kind(Concordance kind) {
    return words.say("class." + kind.label());
  }

  private List<String[]> channels(int contest) {
    var rows = new ArrayList<String[]>();
    for (int channel = 0; channel < election.channels().size(); channel++) {
      long compared = reconciliation.compared(contest, channel);
      long agreeing = reconciliation.agreeing(contest, channel);
      rows.add(
          new String[] {
            election.channels().get(channel),
            words.count(compared),
            words.count(agreeing),
            words.count(compared - agreeing)
          });
    }
    return rows;
  }

  private List<Margin> margins(int contest) {
    return reconciliation.margins().stream().filter(m -> m.contest() == contest).toList();
  }

  private String sentence(Margin margin) {
    return words.say(
        "summary.margin",
        selection(margin.contest(), margin.first()),
        selection(margin.contest(), margin.second()),
        words.count(margin.lead()),
        words.count(margin.byDifferences()),
        words.say("effect." + margin.ofDifferences().label()),
        words.count(margin.byUncompared()),
        effect(margin));
  }

  private String effect(Margin margin) {
    return words.say("effect." + margin.ofAll().label(), words.count(margin.unbounded()));
  }

  private String selection(int contest, int selection) {
    Selection of = election.contests().get(contest).selections().get(selection);
    return of.code();
  }

  private void contest(int contest) {
    raw("<h3>").put(contestName(contest)).raw("</h3>\n");
    columns("nt", "stations", "class");
    counts(contest).forEach((kind, count) -> row(words.count(count), kind(kind)));
    raw("</table>\n");
    columns("tnnn", "channel", "compared", "agree", "differ");
    channels(contest).forEach(cells -> row(cells));
    raw("</table>\n");
    columns("tnntnt", "pair", "lead", "byDifferences", "ofDifferences", "byUncompared", "ofAll");
    for (Margin margin : margins(contest)) {
      row(
          selection(contest, margin.first()) + " – " + selection(contest, margin.second()),
          words.count(margin.lead()),
          words.count(margin.byDifferences()),
          words.say("effect." + margin.ofDifferences().label(), "0"),
          words.count(margin.byUncompared()),
          effect(margin));
    }
    raw("</table>\n");
    selections(contest);
    findings(contest);
  }

  /// Who stands behind the codes.
  private void selections(int contest) {
    raw("<ul class=\"key\">\n");
    for (Selection selection : election.contests().get(contest).selections()) {
      raw("<li>").put(selection.code() + ": " + selection.nameLatin()).raw("</li>\n");
    }
    raw("</ul>\n");
  }

  private void findings(int contest) {
    List<Finding> found =
        reconciliation.findings().stream().filter(f -> f.contest() == contest).toList();
    if (found.isEmpty()) {
      paragraph(words.say("nothing"));
      return;
    }
    paragraph(
        words.say(
            "findings", words.count(found.size()), words.count(Math.min(MOST, found.size()))));
    columns("tttt", "station", "class", "sources", "figures");
    Cells cells = reconciliation.sources().getFirst().cells(contest);
    found.stream()
        .sorted(Comparator.comparing(Finding::kind).thenComparingInt(Finding::at))
        .limit(MOST)
        .forEach(finding -> finding(finding, cells));
    raw("</table>\n");
  }

  private void finding(Finding finding, Cells cells) {
    String figures =
        String.join("; ", finding.cells().stream().map(pair -> pair(pair, cells)).toList());
    String detail = finding.detail();
    if (finding.kind() == Concordance.TRANSCRIPTION) {
      detail = words.say("slip." + detail);
    } else if (finding.kind() == Concordance.MISSING) {
      detail = words.say("missing." + detail);
    }
    row(
        election.stations().get(finding.at()).code(),
        kind(finding.kind()),
        String.join(
            " / ",
            finding.sources().stream().map(s -> reconciliation.sources().get(s).name()).toList()),
        (figures + (detail.isEmpty() || figures.isEmpty() ? "" : " · ") + detail));
  }

  private String pair(Slip.Pair pair, Cells cells) {
    String second = pair.second() == Cells.ABSENT ? "–" : words.count(pair.second());
    return "%s %s / %s".formatted(cells.name(pair.cell()), words.count(pair.first()), second);
  }

  private void totals() {
    for (TotalsBeside total : reconciliation.totals()) {
      paragraph(sentence(total));
    }
  }

  private String sentence(TotalsBeside total) {
    Cells cells = reconciliation.sources().get(total.summed()).cells(total.contest());
    String figures =
        String.join("; ", total.differences().stream().map(pair -> pair(pair, cells)).toList());
    return words.say(
        "total." + total.verdict().label(),
        reconciliation.sources().get(total.stated()).name(),
        reconciliation.sources().get(total.summed()).name(),
        election.areas().get(total.area()).code(),
        words.count(total.shown()),
        words.count(total.notShown()),
        words.count(total.registeredNotShown()),
        figures);
  }

  private void completeness() {
    for (int index = 0; index < reconciliation.sources().size(); index++) {
      Source source = reconciliation.sources().get(index);
      paragraph(
          words.say(
              "completeness.text",
              source.name(),
              words.count(source.unknown().size()),
              words.count(reconciliation.absentZeros(index))));
      if (!source.unknown().isEmpty()) {
        raw("<table>\n");
        source.unknown().stream()
            .limit(MOST)
            .forEach(unknown ->
                row(unknown.what(), unknown.code(), unknown.where(), words.count(unknown.times())));
        raw("</table>\n");
      }
    }
  }
}
