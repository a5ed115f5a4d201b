package org.cotejo.publication;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The totals of a bulletin as a reader takes them from the published files, with parsers that are
/// not ours.
final class PublishedTotals {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  final JsonNode index;
  private final SmallPublication made;

  PublishedTotals(SmallPublication made, String indexPath) {
    this.made = made;
    this.index = JSON.readTree(made.text(indexPath));
  }

  /// Those of the newest bulletin.
  static PublishedTotals newest(SmallPublication made) {
    return new PublishedTotals(made, made.index());
  }

  JsonNode contest(String code) {
    for (JsonNode contest : index.get("contests")) {
      if (contest.get("contest").stringValue().equals(code)) {
        return contest;
      }
    }
    throw new AssertionError("no contest " + code);
  }

  List<String> shards(String contest) {
    var files = new ArrayList<String>();
    contest(contest).get("shards").forEach(shard -> files.add(shard.get("file").stringValue()));
    return files;
  }

  /// Rows of all shards of a contest, by column.
  List<Map<String, String>> rows(String contest) {
    var rows = new ArrayList<Map<String, String>>();
    shards(contest).forEach(shard -> rows.addAll(rows(made, shard)));
    return rows;
  }

  List<Map<String, String>> rows(String contest, String kind) {
    return rows(contest).stream().filter(row -> kind.equals(row.get("row"))).toList();
  }

  Map<String, String> row(String contest, String kind, String code) {
    return rows(contest, kind).stream()
        .filter(row -> code.equals(row.get("code")))
        .findFirst()
        .orElseThrow();
  }

  static List<Map<String, String>> rows(SmallPublication made, String path) {
    var rows = new ArrayList<Map<String, String>>();
    List<String> header = List.of();
    for (CsvRecord record : CsvReader.builder().ofCsvRecord(made.text(path))) {
      if (header.isEmpty()) {
        header = record.getFields();
        continue;
      }
      var row = new HashMap<String, String>();
      for (int i = 0; i < header.size(); i++) {
        row.put(header.get(i), record.getField(i));
      }
      if (row.size() != record.getFieldCount()) {
        throw new AssertionError("a row of " + record.getFieldCount() + " fields in " + path);
      }
      rows.add(row);
    }
    return rows;
  }
}
