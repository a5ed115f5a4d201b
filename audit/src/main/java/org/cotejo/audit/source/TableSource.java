package org.cotejo.audit.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.jspecify.annotations.Nullable;

/// Reads a table by its mapping, row by row. What does not fit is listed with its line; what was
/// done to make it fit is told.
public final class TableSource {
  private static final int MAX_STATUS = 1_000;

  private final ElectionPackage election;
  private final Mapping mapping;
  private final Source source;
  private final CountText counts;
  private final Map<String, Integer> columns = new LinkedHashMap<>();
  private final Set<String> twice = new HashSet<>();
  private final Map<Integer, Map<Integer, Integer>> figures = new HashMap<>();
  private final List<BitSet> seen = new ArrayList<>();
  private final SortedMap<String, Long> statuses = new TreeMap<>();
  private final SortedMap<String, Long> skipped = new TreeMap<>();
  private final Set<String> absentStations;
  private final Set<String> skippedSelections;
  private final Set<String> defective;
  private long rows;
  private long padded;
  private long totalRows;
  private long repeated;

  private TableSource(ElectionPackage election, Mapping mapping, String name)
      throws MalformedException {
    this.election = election;
    this.mapping = mapping;
    this.source = new Source(election, name, mapping.role());
    this.counts = new CountText(mapping);
    this.absentStations = mapping.words("station.totals");
    this.skippedSelections = mapping.words("selection.skip");
    this.defective = mapping.words("status.defects");
    election.contests().forEach(contest -> seen.add(new BitSet()));
  }

  /// @param mappingFile the mapping; the table is where it says
  /// @param shown the mapping as it is called in what is written about it
  /// @throws MalformedException naming the line that is wrong
  /// @throws IOException if a file cannot be read
  public static Source read(
      Path mappingFile, String shown, Mapping mapping, ElectionPackage election, String name)
      throws IOException, MalformedException {
    var reading = new TableSource(election, mapping, name);
    Path table = mappingFile.resolveSibling(mapping.file());
    reading.source.material(TableFile.material(table, mapping.file()));
    reading.source.material(TableFile.material(mappingFile, shown));
    reading.read(table);
    return reading.source;
  }

  private void read(Path table) throws IOException, MalformedException {
    boolean isText = !Workbook.isOne(table);
    if (isText && TableFile.hasMark(TableFile.start(table, 4), mapping.encoding())) {
      source.remark("byte-order-mark");
    }
    TableRows.read(
        table,
        mapping,
        (line, fields) -> {
          if (columns.isEmpty()) {
            header(fields);
          } else {
            rows++;
            row(fields, line);
          }
        });
    if (columns.isEmpty()) {
      throw new MalformedException(table.getFileName() + ":1: the table is empty");
    }
    tell(isText);
  }

  private void header(List<String> header) throws MalformedException {
    for (int i = 0; i < header.size(); i++) {
      String name = Mapping.columnName(header.get(i));
      if (columns.putIfAbsent(name, i) != null) {
        twice.add(name);
      }
    }
    for (String key :
        List.of(
            "contest.column",
            "station.column",
            "area.column",
            "selection.column",
            "votes.column",
            "channel.column",
            "arrival.column",
            "status.column")) {
      if (mapping.text(key).isPresent()) {
        var _ = column(mapping.text(key).get());
      }
    }
    for (int contest = 0; contest < election.contests().size(); contest++) {
      var places = new LinkedHashMap<Integer, Integer>();
      for (var figure : mapping.figures().entrySet()) {
        OptionalInt cell = source.cells(contest).find(figure.getKey());
        if (cell.isPresent()) {
          places.put(cell.getAsInt(), column(figure.getValue()));
        } else if (mapping.text("contest").isPresent() && contest == contestOf(null)) {
          throw new MalformedException(
              "the mapping names a figure that the contest does not have: " + figure.getKey());
        }
      }
      figures.put(contest, places);
    }
  }

  private int column(String name) throws MalformedException {
    Integer column = columns.get(name);
    if (column == null) {
      throw new MalformedException(
          "no column is called '%s'; there are %s".formatted(name, columns.keySet()));
    }
    if (twice.contains(name)) {
      throw new MalformedException(
          "two columns are called '%s'; give one another name in a copy of the table"
              .formatted(name));
    }
    return column;
  }

  private String field(List<String> row, String key) throws MalformedException {
    int column = column(mapping.text(key).orElseThrow());
    return column < row.size() ? row.get(column).strip() : "";
  }

  private int contestOf(@Nullable List<String> row) throws MalformedException {
    String code =
        row == null || mapping.text("contest").isPresent()
            ? mapping.text("contest").orElse("")
            : field(row, "contest.column");
    return election.contest(code).orElse(-1);
  }

  private void row(List<String> row, long line) throws MalformedException {
    int contest = contestOf(row);
    if (contest < 0) {
      String code =
          mapping.text("contest").isPresent()
              ? mapping.text("contest").get()
              : field(row, "contest.column");
      source.unknown("contest", code, "line " + line);
      return;
    }
    if (mapping.text("station.column").isEmpty()) {
      totals(row, line, contest);
      return;
    }
    String code = field(row, "station.column");
    if (absentStations.contains(code)) {
      totals(row, line, contest);
      return;
    }
    if (!mapping.padded(code).equals(code)) {
      code = mapping.padded(code);
      padded++;
    }
    OptionalInt station = election.station(code);
    if (station.isEmpty() || election.ballot(contest, station.getAsInt()).length == 0) {
      source.unknown("station", code, "line " + line);
      return;
    }
    status(row, contest, station.getAsInt());
    arrival(row, line, contest, station.getAsInt());
    values(row, line, contest, station.getAsInt());
  }

  private void arrival(List<String> row, long line, int contest, int station)
      throws MalformedException {
    String text = mapping.text("arrival.column").isPresent() ? field(row, "arrival.column") : "";
    if (text.isEmpty()) {
      return;
    }
    OptionalLong arrival = ArrivalText.read(text);
    if (arrival.isPresent()) {
      source.arrived(contest, station, arrival.getAsLong());
    } else {
      source.unknown("arrival", shortened(text), "line " + line);
    }
  }

  private void totals(List<String> row, long line, int contest) throws MalformedException {
    totalRows++;
    String code =
        mapping.text("area.column").isPresent()
            ? field(row, "area.column")
            : mapping.text("area").orElse(election.areas().get(area(contest)).code());
    OptionalInt area = code.isEmpty() ? OptionalInt.of(area(contest)) : election.area(code);
    if (area.isEmpty()) {
      source.unknown("area", code, "line " + line);
      return;
    }
    for (var cell : cells(row, line, contest).entrySet()) {
      long value = counts.read(field(row, cell.getValue()));
      if (value == CountText.WRONG) {
        source.unknown("count", field(row, cell.getValue()), "line " + line);
      } else if (value != Cells.ABSENT) {
        source.total(contest, area.getAsInt(), cell.getKey(), value);
      }
    }
  }

  private int area(int contest) {
    return election.contests().get(contest).area();
  }

  private static String field(List<String> row, int column) {
    return column < row.size() ? row.get(column) : "";
  }

  private void status(List<String> row, int contest, int station) throws MalformedException {
    if (mapping.text("status.column").isEmpty()) {
      return;
    }
    String status = field(row, "status.column");
    if (statuses.containsKey(status) || statuses.size() < MAX_STATUS) {
      statuses.merge(status, 1L, Long::sum);
    }
    if (defective.contains(status)) {
      source.defect(contest, station, new Source.Defect("status", status));
    }
  }

  private void values(List<String> row, long line, int contest, int station)
      throws MalformedException {
    boolean again = !mapping.isLong() && seen.get(contest).get(station);
    seen.get(contest).set(station);
    boolean differs = false;
    for (var cell : cells(row, line, contest).entrySet()) {
      String text = field(row, cell.getValue());
      long value = counts.read(text);
      OptionalInt selection = source.cells(contest).selectionOf(cell.getKey());
      if (value == CountText.WRONG) {
        source.defect(
            contest,
            station,
            new Source.Defect("not-a-count", "line %d: '%s'".formatted(line, shortened(text))));
        continue;
      }
      if (selection.isPresent()
          && value > 0
          && !source.cells(contest).isOnBallot(station, selection.getAsInt())) {
        source.defect(
            contest,
            station,
            new Source.Defect(
                "not-on-ballot",
                "line %d: %s".formatted(line, source.cells(contest).name(cell.getKey()))));
        continue;
      }
      long[] before = source.row(contest, station);
      boolean isSet = before.length > 0 && before[cell.getKey()] != Cells.ABSENT;
      if (again || isSet) {
        again = true;
        differs |= before.length == 0 || before[cell.getKey()] != value;
      } else {
        source.set(contest, station, cell.getKey(), value);
      }
    }
    if (differs) {
      source.defect(contest, station, new Source.Defect("rows-differ", "line " + line));
    } else if (again) {
      repeated++;
    }
  }

  static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  /// The figures of this row, each with its column.
  private Map<Integer, Integer> cells(List<String> row, long line, int contest)
      throws MalformedException {
    if (!mapping.isLong()) {
      return figures.getOrDefault(contest, Map.of());
    }
    String selection = field(row, "selection.column");
    if (skippedSelections.contains(selection)) {
      skipped.merge(selection, 1L, Long::sum);
      return Map.of();
    }
    String channel =
        mapping.text("channel.column").isPresent()
            ? field(row, "channel.column")
            : mapping.text("channel").orElse("");
    OptionalInt cell =
        source.cells(contest).find((channel.isEmpty() ? "" : channel + ".") + "votes." + selection);
    if (cell.isEmpty()) {
      source.unknown("selection", selection, "line " + line);
      return Map.of();
    }
    return Map.of(cell.getAsInt(), column(mapping.text("votes.column").orElseThrow()));
  }

  private void tell(boolean isText) throws MalformedException {
    if (isText) {
      source.remark("encoding", mapping.encoding().name());
    } else {
      source.remark("workbook");
    }
    source.remark("rows", rows);
    told("padded", padded);
    told("thousands", counts.grouped());
    told("fractions", counts.fractions());
    told("total-rows", totalRows);
    told("repeated", repeated);
    statuses.forEach((status, times) -> source.remark("status", status, times));
    skipped.forEach((selection, times) -> source.remark("skipped", selection, times));
    var used = new TreeSet<>(columns.keySet());
    mapping.figures().values().forEach(used::remove);
    mapping.columns().forEach(used::remove);
    if (!used.isEmpty()) {
      source.remark("unused-columns", String.join(", ", used));
    }
  }

  private void told(String code, long times) {
    if (times > 0) {
      source.remark(code, times);
    }
  }
}
