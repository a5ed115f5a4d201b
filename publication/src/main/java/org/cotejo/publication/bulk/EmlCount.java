package org.cotejo.publication.bulk;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.cotejo.count.Layout;
import org.cotejo.count.StationState;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PollingStation;
import org.cotejo.model.Selection;
import org.cotejo.publication.TotalsColumns;
import org.cotejo.publication.TotalsRow;

/// `results.eml.xml`: a count message (510) of the OASIS Election Markup Language 5.0.
///
/// What the format has no element for is a `CountMetric`, named as in the totals. It cannot list a
/// unit without votes, so stations without figures are metrics of the contest: `registered.<STATE>`
/// with the station's code as `Id` and its registered voters as value.
public final class EmlCount implements BulkFile {
  private static final String NAMESPACE = "urn:oasis:names:tc:evs:schema:eml";

  /// Longer names than this the format has no place for in `CandidateName`.
  private static final int MAX_CANDIDATE_NAME = 70;

  private final Edition edition;
  private final ElectionPackage election;
  private final StationStates states;
  private final Xml xml;
  private int contest = -1;

  public EmlCount(Edition edition, StationStates states, OutputStream out) throws IOException {
    this.edition = edition;
    this.election = edition.election();
    this.states = states;
    this.xml = new Xml(out);
    begin();
  }

  private void begin() throws IOException {
    xml.start("EML").namespace(NAMESPACE);
    xml.attribute("Id", "510").attribute("SchemaVersion", "5.0");
    xml.leaf("TransactionId", "bulletin-" + edition.bulletin());
    xml.leaf("IssueDate", edition.time());
    xml.start("Count");
    xml.start("EventIdentifier").attribute("Id", election.code());
    xml.leaf("EventName", edition.name() + " (" + edition.notes() + ")").end();
    xml.start("Election");
    xml.start("ElectionIdentifier").attribute("Id", election.code());
    xml.leaf("ElectionName", edition.name());
    xml.leaf("ElectionCategory", edition.mode()).end();
    xml.start("Contests");
  }

  @Override
  public void row(TotalsRow row) throws IOException {
    if (row.contest() != contest) {
      startContest(row);
    } else if (row.kind() == TotalsRow.Kind.STATION && row.hasFigures()) {
      PollingStation station = election.stations().get(row.place());
      xml.start("ReportingUnitVotes");
      xml.start("ReportingUnitIdentifier").attribute("Id", station.code());
      xml.text(station.name().isBlank() ? station.code() : station.name()).end();
      metric("registered." + row.state(), "", station.registeredVoters());
      votes(row);
      xml.end();
    }
  }

  private void startContest(TotalsRow total) throws IOException {
    if (contest >= 0) {
      xml.end();
    }
    contest = total.contest();
    Contest held = election.contests().get(contest);
    xml.start("Contest");
    xml.start("ContestIdentifier").attribute("Id", held.code());
    xml.leaf("ContestName", held.nameLatin()).end();
    xml.start("CountQualifier");
    xml.leaf("Simulation", edition.isReal() ? "no" : "yes");
    xml.leaf("Final", "no");
    xml.leaf("Partial", edition.complete() ? "no" : "yes").end();
    xml.start("TotalVotes");
    for (int i = 0; i < TotalsColumns.COVERAGE.size(); i++) {
      metric(TotalsColumns.COVERAGE.get(i), "", total.coverage(i));
    }
    states.ofContest(contest, (station, _, state) -> missing(station, state));
    votes(total);
    xml.end();
  }

  private void missing(int index, StationState state) throws IOException {
    if (!state.isInTotals()) {
      PollingStation station = election.stations().get(index);
      metric("registered." + state, station.code(), station.registeredVoters());
    }
  }

  private void metric(String type, String id, long count) throws IOException {
    if (count != TotalsRow.NONE) {
      xml.start("CountMetric").attribute("Type", type);
      if (!id.isEmpty()) {
        xml.attribute("Id", id);
      }
      xml.text(Long.toString(count)).end();
    }
  }

  private void votes(TotalsRow row) throws IOException {
    for (int i = 0; i < Layout.SHEET.size(); i++) {
      metric(Layout.SHEET.get(i), "", row.figure(i));
    }
    List<Selection> selections = election.contests().get(contest).selections();
    for (int i = 0; i < selections.size(); i++) {
      selection(row, selections.get(i), Layout.CHANNEL.size() + i);
    }
    xml.leaf("Cast", Long.toString(Math.max(row.sum(0), 0)));
    xml.leaf("TotalCounted", Long.toString(Math.max(row.sum(3), 0)));
    rejected(row, 1, "blank");
    rejected(row, 2, "invalid");
  }

  private void selection(TotalsRow row, Selection selection, int offset) throws IOException {
    long votes = row.sum(offset);
    if (votes == TotalsRow.NONE) {
      return;
    }
    xml.start("Selection");
    identify(selection);
    xml.leaf("ValidVotes", Long.toString(votes));
    Layout layout = row.layout();
    for (int channel = 0; layout.channels() > 1 && channel < layout.channels(); channel++) {
      metric("channel", election.channels().get(channel), row.figure(layout.box(channel, offset)));
    }
    xml.end();
  }

  private void identify(Selection selection) throws IOException {
    String name = selection.name().isBlank() ? selection.nameLatin() : selection.name();
    switch (selection.type()) {
      case LIST -> {
        xml.start("AffiliationIdentifier").attribute("Id", selection.code());
        xml.leaf("RegisteredName", name).end();
      }
      case CANDIDATE, INDEPENDENT -> {
        xml.start("Candidate");
        xml.start("CandidateIdentifier").attribute("Id", selection.code());
        xml.leaf(name.length() > MAX_CANDIDATE_NAME ? "KnownAs" : "CandidateName", name);
        xml.end().end();
      }
      case ANSWER, NONE_OF_THESE ->
          xml.start("ReferendumOptionIdentifier")
              .attribute("Id", selection.code())
              .text(name)
              .end();
    }
  }

  /// Votes that are not valid, of each channel.
  private void rejected(TotalsRow row, int offset, String reason) throws IOException {
    Layout layout = row.layout();
    for (int channel = 0; channel < layout.channels(); channel++) {
      long count = row.figure(layout.box(channel, offset));
      if (count != TotalsRow.NONE) {
        xml.start("RejectedVotes").attribute("ReasonCode", reason);
        if (layout.channels() > 1) {
          xml.attribute("VoteType", election.channels().get(channel));
        }
        xml.text(Long.toString(count)).end();
      }
    }
  }

  @Override
  public void end() throws IOException {
    // Contest, Contests, Election, Count, EML.
    for (int open = 0; open < 5; open++) {
      xml.end();
    }
    xml.finish();
  }
}
