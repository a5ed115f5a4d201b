package org.cotejo.model;

import de.siegmar.fastcsv.reader.CsvRecord;

/// Lines as an editor counts them, where a table stops being CSV and its reader cannot say.
public final class CsvLines {
  private CsvLines() {}

  /// The line on which the row after this one starts, from 1.
  public static long after(CsvRecord row) {
    long breaks = row.getFields().stream().mapToLong(CsvLines::breaks).sum();
    return row.getStartingLineNumber() + breaks + 1;
  }

  private static long breaks(String field) {
    return field.split("\r\n|\r|\n", -1).length - 1L;
  }
}
