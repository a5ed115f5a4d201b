package org.cotejo.audit.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotejo.audit.reconcile.Concordance;
import org.cotejo.audit.reconcile.Finding;
import org.cotejo.audit.reconcile.Reconciliation;
import org.cotejo.audit.reconcile.Slip;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;

/// Writes a reconciliation as CSV: every station, every figure that differs, every area, and
/// everything that did not fit.
public final class ReconciliationTables {
  private final Reconciliation reconciliation;
  private final ElectionPackage election;

  private ReconciliationTables(Reconciliation reconciliation) {
    this.reconciliation = reconciliation;
    this.election = reconciliation.election();
  }

  /// Takes one row after the other.
  @FunctionalInterface
  private interface Rows {
    void write(CsvWriter csv) throws IOException;
  }

  /// Writes the tables into a directory.
  public static void write(Reconciliation reconciliation, Path directory) throws IOException {
    var tables = new ReconciliationTables(reconciliation);
    table(directory.resolve("stations.csv"), tables::stations);
    table(directory.resolve("findings.csv"), tables::findings);
    table(directory.resolve("areas.csv"), tables::areas);
    table(directory.resolve("unread.csv"), tables::unread);
  }

  private static void table(Path file, Rows rows) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file);
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer)) {
      rows.write(csv);
    }
  }

  private void stations(CsvWriter csv) {
    var header = new ArrayList<>(List.of("contest", "station", "area", "registered", "class"));
    reconciliation.sources().forEach(source -> header.add("in " + source.name()));
    csv.writeRecord(header);
    for (int contest = 0; contest < election.contests().size(); contest++) {
      for (int station = 0; station < election.stations().size(); station++) {
        Optional<Concordance> kind = reconciliation.kind(contest, station);
        if (kind.isEmpty()) {
          continue;
        }
        var place = election.stations().get(station);
        var row = new ArrayList<String>();
        row.add(election.contests().get(contest).code());
        row.add(place.code());
        row.add(election.areas().get(place.area()).code());
        row.add(Long.toString(place.registeredVoters()));
        row.add(kind.get().label());
        for (Source source : reconciliation.sources()) {
          row.add(source.has(contest, station) ? "yes" : "no");
        }
        csv.writeRecord(row);
      }
    }
  }

  private void findings(CsvWriter csv) {
    csv.writeRecord(
        "contest",
        "station",
        "class",
        "source",
        "other",
        "figure",
        "value",
        "otherValue",
        "detail");
    for (Finding finding : reconciliation.findings()) {
      Cells cells = reconciliation.sources().getFirst().cells(finding.contest());
      List<Slip.Pair> pairs = finding.cells();
      if (pairs.isEmpty()) {
        csv.writeRecord(row(finding, "", "", ""));
      }
      for (Slip.Pair pair : pairs) {
        csv.writeRecord(
            row(finding, cells.name(pair.cell()), figure(pair.first()), figure(pair.second())));
      }
    }
  }

  private List<String> row(Finding finding, String figure, String value, String other) {
    return List.of(
        election.contests().get(finding.contest()).code(),
        election.stations().get(finding.at()).code(),
        finding.kind().label(),
        name(finding.sources().getFirst()),
        finding.sources().size() > 1 ? name(finding.sources().get(1)) : "",
        figure,
        value,
        other,
        plain(finding.detail()));
  }

  /// What came from a table of others is not to be taken for a formula.
  static String plain(String text) {
    return text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
  }

  private static String figure(long value) {
    return value == Cells.ABSENT ? "" : Long.toString(value);
  }

  private String name(int source) {
    return reconciliation.sources().get(source).name();
  }

  private void areas(CsvWriter csv) {
    var header = new ArrayList<>(List.of("contest", "area"));
    for (Concordance kind : Concordance.values()) {
      header.add(kind.label());
    }
    csv.writeRecord(header);
    for (int contest = 0; contest < election.contests().size(); contest++) {
      List<Map<Concordance, Long>> counts = reconciliation.counts(contest);
      for (int area = 0; area < counts.size(); area++) {
        Map<Concordance, Long> count = counts.get(area);
        if (count.isEmpty()) {
          continue;
        }
        var row = new ArrayList<String>();
        row.add(election.contests().get(contest).code());
        row.add(election.areas().get(area).code());
        for (Concordance kind : Concordance.values()) {
          row.add(Long.toString(count.getOrDefault(kind, 0L)));
        }
        csv.writeRecord(row);
      }
    }
  }

  private void unread(CsvWriter csv) {
    csv.writeRecord("source", "kind", "value", "place", "times");
    for (Source source : reconciliation.sources()) {
      for (Source.Unknown unknown : source.unknown()) {
        csv.writeRecord(
            source.name(),
            unknown.what(),
            plain(unknown.code()),
            unknown.where(),
            Long.toString(unknown.times()));
      }
    }
  }
}
