package org.cotejo.audit.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Finding;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.Slip;
import org.cotejo.audit.reconcile.TotalsBeside;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;

/// What the figures of one source say against each other: the source laid beside itself.
final class SourceChecks {
  private final Source source;
  private final ElectionPackage election;
  private final Reconciliation alone;

  SourceChecks(Source source) {
    this.source = source;
    this.election = source.election();
    this.alone = Reconciliation.of(election, List.of(source));
  }

  /// C101: the rules of level error, at every station.
  Outcome rules() {
    return stations(found(Concordance.ARITHMETIC, "station-rule"));
  }

  /// C104: what is wrong with the form.
  Outcome defects() {
    return stations(found(Concordance.FORM_DEFECT, "station-form"));
  }

  private Outcome stations(List<Fact> contradictions) {
    long examined = 0;
    for (int contest = 0; contest < election.contests().size(); contest++) {
      int in = contest;
      examined +=
          IntStream.range(0, election.stations().size()).filter(at -> source.has(in, at)).count();
    }
    return examined == 0
        ? new Outcome.NotApplicable(Fact.of("no-stations"))
        : new Outcome.Exact(examined, contradictions, List.of());
  }

  private List<Fact> found(Concordance kind, String code) {
    return alone.findings().stream()
        .filter(finding ->
            kind == finding.kind()
                || (kind == Concordance.FORM_DEFECT
                    && finding.kind() == Concordance.SIGNED_CONFLICT))
        .map(finding -> fact(finding, code))
        .toList();
  }

  private Fact fact(Finding finding, String code) {
    return Fact.of(
        code,
        election.contests().get(finding.contest()).code(),
        election.stations().get(finding.at()).code(),
        finding.detail());
  }

  /// C102: totals that the source gives itself.
  Outcome totals() {
    var wrong = new ArrayList<Fact>();
    var told = new ArrayList<Fact>();
    long examined = 0;
    for (TotalsBeside total : alone.totals()) {
      Cells cells = source.cells(total.contest());
      examined++;
      for (Slip.Pair pair : total.differences()) {
        boolean isOpen = total.verdict() == TotalsBeside.Verdict.UNVERIFIABLE;
        (isOpen ? told : wrong)
            .add(
                Fact.of(
                    isOpen ? "total-open" : "total-not-the-sum",
                    election.contests().get(total.contest()).code(),
                    election.areas().get(total.area()).code(),
                    cells.name(pair.cell()),
                    pair.first(),
                    pair.second(),
                    total.notShown()));
      }
    }
    return examined == 0
        ? new Outcome.NotApplicable(Fact.of("no-totals"))
        : new Outcome.Exact(examined, wrong, told);
  }

  /// C103: figures over all channels beside the sums of the channels.
  Outcome channels() {
    if (election.channels().size() == 1) {
      return new Outcome.NotApplicable(Fact.of("one-channel"));
    }
    if (source.isSummed()) {
      return new Outcome.NotApplicable(Fact.of("sums-made-in-reading"));
    }
    var wrong = new ArrayList<Fact>();
    long examined = 0;
    for (int contest = 0; contest < election.contests().size(); contest++) {
      for (int at = 0; at < election.stations().size(); at++) {
        long[] row = source.row(contest, at);
        examined += row.length == 0 ? 0 : channels(contest, at, row, wrong);
      }
    }
    return examined == 0
        ? new Outcome.NotApplicable(Fact.of("no-sums-over-channels"))
        : new Outcome.Exact(examined, wrong, List.of());
  }

  private long channels(int contest, int at, long[] row, List<Fact> wrong) {
    Cells cells = source.cells(contest);
    long examined = 0;
    for (int offset = 0; offset < cells.block(); offset++) {
      int all = cells.box(cells.all(), offset);
      long sum = 0;
      boolean isWhole = true;
      for (int channel = 0; channel < cells.channels(); channel++) {
        long part = row[cells.box(channel, offset)];
        isWhole &= part != Cells.ABSENT;
        sum = Math.addExact(sum, Math.max(0, part));
      }
      if (row[all] == Cells.ABSENT || sum == 0) {
        continue;
      }
      examined++;
      // A channel without a figure may be one that was not used, or one that is not told.
      if (isWhole ? sum != row[all] : sum > row[all]) {
        wrong.add(
            Fact.of(
                "channels-not-the-sum",
                election.contests().get(contest).code(),
                election.stations().get(at).code(),
                cells.name(all),
                row[all],
                sum));
      }
    }
    return examined;
  }

  /// C203: whether stations that the source lacks can change who leads.
  Outcome order(ContestFigures figures) {
    long lead =
        figures.stations().stream().mapToLong(station -> station.leader() - station.second()).sum();
    long outstanding = 0;
    for (int at = 0; at < election.stations().size(); at++) {
      boolean isHeld = election.ballot(figures.contest(), at).length > 0;
      if (isHeld && !source.has(figures.contest(), at)) {
        long voters = election.stations().get(at).registeredVoters();
        if (voters == 0) {
          return new Outcome.NotApplicable(Fact.of("voters-unknown"));
        }
        outstanding = Math.addExact(outstanding, voters);
      }
    }
    var selections = election.contests().get(figures.contest()).selections();
    Fact told =
        Fact.of(
            Standings.isFixed(lead, outstanding) ? "order-fixed" : "order-open",
            source.name(),
            selections.get(figures.leader()).code(),
            selections.get(figures.second()).code(),
            lead,
            outstanding);
    return new Outcome.Exact(1, List.of(), List.of(told));
  }

  /// The votes of a row over all channels, as far as it has them.
  static List<Long> votes(Cells cells, long[] row) {
    return IntStream.range(0, cells.selections())
        .mapToObj(selection -> Math.max(0, cells.votes(row, selection)))
        .toList();
  }
}
