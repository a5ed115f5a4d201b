package org.cotejo.audit.check;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/// Totals as somebody announced them at one time: a bulletin, a press release.
///
/// @param label what it is called
/// @param contest code of the contest; may be empty
/// @param corrigendum what was said to justify figures that go down; empty if nothing was
/// @param outstanding registered voters of everything not in it, if known
/// @param saidIrreversible whether the order was said to be beyond change
/// @param figures by name, as in a mapping
public record StatedTotals(
    String label,
    String contest,
    String corrigendum,
    OptionalLong outstanding,
    boolean saidIrreversible,
    SortedMap<String, Long> figures) {
  static final String VOTES = "votes.";

  public StatedTotals {
    figures = Collections.unmodifiableSortedMap(new TreeMap<>(figures));
  }

  /// The names of the figures that are votes for a selection.
  List<String> selections() {
    return figures.keySet().stream().filter(name -> name.startsWith(VOTES)).toList();
  }

  List<Long> votes() {
    return selections().stream().map(this::votesOf).toList();
  }

  /// @param name one of [#selections]
  long votesOf(String name) {
    return figure(name).orElseThrow();
  }

  long sum() {
    return votes().stream().reduce(0L, Math::addExact);
  }

  OptionalLong figure(String name) {
    Long figure = figures.get(name);
    return figure == null ? OptionalLong.empty() : OptionalLong.of(figure);
  }
}
