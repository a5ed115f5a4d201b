package org.cotejo.audit.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.audit.source.Cells;
import org.cotejo.model.ArithmeticRule;
import org.cotejo.model.Selection;
import org.cotejo.model.ValidVotesBase;

/// The arithmetic rules of level error, asked of figures that may be incomplete: a rule is asked
/// only where all its figures are there.
final class CellArithmetic {
  private final Cells cells;
  private final int noneOfThese;

  CellArithmetic(Cells cells) {
    this.cells = cells;
    List<Selection> selections = cells.contest().selections();
    this.noneOfThese =
        cells.contest().validVotesBase() == ValidVotesBase.WITHOUT_NONE_OF_THESE
            ? IntStream.range(0, selections.size())
                .filter(s -> selections.get(s).type() == Selection.Type.NONE_OF_THESE)
                .findFirst()
                .orElse(-1)
            : -1;
  }

  /// @return code, the two figures, the block; in the order of the blocks
  List<String> check(long[] row, int station) {
    var broken = new ArrayList<String>(0);
    for (int channel = 0; channel < cells.channels(); channel++) {
      channel(row, station, channel, broken);
    }
    if (!isByChannel(row)) {
      channel(row, station, cells.all(), broken);
    }
    long registered = row[0];
    long cast = row[cells.box(cells.all(), 0)];
    if (registered != Cells.ABSENT) {
      long entitled = Math.addExact(registered, Math.max(0, row[1]));
      atMost(broken, ArithmeticRule.R101, row[2], entitled);
      atMost(broken, ArithmeticRule.R106, cast == Cells.ABSENT ? leastCast(row) : cast, entitled);
    }
    if (row[3] != Cells.ABSENT && row[4] != Cells.ABSENT && isPaperKnown(row)) {
      long paper = Math.max(0, row[cells.box(0, 0)]);
      long accounted = Math.addExact(Math.addExact(row[4], Math.max(0, row[5])), paper);
      equal(broken, ArithmeticRule.R102, row[3], accounted);
    }
    return broken;
  }

  /// Ballots that must have been cast, where nobody says how many were: each of these votes was on
  /// one.
  private long leastCast(long[] row) {
    long least = Math.max(0, row[cells.box(cells.all(), 1)]);
    least = Math.addExact(least, Math.max(0, row[cells.box(cells.all(), 2)]));
    for (int selection = 0; selection < cells.selections(); selection++) {
      least = Math.addExact(least, Math.max(0, cells.votes(row, selection)));
    }
    return least;
  }

  /// Whether the ballots on paper are there, or another channel's, so that paper was not used.
  private boolean isPaperKnown(long[] row) {
    for (int channel = 0; channel < cells.channels(); channel++) {
      if (row[cells.box(channel, 0)] != Cells.ABSENT) {
        return true;
      }
    }
    return false;
  }

  /// Whether any figure of the row is one of a channel.
  private boolean isByChannel(long[] row) {
    for (int cell = cells.box(0, 0); cell < cells.box(cells.channels(), 0); cell++) {
      if (cells.channels() == 1 || row[cell] != Cells.ABSENT) {
        return true;
      }
    }
    return false;
  }

  private void channel(long[] row, int station, int channel, List<String> broken) {
    long sum = 0;
    for (int selection = 0; selection < cells.selections(); selection++) {
      long votes = row[cells.votes(channel, selection)];
      if (votes == Cells.ABSENT && cells.isOnBallot(station, selection)) {
        return;
      }
      sum = Math.addExact(sum, selection == noneOfThese ? 0 : Math.max(0, votes));
    }
    long valid = row[cells.box(channel, 3)];
    if (valid == Cells.ABSENT) {
      return;
    }
    if (valid == 0 && sum > 0) {
      equal(broken, ArithmeticRule.R105, 0, sum);
      return;
    }
    equal(broken, ArithmeticRule.R104, valid, sum);
    long cast = row[cells.box(channel, 0)];
    long blank = row[cells.box(channel, 1)];
    long invalid = row[cells.box(channel, 2)];
    if (cast != Cells.ABSENT && blank != Cells.ABSENT && invalid != Cells.ABSENT) {
      long apart = noneOfThese < 0 ? 0 : Math.max(0, row[cells.votes(channel, noneOfThese)]);
      long parts = Math.addExact(Math.addExact(valid, apart), Math.addExact(blank, invalid));
      equal(broken, ArithmeticRule.R103, cast, parts);
    }
  }

  private static void equal(List<String> broken, ArithmeticRule rule, long found, long expected) {
    if (found != expected) {
      broken.add("%s %d / %d".formatted(rule, found, expected));
    }
  }

  private static void atMost(List<String> broken, ArithmeticRule rule, long found, long most) {
    if (found > most) {
      broken.add("%s %d / %d".formatted(rule, found, most));
    }
  }
}
