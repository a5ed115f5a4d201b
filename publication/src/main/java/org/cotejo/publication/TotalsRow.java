package org.cotejo.publication;

import java.util.List;
import org.cotejo.count.Layout;
import org.cotejo.count.StationState;

/// A row of the totals as a reader takes it from a shard. See [TotalsColumns].
public final class TotalsRow {
  /// Where a row has no such figure.
  public static final long NONE = -1;

  private final int contest;
  private final Kind kind;
  private final int place;
  private final StationState state;
  private final long entry;
  private final List<String> findings;
  private final long[] coverage;
  private final Layout layout;
  private final long[] figures;

  /// What a row is of.
  public enum Kind {
    AREA("area"),
    /// The part of an area's totals that comes from stations in conflict.
    DISPUTED("disputed"),
    STATION("station");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  TotalsRow(
      int contest,
      Kind kind,
      int place,
      StationState state,
      long entry,
      List<String> findings,
      long[] coverage,
      Layout layout,
      long[] figures) {
    this.contest = contest;
    this.kind = kind;
    this.place = place;
    this.state = state;
    this.entry = entry;
    this.findings = findings;
    this.coverage = coverage;
    this.layout = layout;
    this.figures = figures;
  }

  /// Index of the contest.
  public int contest() {
    return contest;
  }

  public Kind kind() {
    return kind;
  }

  /// Index of the station, or of the area.
  public int place() {
    return place;
  }

  /// Of a station.
  public StationState state() {
    return state;
  }

  /// The entry in force, or [#NONE].
  public long entry() {
    return entry;
  }

  /// Codes of the arithmetic rules that a station's figures break.
  public List<String> findings() {
    return findings;
  }

  /// A figure of [TotalsColumns#COVERAGE], or [#NONE].
  public long coverage(int column) {
    return coverage[column];
  }

  /// A figure at a position of the [#layout], or [#NONE].
  public long figure(int position) {
    return figures[position];
  }

  public Layout layout() {
    return layout;
  }

  /// Whether it has any figure of a sheet.
  public boolean hasFigures() {
    for (long figure : figures) {
      if (figure != NONE) {
        return true;
      }
    }
    return false;
  }

  /// A figure of a channel over all channels that have it, or [#NONE].
  ///
  /// @param offset as for [Layout#box]
  public long sum(int offset) {
    long sum = NONE;
    for (int channel = 0; channel < layout.channels(); channel++) {
      long figure = figures[layout.box(channel, offset)];
      if (figure != NONE) {
        sum = Math.addExact(Math.max(sum, 0), figure);
      }
    }
    return sum;
  }
}
