package org.cotejo.publication;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ElectionPackage;
import org.cotejo.publication.bulk.BulkFile;
import org.cotejo.publication.bulk.CdfReport;
import org.cotejo.publication.bulk.ContestColumns;
import org.cotejo.publication.bulk.Edition;
import org.cotejo.publication.bulk.EmlCount;
import org.cotejo.publication.bulk.ResultsCsv;
import org.cotejo.publication.bulk.ResultsJsonl;
import org.cotejo.publication.bulk.StationStates;
import org.cotejo.publication.bulk.TotalsCsv;

/// The bulk data of a small publication, in memory, from its shards.
final class BulkFiles {
  final Map<String, byte[]> files = new TreeMap<>();
  final Edition edition;
  private final List<TotalsRow> rows = new ArrayList<>();
  private final StationStates states = new StationStates();

  BulkFiles(SmallPublication made, ElectionPackage election) throws IOException {
    BulletinStatement newest = made.publication.newest().orElseThrow();
    edition =
        new Edition(
            election,
            newest.number(),
            newest.logSize(),
            newest.root().base64(),
            newest.asOf(),
            newest.index().hex(),
            false);
    var totals = PublishedTotals.newest(made);
    for (int contest = 0; contest < election.contests().size(); contest++) {
      var columns = new TotalsColumns(election, contest);
      for (String shard : totals.shards(election.contests().get(contest).code())) {
        read(columns, made.text(shard));
      }
    }
    rows.stream().filter(row -> row.kind() == TotalsRow.Kind.STATION).forEach(states::add);
    write("results.csv", out -> new ResultsCsv(edition, out));
    write("totals.csv", out -> new TotalsCsv(edition, out));
    write("results.jsonl", out -> new ResultsJsonl(edition, out));
    write("results.eml.xml", out -> new EmlCount(edition, states, out));
    List<Columns> columns =
        rows.stream()
            .map(TotalsRow::contest)
            .distinct()
            .map(contest ->
                new Columns(rows.stream().filter(row -> row.contest() == contest).toList()))
            .toList();
    var json = new ByteArrayOutputStream();
    CdfReport.json(edition, columns, states, json);
    files.put("results.cdf.json", json.toByteArray());
    var xml = new ByteArrayOutputStream();
    CdfReport.xml(edition, columns, states, xml);
    files.put("results.cdf.xml", xml.toByteArray());
  }

  static BulkFiles whole() throws IOException {
    return new BulkFiles(SmallPublication.whole(), SmallElection.PACKAGE);
  }

  private interface Maker {
    BulkFile make(ByteArrayOutputStream out) throws IOException;
  }

  private void write(String name, Maker maker) throws IOException {
    var out = new ByteArrayOutputStream();
    BulkFile file = maker.make(out);
    for (TotalsRow row : rows) {
      file.row(row);
    }
    file.end();
    files.put(name, out.toByteArray());
  }

  private void read(TotalsColumns columns, String shard) {
    boolean header = true;
    for (CsvRecord record : CsvReader.builder().ofCsvRecord(shard)) {
      try {
        if (header) {
          if (!record.getFields().equals(columns.names())) {
            throw new AssertionError(record.getFields());
          }
          header = false;
        } else {
          rows.add(columns.read(record.getFields()));
        }
      } catch (MalformedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// Rows of one contest, held in memory.
  private record Columns(List<TotalsRow> rows) implements ContestColumns {
    @Override
    public TotalsRow total() {
      return rows.getFirst();
    }

    @Override
    public void forEach(int[] positions, Taker taker) throws IOException {
      for (TotalsRow row : rows) {
        if (row.kind() == TotalsRow.Kind.STATION) {
          var values = new long[positions.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = row.figure(positions[i]);
          }
          taker.take(row.place(), values);
        }
      }
    }
  }

  byte[] bytes(String name) {
    byte[] content = files.get(name);
    if (content == null) {
      throw new AssertionError("no file " + name);
    }
    return content;
  }

  String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  /// Rows of a table, by column, read with a parser that is not ours.
  List<Map<String, String>> table(String name) {
    var table = new ArrayList<Map<String, String>>();
    List<String> header = List.of();
    for (CsvRecord record : CsvReader.builder().ofCsvRecord(text(name))) {
      if (header.isEmpty()) {
        header = record.getFields();
        continue;
      }
      var row = new TreeMap<String, String>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), record.getField(i));
      }
      table.add(row);
    }
    return table;
  }
}
