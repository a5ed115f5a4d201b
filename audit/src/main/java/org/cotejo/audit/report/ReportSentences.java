package org.cotejo.audit.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Finding;
import org.cotejo.audit.reconcile.MarginBound;
import org.cotejo.audit.reconcile.PartialCopy;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.Slip;
import org.cotejo.audit.reconcile.TotalsBeside;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;

/// What a reconciliation says, sentence by sentence: the same in a terminal and in a report.
final class ReportSentences {
  private final Reconciliation reconciliation;
  private final ElectionPackage election;
  private final ReportWords words;

  ReportSentences(Reconciliation reconciliation, ReportWords words) {
    this.reconciliation = reconciliation;
    this.election = reconciliation.election();
    this.words = words;
  }

  String election() {
    return election.names().getOrDefault(words.language(), election.names().firstEntry().getValue())
        + " · "
        + election.date();
  }

  String source(int index) {
    return reconciliation.sources().get(index).name();
  }

  String remark(Source.Remark remark) {
    Object[] details = remark.details().toArray();
    int last = details.length - 1;
    if (last >= 0 && remark.details().getLast().matches("[1-9][0-9]{0,17}")) {
      details[last] = words.count(Long.parseLong(remark.details().getLast()));
    }
    return words.say("remark." + remark.code(), details);
  }

  String contest(int contest) {
    return words.say(
        "contest",
        election.contests().get(contest).code(),
        election.contests().get(contest).nameLatin());
  }

  Map<Concordance, Long> counts(int contest) {
    return reconciliation.counts(contest).get(election.contests().get(contest).area());
  }

  String kind(Concordance kind) {
    return words.say("class." + kind.label());
  }

  /// For each channel its name, figures compared, those that agree, and those that differ.
  List<List<String>> channels(int contest) {
    var rows = new ArrayList<List<String>>();
    for (int channel = 0; channel < election.channels().size(); channel++) {
      long compared = reconciliation.compared(contest, channel);
      long agreeing = reconciliation.agreeing(contest, channel);
      rows.add(
          List.of(
              election.channels().get(channel),
              words.count(compared),
              words.count(agreeing),
              words.count(compared - agreeing)));
    }
    return rows;
  }

  List<MarginBound> margins(int contest) {
    return reconciliation.margins().stream().filter(m -> m.contest() == contest).toList();
  }

  List<PartialCopy> partial(int contest) {
    return reconciliation.partial().stream().filter(p -> p.contest() == contest).toList();
  }

  String selection(int contest, int selection) {
    return election.contests().get(contest).selections().get(selection).code();
  }

  String margin(MarginBound margin) {
    return words.say(
        margin.lead() == 0 ? "summary.tie" : "summary.margin",
        selection(margin.contest(), margin.first()),
        selection(margin.contest(), margin.second()),
        words.count(margin.lead()),
        words.count(margin.byDifferences()),
        words.count(margin.byUncompared()),
        effect(margin));
  }

  /// What differences and what was not compared can do, in one phrase.
  String effect(MarginBound margin) {
    return switch (margin.ofDifferences()) {
      case CAN_CHANGE -> words.say("effect.differences");
      case CANNOT_CHANGE, UNKNOWN ->
          words.say("effect." + margin.ofAll().label(), words.count(margin.unbounded()));
    };
  }

  String total(TotalsBeside total) {
    Cells cells = reconciliation.sources().get(total.summed()).cells(total.contest());
    String figures =
        String.join("; ", total.differences().stream().map(pair -> pair(pair, cells)).toList());
    return words.say(
        "total." + total.verdict().label() + whole(total),
        source(total.stated()),
        source(total.summed()),
        election.areas().get(total.area()).code(),
        words.count(total.shown()),
        words.count(total.notShown()),
        words.count(total.registeredNotShown()),
        figures);
  }

  /// Whether what stations not shown could account for is a question at all.
  private static String whole(TotalsBeside total) {
    return switch (total.verdict()) {
      case EQUAL, UNVERIFIABLE -> "";
      case BULLETIN_NOT_LOG, NOT_THE_SUM -> total.notShown() == 0 ? ".whole" : "";
    };
  }

  /// What was found, with the figures.
  String detail(Finding finding) {
    Cells cells = reconciliation.sources().getFirst().cells(finding.contest());
    String figures =
        String.join("; ", finding.cells().stream().map(pair -> pair(pair, cells)).toList());
    String detail = words(finding);
    return figures + (detail.isEmpty() || figures.isEmpty() ? "" : " · ") + detail;
  }

  private String words(Finding finding) {
    String detail = finding.detail();
    return switch (finding.kind()) {
      case TRANSCRIPTION -> words.say("slip." + detail);
      case MISSING -> words.say("missing." + detail);
      case SIGNED_CONFLICT, PRINTED_NOT_SIGNED, DIFFERENT ->
          finding.cells().isEmpty() ? words.defect(detail) : slip(detail);
      case FORM_DEFECT -> words.defect(detail);
      case ARITHMETIC -> words.rules(detail);
      case NO_SOURCE, ONE_SOURCE, CONCORDANT -> detail;
    };
  }

  private String slip(String label) {
    return label.isEmpty() ? "" : words.say("slip." + label);
  }

  private String pair(Slip.Pair pair, Cells cells) {
    String second = pair.second() == Cells.ABSENT ? "–" : words.count(pair.second());
    return "%s %s / %s".formatted(cells.name(pair.cell()), words.count(pair.first()), second);
  }

  String partial(PartialCopy copy) {
    return words.say(
        "partial",
        source(copy.source()),
        words.count(copy.has().stations()),
        words.count(copy.has().stations() + copy.lacks().stations()),
        words.count(copy.has().registered()),
        words.count(copy.has().registered() + copy.lacks().registered()),
        words.count(copy.lacks().stations()));
  }

  /// What it would take to reverse the order of two selections.
  String reversal(PartialCopy copy, PartialCopy.Reversal reversal) {
    String key;
    if (reversal.isPossible()) {
      key = reversal.shown().isPresent() ? "reversal.shown" : "reversal.open";
    } else if (copy.unbounded() > 0 && reversal.shown().isEmpty()) {
      key = "reversal.unknown";
    } else {
      key = reversal.shown().isPresent() ? "reversal.not.shown" : "reversal.not.open";
    }
    return words.say(
        key,
        selection(copy.contest(), reversal.first()),
        selection(copy.contest(), reversal.second()),
        words.count(reversal.lead()),
        words.count(reversal.needed()),
        words.count(reversal.remaining()),
        words.count(reversal.votesNeeded()),
        words.count(copy.unbounded()));
  }
}
