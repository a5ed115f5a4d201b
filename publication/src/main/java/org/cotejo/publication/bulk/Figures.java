package org.cotejo.publication.bulk;

import java.util.List;
import org.cotejo.count.Layout;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;
import org.cotejo.publication.TotalsColumns;
import org.cotejo.publication.TotalsRow;

/// The figures of a row one by one, each once: figures of channels are those of one channel, never
/// the sum of several, so that whoever adds them up counts nothing twice.
public final class Figures {
  /// Position of the registered voters among the figures of coverage.
  static final int REGISTERED = TotalsColumns.COVERAGE.indexOf("registered");

  /// Name of the figure that is a selection's votes.
  static final String VOTES = "votes";

  private Figures() {}

  /// Takes one figure after the other.
  @FunctionalInterface
  public interface Taker {
    void take(Figure figure);
  }

  /// Those of a station: the registered voters of the package, then what its sheet says.
  public static void ofStation(ElectionPackage election, TotalsRow row, Taker taker) {
    taker.take(new Figure("", "registered", "", row.coverage(REGISTERED)));
    ofSheet(election, row, taker);
  }

  /// Those of an area: coverage where the row has it, then the sums.
  static void ofArea(ElectionPackage election, TotalsRow row, Taker taker) {
    for (int i = 0; i < TotalsColumns.COVERAGE.size(); i++) {
      give("", TotalsColumns.COVERAGE.get(i), "", row.coverage(i), taker);
    }
    ofSheet(election, row, taker);
  }

  private static void ofSheet(ElectionPackage election, TotalsRow row, Taker taker) {
    Layout layout = row.layout();
    for (int i = 0; i < Layout.SHEET.size(); i++) {
      give("", Layout.SHEET.get(i), "", row.figure(i), taker);
    }
    List<Selection> selections = election.contests().get(row.contest()).selections();
    for (int channel = 0; channel < layout.channels(); channel++) {
      String code = election.channels().get(channel);
      for (int i = 0; i < Layout.CHANNEL.size(); i++) {
        give(code, Layout.CHANNEL.get(i), "", row.figure(layout.box(channel, i)), taker);
      }
      for (int i = 0; i < selections.size(); i++) {
        long votes = row.figure(layout.votes(channel, i));
        give(code, VOTES, selections.get(i).code(), votes, taker);
      }
    }
  }

  private static void give(String channel, String name, String selection, long count, Taker taker) {
    if (count != TotalsRow.NONE) {
      taker.take(new Figure(channel, name, selection, count));
    }
  }
}
