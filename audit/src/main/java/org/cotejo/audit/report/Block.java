package org.cotejo.audit.report;

import java.util.List;

/// A part of a report, before it is a page or a document.
sealed interface Block {
  /// @param level 1 to 3
  record Heading(int level, String text) implements Block {}

  /// @param name what the text is about, set apart; may be empty
  record Paragraph(String name, String text) implements Block {}

  /// @param isNarrow whether they are so short that there is room for two beside each other
  record Items(List<Item> items, boolean isNarrow) implements Block {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// @param code what is set in a line of its own as it is typed; may be empty
  record Item(String text, String code) {}

  /// What somebody types.
  record Command(String text) implements Block {}

  /// @param isNumber whether it is aligned to the right
  record Column(String title, boolean isNumber) {}

  record Table(List<Column> columns, List<List<String>> rows) implements Block {
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /// A picture; on paper it takes the width of the text.
  record Picture(StationMap map) implements Block {}
}
