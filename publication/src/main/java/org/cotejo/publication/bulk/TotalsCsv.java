package org.cotejo.publication.bulk;

import java.io.IOException;
import java.io.OutputStream;
import org.cotejo.publication.CsvRow;
import org.cotejo.publication.TotalsRow;

/// `totals.csv`: one row for each figure of each area, coverage included.
public final class TotalsCsv implements BulkFile {
  private final Edition edition;
  private final OutputStream out;
  private final CsvRow csv = new CsvRow();

  public TotalsCsv(Edition edition, OutputStream out) throws IOException {
    this.edition = edition;
    this.out = out;
    Tables.names(Tables.TOTALS).forEach(csv::text);
    csv.end().drainTo(out);
  }

  @Override
  public void row(TotalsRow row) throws IOException {
    if (row.kind() == TotalsRow.Kind.STATION) {
      return;
    }
    Figures.ofArea(edition.election(), row, figure -> write(row, figure));
    csv.drainTo(out);
  }

  private void write(TotalsRow row, Figure figure) {
    csv.text(edition.mode())
        .text(edition.election().contests().get(row.contest()).code())
        .text(edition.election().areas().get(row.place()).code())
        .text(row.kind() == TotalsRow.Kind.AREA ? "all" : "disputed");
    figure.write(csv);
  }

  @Override
  public void end() {}
}
