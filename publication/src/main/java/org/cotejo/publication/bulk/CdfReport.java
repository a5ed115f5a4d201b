package org.cotejo.publication.bulk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.count.Layout;
import org.cotejo.count.StationState;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;
import org.cotejo.publication.TotalsColumns;
import org.cotejo.publication.TotalsRow;

/// The totals as an `ElectionReport` of [NIST SP
/// 1500-100](https://doi.org/10.6028/NIST.SP.1500-100r2), version 2: votes of every station for
/// every selection, and the totals of the contest's area.
///
/// The format has no place for blank and invalid votes apart, nor for the figures of a sheet; what
/// it has, ballots cast and rejected, is given for each contest. States of stations are in
/// `CountStatus`.
public final class CdfReport {
  private static final int CAST = 0;
  private static final int BLANK = 1;
  private static final int INVALID = 2;
  private static final String CANDIDATES = "CandidateContest";
  private static final int STATIONS = TotalsColumns.COVERAGE.indexOf("stations");

  private final ElectionPackage election;
  private final Edition edition;
  private final List<? extends ContestColumns> contests;
  private final CdfTree tree;
  private final CdfTexts texts;

  private CdfReport(Edition edition, List<? extends ContestColumns> contests, CdfTree tree) {
    this.edition = edition;
    this.election = edition.election();
    this.contests = contests;
    this.tree = tree;
    this.texts = new CdfTexts(tree);
  }

  /// Writes `results.cdf.json`.
  public static void json(
      Edition edition,
      List<? extends ContestColumns> contests,
      StationStates states,
      OutputStream out)
      throws IOException {
    try (var tree = new CdfJsonTree(out)) {
      new CdfReport(edition, contests, tree).write(states);
    }
  }

  /// Writes `results.cdf.xml`.
  public static void xml(
      Edition edition,
      List<? extends ContestColumns> contests,
      StationStates states,
      OutputStream out)
      throws IOException {
    try (var tree = new CdfXmlTree(out)) {
      new CdfReport(edition, contests, tree).write(states);
    }
  }

  private void write(StationStates states) throws IOException {
    tree.open("ElectionReport", "ElectionReport");
    tree.openList("Election");
    election();
    tree.closeList();
    tree.text("Format", "precinct-level");
    tree.text("GeneratedDate", edition.time());
    new CdfUnits(election, tree, texts).write(states);
    tree.text("Issuer", edition.name());
    tree.text("IssuerAbbreviation", election.code());
    tree.flag("IsTest", !edition.isReal());
    tree.text("Notes", edition.notes());
    tree.openList("Party");
    parties();
    tree.closeList();
    tree.number("SequenceStart", 1);
    tree.number("SequenceEnd", 1);
    tree.text("Status", edition.complete() ? "unofficial-complete" : "unofficial-partial");
    if (!edition.isReal()) {
      tree.text("TestType", edition.mode());
    }
    tree.text("VendorApplicationId", "cotejo");
    tree.close("ElectionReport");
  }

  private void election() throws IOException {
    tree.open("Election", "Election");
    tree.openList("BallotCounts");
    for (int contest = 0; contest < contests.size(); contest++) {
      ballots(contest);
    }
    tree.closeList();
    tree.openList("Candidate");
    candidates();
    tree.closeList();
    tree.openList("Contest");
    for (int contest = 0; contest < contests.size(); contest++) {
      contest(contest);
    }
    tree.closeList();
    tree.text("ElectionScopeId", "a0");
    texts.code(election.code());
    texts.names("Name", election.names());
    tree.text("StartDate", election.date().toString());
    tree.text("EndDate", election.date().toString());
    tree.text("Type", "other");
    tree.text("OtherType", "not stated");
    tree.close("Election");
  }

  /// Ballots of a contest have its code as their type, since the format gives them none.
  private void ballots(int contest) throws IOException {
    ContestColumns columns = contests.get(contest);
    TotalsRow total = columns.total();
    Layout layout = total.layout();
    int[] positions =
        IntStream.range(0, layout.channels())
            .flatMap(c -> IntStream.of(CAST, BLANK, INVALID).map(figure -> layout.box(c, figure)))
            .toArray();
    long[] totals = IntStream.of(positions).mapToLong(total::figure).toArray();
    ballots(contest, "a" + election.contests().get(contest).area(), totals);
    columns.forEach(positions, (station, values) -> ballots(contest, "s" + station, values));
  }

  private void ballots(int contest, String unit, long[] values) throws IOException {
    String code = election.contests().get(contest).code();
    long cast = TotalsRow.NONE;
    long rejected = 0;
    for (int at = 0; at < values.length; at += 3) {
      if (values[at] != TotalsRow.NONE) {
        cast = Math.addExact(Math.max(cast, 0), values[at]);
        rejected = Math.addExact(rejected, Math.addExact(values[at + 1], values[at + 2]));
      }
    }
    if (cast == TotalsRow.NONE) {
      return;
    }
    ballots(unit, code, cast, rejected);
    for (int at = 0; values.length > 3 && at < values.length; at += 3) {
      if (values[at] != TotalsRow.NONE) {
        String channel = election.channels().get(at / 3);
        ballots(unit, code + " " + channel, values[at], values[at + 1] + values[at + 2]);
      }
    }
  }

  private void ballots(String unit, String type, long cast, long rejected) throws IOException {
    tree.open("BallotCounts", "BallotCounts");
    tree.text("GpUnitId", unit);
    tree.text("Type", "other");
    tree.text("OtherType", type);
    tree.number("BallotsCast", cast);
    tree.number("BallotsRejected", rejected);
    tree.close("BallotCounts");
  }

  private void candidates() throws IOException {
    for (int contest = 0; contest < contests.size(); contest++) {
      List<Selection> selections = election.contests().get(contest).selections();
      for (int i = 0; i < selections.size(); i++) {
        Selection selection = selections.get(i);
        switch (selection.type()) {
          case CANDIDATE, INDEPENDENT -> {
            tree.open("Candidate", "Candidate", "k%d-%d".formatted(contest, i));
            texts.name("BallotName", selection.name(), selection.nameLatin());
            texts.code(selection.code());
            tree.close("Candidate");
          }
          case LIST, ANSWER, NONE_OF_THESE -> {}
        }
      }
    }
  }

  private void parties() throws IOException {
    for (int contest = 0; contest < contests.size(); contest++) {
      List<Selection> selections = election.contests().get(contest).selections();
      for (int i = 0; i < selections.size(); i++) {
        Selection selection = selections.get(i);
        if (selection.type() == Selection.Type.LIST) {
          tree.open("Party", "Party", "p%d-%d".formatted(contest, i));
          texts.code(selection.code());
          texts.name("Name", selection.name(), selection.nameLatin());
          tree.close("Party");
        }
      }
    }
  }

  private void contest(int index) throws IOException {
    Contest contest = election.contests().get(index);
    String type = type(contest);
    tree.open("Contest", type, "c" + index);
    tree.openList("ContestSelection");
    for (int selection = 0; selection < contest.selections().size(); selection++) {
      selection(index, selection);
    }
    tree.closeList();
    tree.text("ElectionDistrictId", "a" + contest.area());
    texts.code(contest.code());
    tree.text("Name", contest.nameLatin());
    TotalsRow total = contests.get(index).total();
    tree.number("SubUnitsReported", inTotals(total));
    tree.number("TotalSubUnits", total.coverage(STATIONS));
    if (type.equals(CANDIDATES)) {
      tree.number("VotesAllowed", 1);
    }
    tree.close("Contest");
  }

  private static long inTotals(TotalsRow total) {
    long sum = 0;
    for (StationState state : StationState.values()) {
      if (state.isInTotals()) {
        sum += total.coverage(TotalsColumns.COVERAGE.indexOf("stations." + state));
      }
    }
    return sum;
  }

  private static String type(Contest contest) {
    var types = EnumSet.noneOf(Selection.Type.class);
    contest.selections().forEach(selection -> types.add(selection.type()));
    if (types.contains(Selection.Type.LIST)) {
      return "PartyContest";
    }
    types.remove(Selection.Type.NONE_OF_THESE);
    return types.equals(EnumSet.of(Selection.Type.ANSWER)) ? "BallotMeasureContest" : CANDIDATES;
  }

  private void selection(int contest, int index) throws IOException {
    Selection selection = election.contests().get(contest).selections().get(index);
    String type =
        switch (selection.type()) {
          case LIST -> "PartySelection";
          case CANDIDATE, INDEPENDENT -> "CandidateSelection";
          case ANSWER, NONE_OF_THESE -> "BallotMeasureSelection";
        };
    tree.open("ContestSelection", type, "c%d-%d".formatted(contest, index));
    tree.number("SequenceOrder", index + 1L);
    tree.openList("VoteCounts");
    votes(contest, index);
    tree.closeList();
    var own = IntStream.of(index).iterator();
    switch (selection.type()) {
      case LIST -> tree.references("PartyIds", own, i -> "p%d-%d".formatted(contest, i));
      case CANDIDATE, INDEPENDENT ->
          tree.references("CandidateIds", own, i -> "k%d-%d".formatted(contest, i));
      case ANSWER, NONE_OF_THESE -> {
        texts.code(selection.code());
        texts.name("Selection", selection.name(), selection.nameLatin());
      }
    }
    tree.close("ContestSelection");
  }

  private void votes(int contest, int selection) throws IOException {
    ContestColumns columns = contests.get(contest);
    Layout layout = columns.total().layout();
    int[] positions =
        IntStream.range(0, layout.channels()).map(c -> layout.votes(c, selection)).toArray();
    long[] totals = IntStream.of(positions).mapToLong(columns.total()::figure).toArray();
    votes("a" + election.contests().get(contest).area(), totals);
    columns.forEach(positions, (station, values) -> votes("s" + station, values));
  }

  private void votes(String unit, long[] values) throws IOException {
    long sum = TotalsRow.NONE;
    for (long value : values) {
      if (value != TotalsRow.NONE) {
        sum = Math.addExact(Math.max(sum, 0), value);
      }
    }
    if (sum == TotalsRow.NONE) {
      return;
    }
    votes(unit, "", sum);
    for (int channel = 0; values.length > 1 && channel < values.length; channel++) {
      if (values[channel] != TotalsRow.NONE) {
        votes(unit, election.channels().get(channel), values[channel]);
      }
    }
  }

  private void votes(String unit, String channel, long count) throws IOException {
    tree.open("VoteCounts", "VoteCounts");
    tree.text("GpUnitId", unit);
    tree.text("Type", channel.isEmpty() ? "total" : "other");
    if (!channel.isEmpty()) {
      tree.text("OtherType", channel);
    }
    tree.number("Count", count);
    tree.close("VoteCounts");
  }
}
