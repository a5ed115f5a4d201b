package org.cotejo.audit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.MarginBound;
import org.cotejo.audit.reconcile.PartialCopy;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.TotalsBeside;
import org.cotejo.audit.source.Source;

/// What a terminal shows of a reconciliation: the results in a few lines.
public final class ReportSummary {
  /// Leads on a terminal, and totals of areas; the report has all.
  private static final int SHOWN = 5;

  private static final int SHOWN_UNREAD = 3;

  private ReportSummary() {}

  public static List<String> lines(Reconciliation reconciliation, ReportWords words) {
    var say = new ReportSentences(reconciliation, words);
    var lines = new ArrayList<String>();
    var sources = new ArrayList<Source>(reconciliation.sources());
    sources.addAll(reconciliation.earlier());
    for (Source source : sources) {
      lines.add(
          words.say("summary.source", source.name(), words.say("role." + source.role().label())));
      source.remarks().forEach(remark -> lines.add("    " + say.remark(remark)));
      unread(source, words, lines);
    }
    for (int contest = 0; contest < reconciliation.election().contests().size(); contest++) {
      contest(contest, say, words, lines);
    }
    List<TotalsBeside> totals = reconciliation.totals();
    totals.stream().limit(SHOWN).forEach(total -> lines.add("  " + say.total(total)));
    if (totals.size() > SHOWN) {
      lines.add("  " + words.say("summary.totals", words.count(totals.size() - SHOWN)));
    }
    return lines;
  }

  /// Where nothing fits, that explains all that follows.
  private static void unread(Source source, ReportWords words, List<String> lines) {
    List<Source.Unknown> unread = source.unknown();
    if (unread.isEmpty()) {
      return;
    }
    lines.add("    " + words.say("summary.unread", words.count(unread.size())));
    unread.stream()
        .limit(SHOWN_UNREAD)
        .forEach(each ->
            lines.add(
                "      %s “%s”, %s"
                    .formatted(words.say("unread." + each.what()), each.code(), each.where())));
  }

  private static void contest(
      int contest, ReportSentences say, ReportWords words, List<String> lines) {
    lines.add("");
    lines.add(say.contest(contest));
    say.counts(contest)
        .forEach(
            (kind, count) -> lines.add("%10s  %s".formatted(words.count(count), say.kind(kind))));
    if (say.counts(contest).keySet().equals(Set.of(Concordance.NO_SOURCE))) {
      return; // Nobody says anything of it, so there is no order that could change.
    }
    for (List<String> channel : say.channels(contest)) {
      lines.add("  " + words.say("summary.channel", channel.toArray()));
    }
    List<MarginBound> margins = say.margins(contest);
    margins.stream().limit(SHOWN).forEach(margin -> lines.add("  " + say.margin(margin)));
    if (margins.size() > SHOWN) {
      lines.add("  " + words.say("summary.more", words.count(margins.size() - SHOWN)));
    }
    for (PartialCopy copy : say.partial(contest)) {
      lines.add("  " + say.partial(copy));
      copy.reversals().stream()
          .limit(1)
          .forEach(reversal -> lines.add("    " + say.reversal(copy, reversal)));
    }
  }
}
