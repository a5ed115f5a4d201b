package org.cotejo.publication.bulk;

import java.io.IOException;
import java.io.OutputStream;
import org.cotejo.publication.CsvRow;
import org.cotejo.publication.TotalsRow;

/// `results.csv`: one row for each figure that a station reported. A figure that a sheet does not
/// have has no row; the registered voters of the package are a row of every station.
public final class ResultsCsv implements BulkFile {
  private final Edition edition;
  private final OutputStream out;
  private final CsvRow csv = new CsvRow();

  public ResultsCsv(Edition edition, OutputStream out) throws IOException {
    this.edition = edition;
    this.out = out;
    Tables.names(Tables.RESULTS).forEach(csv::text);
    csv.end().drainTo(out);
  }

  @Override
  public void row(TotalsRow row) throws IOException {
    if (row.kind() != TotalsRow.Kind.STATION) {
      return;
    }
    Figures.ofStation(edition.election(), row, figure -> write(row, figure));
    csv.drainTo(out);
  }

  private void write(TotalsRow row, Figure figure) {
    var station = edition.election().stations().get(row.place());
    csv.text(edition.mode())
        .text(edition.election().contests().get(row.contest()).code())
        .text(station.code())
        .text(edition.election().areas().get(station.area()).code())
        .text(row.state().name());
    if (row.entry() == TotalsRow.NONE) {
      csv.empty(1);
    } else {
      csv.number(row.entry());
    }
    figure.write(csv);
  }

  @Override
  public void end() {}
}
