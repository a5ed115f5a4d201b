package org.cotejo.audit.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.cotejo.count.Layout;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;

/// Names and places of the figures that sources can have of one station in one contest: those of
/// the sheet, then a block for each channel, and where there are several channels, one more for
/// figures over all of them.
public final class Cells {
  /// In a row: the source does not have this figure.
  public static final long ABSENT = -1;

  private final ElectionPackage election;
  private final int contest;
  private final Layout layout;
  private final int channels;
  private final List<String> names;
  private final Map<String, Integer> places = new HashMap<>();

  public Cells(ElectionPackage election, int contest) {
    this.election = election;
    this.contest = contest;
    this.channels = election.channels().size();
    this.layout = Layout.of(election.contests().get(contest), channels > 1 ? channels + 1 : 1);
    var all = new ArrayList<>(Layout.SHEET);
    for (int block = 0; block < layout.channels(); block++) {
      String prefix = block < channels ? election.channels().get(block) + "." : "";
      Layout.CHANNEL.forEach(figure -> all.add(prefix + figure));
      for (Selection selection : contest().selections()) {
        all.add(prefix + "votes." + selection.code());
      }
    }
    this.names = List.copyOf(all);
    for (int cell = 0; cell < names.size(); cell++) {
      places.put(names.get(cell), cell);
    }
    if (channels == 1) {
      // Where there is one channel, its name may be left out.
      int prefix = election.channels().getFirst().length() + 1;
      for (int cell = Layout.SHEET.size(); cell < names.size(); cell++) {
        places.putIfAbsent(names.get(cell).substring(prefix), cell);
      }
    }
  }

  public Contest contest() {
    return election.contests().get(contest);
  }

  /// Figures in a row.
  public int width() {
    return layout.width();
  }

  /// A row without any figure.
  long[] empty() {
    var row = new long[width()];
    Arrays.fill(row, ABSENT);
    return row;
  }

  /// The name of a figure: `registeredVoters`, `machine.votes.22`; over all channels `votes.22`.
  public String name(int cell) {
    return names.get(cell);
  }

  /// The figure of this name.
  public OptionalInt find(String name) {
    Integer cell = places.get(name);
    return cell == null ? OptionalInt.empty() : OptionalInt.of(cell);
  }

  /// Channels of the election.
  public int channels() {
    return channels;
  }

  /// The block of figures over all channels; that of the only channel where there is one.
  public int all() {
    return channels > 1 ? channels : 0;
  }

  /// Place of a figure of [Layout#CHANNEL] in a block.
  public int box(int block, int figure) {
    return layout.box(block, figure);
  }

  /// Place of the votes for a selection in a block.
  public int votes(int block, int selection) {
    return layout.votes(block, selection);
  }

  public int selections() {
    return layout.selections();
  }

  /// Figures in a block.
  public int block() {
    return Layout.CHANNEL.size() + layout.selections();
  }

  /// The block a figure belongs to; -1 for those of the sheet.
  public int blockOf(int cell) {
    return cell < Layout.SHEET.size() ? -1 : (cell - Layout.SHEET.size()) / block();
  }

  /// The selection whose votes this figure is; empty for the others.
  public OptionalInt selectionOf(int cell) {
    if (blockOf(cell) < 0) {
      return OptionalInt.empty();
    }
    int offset = (cell - Layout.SHEET.size()) % block() - Layout.CHANNEL.size();
    return offset < 0 ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  /// Whether a selection is on the ballot of a station.
  public boolean isOnBallot(int station, int selection) {
    return Arrays.binarySearch(election.ballot(contest, station), selection) >= 0;
  }

  /// Votes for a selection over all channels, as far as the row has them.
  public long votes(long[] row, int selection) {
    long whole = row[votes(all(), selection)];
    if (whole != ABSENT || channels == 1) {
      return whole;
    }
    long sum = ABSENT;
    for (int channel = 0; channel < channels; channel++) {
      long votes = row[votes(channel, selection)];
      if (votes != ABSENT) {
        sum = Math.addExact(Math.max(sum, 0), votes);
      }
    }
    return sum;
  }
}
