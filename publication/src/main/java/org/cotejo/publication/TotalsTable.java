package org.cotejo.publication;

import java.util.List;
import java.util.stream.Collectors;
import org.cotejo.count.AreaCount;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.count.Layout;
import org.cotejo.count.StationCount;
import org.cotejo.count.StationState;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PollingStation;
import org.cotejo.model.TallyFigures;

/// The columns of the canonical totals of one contest, and its rows: `area`, `disputed` (the part
/// of the area's totals that comes from stations in conflict) and `station`.
///
/// A figure that a sheet does not have, or a selection that is not on a station's ballot, is empty,
/// never zero.
final class TotalsTable {
  private static final int COVERAGE_COLUMNS = 2 * (StationState.values().length + 2);

  private final Fold fold;
  private final ElectionPackage election;
  private final ContestCount count;
  private final int contest;
  private final Layout layout;

  TotalsTable(Fold fold, int contest) {
    this.fold = fold;
    this.election = fold.election();
    this.contest = contest;
    this.count = fold.contest(contest);
    this.layout = count.layout();
  }

  byte[] header() {
    var row = new CsvRow();
    new TotalsColumns(election, contest).names().forEach(row::text);
    return row.end().take();
  }

  private boolean hasChannels() {
    return layout.channels() > 1;
  }

  /// The row of an area: its totals, and on a line more what of them is disputed if anything is.
  ///
  /// @return whether anything is
  boolean area(CsvRow out, int area) {
    AreaCount totals = count.area(area).orElseThrow();
    String code = election.areas().get(area).code();
    out.text("area").text(code).empty(3).number(totals.stations());
    for (StationState state : StationState.values()) {
      out.number(totals.stations(state));
    }
    out.number(totals.lateStations()).number(totals.registered());
    for (StationState state : StationState.values()) {
      out.number(totals.registered(state));
    }
    out.number(totals.lateRegistered());
    sums(out, totals.totals());
    out.end();
    boolean isDisputed = totals.stations(StationState.CONFLICT) > 0;
    if (isDisputed) {
      out.text("disputed").text(code).empty(3 + COVERAGE_COLUMNS);
      sums(out, totals.disputed());
      out.end();
    }
    return isDisputed;
  }

  private void sums(CsvRow out, long[] row) {
    for (int i = 0; i < Layout.SHEET.size(); i++) {
      out.number(row[i]);
    }
    int block = Layout.CHANNEL.size() + layout.selections();
    for (int offset = 0; offset < block; offset++) {
      out.number(layout.sum(row, offset));
    }
    if (hasChannels()) {
      for (int at = Layout.SHEET.size(); at < row.length; at++) {
        out.number(row[at]);
      }
    }
  }

  /// The row of a station; every station has one, also when nothing was received.
  void station(CsvRow out, int station) {
    PollingStation place = election.stations().get(station);
    StationCount value = count.station(station);
    out.text("station").text(place.code()).text(value.state().name());
    value.inForce().ifPresentOrElse(out::number, () -> out.empty(1));
    value
        .figures()
        .ifPresentOrElse(
            figures -> {
              out.text(findings(station, figures));
              registered(out, place);
              figures(out, station, figures);
            },
            () -> {
              out.empty(1);
              registered(out, place);
              int blocks = hasChannels() ? layout.channels() + 1 : 1;
              out.empty(
                  Layout.SHEET.size() + blocks * (Layout.CHANNEL.size() + layout.selections()));
            });
    out.end();
  }

  private static void registered(CsvRow out, PollingStation place) {
    int half = COVERAGE_COLUMNS / 2;
    out.empty(half).number(place.registeredVoters()).empty(half - 1);
  }

  private String findings(int station, TallyFigures figures) {
    return fold.breaches(contest, station, figures).stream()
        .map(breach -> breach.rule().name())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  private void figures(CsvRow out, int station, TallyFigures figures) {
    out.number(figures.registeredVoters());
    figures.votersAdded().ifPresentOrElse(out::number, () -> out.empty(1));
    out.number(figures.votersAdmitted());
    figures.ballotsReceived().ifPresentOrElse(out::number, () -> out.empty(1));
    figures.ballotsUnused().ifPresentOrElse(out::number, () -> out.empty(1));
    figures.ballotsSpoiled().ifPresentOrElse(out::number, () -> out.empty(1));
    int[] ballot = count.ballot(station);
    long[] row = layout.row(figures, ballot);
    for (int offset = 0; offset < Layout.CHANNEL.size(); offset++) {
      out.number(layout.sum(row, offset));
    }
    for (int selection = 0, next = 0; selection < layout.selections(); selection++) {
      if (next < ballot.length && ballot[next] == selection) {
        next++;
        out.number(layout.votes(row, selection));
      } else {
        out.empty(1);
      }
    }
    if (hasChannels()) {
      channels(out, figures, ballot);
    }
  }

  private void channels(CsvRow out, TallyFigures figures, int[] ballot) {
    int at = 0;
    List<ChannelCount> counts = figures.channels();
    for (int channel = 0; channel < layout.channels(); channel++) {
      if (at == counts.size() || counts.get(at).channel() != channel) {
        out.empty(Layout.CHANNEL.size() + layout.selections());
        continue;
      }
      ChannelCount figure = counts.get(at++);
      out.number(figure.ballotsCast())
          .number(figure.blankVotes())
          .number(figure.invalidVotes())
          .number(figure.validVotes());
      for (int selection = 0, next = 0; selection < layout.selections(); selection++) {
        if (next < ballot.length && ballot[next] == selection) {
          out.number(figure.vote(next++));
        } else {
          out.empty(1);
        }
      }
    }
  }
}
