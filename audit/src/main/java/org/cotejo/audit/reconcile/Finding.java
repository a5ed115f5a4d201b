package org.cotejo.audit.reconcile;

import java.util.List;

/// One thing found at a station.
///
/// @param at index of the station
/// @param sources indexes of the sources it is about: of a difference, those that differ
/// @param cells the figures that differ, with the values of those sources
/// @param detail the slip, the broken rules, the defect; codes, not words
public record Finding(
    Concordance kind,
    int contest,
    int at,
    List<Integer> sources,
    List<Slip.Pair> cells,
    String detail) {
  public Finding {
    sources = List.copyOf(sources);
    cells = List.copyOf(cells);
  }
}
