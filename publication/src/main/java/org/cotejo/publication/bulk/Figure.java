package org.cotejo.publication.bulk;

import org.cotejo.publication.CsvRow;

/// One count, and what it counts.
///
/// @param channel code of the way the votes were counted; empty for a figure of the whole sheet
/// @param name of the figure, as in the totals; `votes` for those of a selection
/// @param selection code; empty for other figures
public record Figure(String channel, String name, String selection, long count) {
  void write(CsvRow csv) {
    csv.text(channel).text(name).text(selection).number(count).end();
  }
}
