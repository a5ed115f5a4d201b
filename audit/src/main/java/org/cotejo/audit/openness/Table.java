package org.cotejo.audit.openness;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The start of a file as a table, whatever it calls its columns: what of it are stations, areas,
/// states and counts is guessed from names and values, and said as evidence, never assumed.
final class Table {
  private static final int MAX_ROWS = 20_000;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// What polling stations are called in columns, in the languages of elections that publish them.
  private static final Set<String> STATION =
      words(
          "station mesa casilla seccion secao section precinct stembureau tps bureau wahlbezirk"
              + " wahllokal okrsek uik sik urna poll pollingplace pollingstation stationcode mesas"
              + " seccionelectoral votingstation kiosk junta jrv stol obwod");

  private static final Set<String> AREA =
      words(
          "region provincia province municipality municipio parish parroquia county district"
              + " distrito departamento departement constituency area entidad gemeente commune"
              + " canton kanton obec okres oblast uf regency kabupaten ward lga");

  private static final Set<String> STATE =
      words(
          "status state estado situacion situacao contabilizada received reported counted"
              + " observaciones");

  private static final Set<String> PERCENT =
      words("percent percentage pct porcentaje porcentual porcentagem share pourcentage prozent");

  private static final Set<String> NO_COUNT =
      words("id code codigo cod latitude longitude lat lon lng year anio date time entry order");

  private final OfferedFile file;
  private final Map<String, List<String>> columns;
  private final int rows;

  private Table(OfferedFile file, Map<String, List<String>> columns, int rows) {
    this.file = file;
    this.columns = columns;
    this.rows = rows;
  }

  private static Set<String> words(String words) {
    return Set.of(words.split(" "));
  }

  /// Empty if it is none, or has no rows.
  static Optional<Table> of(OfferedFile file) {
    Optional<String> text = file.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (file.type()) {
      case "csv", "tsv" -> csv(file, text.get());
      case "json", "geojson" -> json(file, text.get());
      case "jsonl", "ndjson" -> lines(file, text.get());
      default -> Optional.empty();
    };
  }

  private static Optional<Table> csv(OfferedFile file, String text) {
    String header = text.lines().findFirst().orElse("");
    char separator = ',';
    for (char other : new char[] {';', '\t', '|'}) {
      if (count(header, other) > count(header, separator)) {
        separator = other;
      }
    }
    var rows = new ArrayList<Map<String, String>>();
    List<String> names = List.of();
    try {
      for (CsvRecord record : CsvReader.builder().fieldSeparator(separator).ofCsvRecord(text)) {
        if (names.isEmpty()) {
          names = record.getFields();
        } else if (record.getFieldCount() == names.size() && rows.size() < MAX_ROWS) {
          var row = new LinkedHashMap<String, String>();
          for (int i = 0; i < names.size(); i++) {
            row.put(names.get(i), record.getField(i));
          }
          rows.add(row);
        }
      }
    } catch (CsvParseException e) {
      // The start of a long file may end within quotes; the rows before it are rows.
      return of(file, rows);
    }
    return names.size() < 2 ? Optional.empty() : of(file, rows);
  }

  private static long count(String text, char letter) {
    return text.chars().filter(c -> c == letter).count();
  }

  private static Optional<Table> lines(OfferedFile file, String text) {
    var rows = new ArrayList<Map<String, String>>();
    for (String line : text.lines().limit(MAX_ROWS).toList()) {
      try {
        rows.add(row(JSON.readTree(line)));
      } catch (JacksonException e) {
        break; // The last line of a start is cut.
      }
    }
    return of(file, rows);
  }

  /// The largest list of objects that is not within another.
  private static Optional<Table> json(OfferedFile file, String text) {
    try {
      JsonNode list = largest(JSON.readTree(text), 4);
      var rows = new ArrayList<Map<String, String>>();
      for (JsonNode item : list) {
        if (rows.size() < MAX_ROWS) {
          rows.add(row(item));
        }
      }
      return of(file, rows);
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static JsonNode largest(JsonNode node, int depth) {
    if (node.isArray() || depth == 0) {
      return node.isArray() ? node : JSON.createArrayNode();
    }
    JsonNode largest = JSON.createArrayNode();
    for (JsonNode child : node) {
      JsonNode found = largest(child, depth - 1);
      if (found.size() > largest.size()) {
        largest = found;
      }
    }
    return largest;
  }

  private static Map<String, String> row(JsonNode item) {
    var row = new LinkedHashMap<String, String>();
    for (var property : item.properties()) {
      if (property.getValue().isValueNode()) {
        row.put(property.getKey(), property.getValue().asString());
      } else if (property.getValue().isObject()) {
        row(property.getValue())
            .forEach((name, value) -> row.put(property.getKey() + "." + name, value));
      }
    }
    return row;
  }

  private static Optional<Table> of(OfferedFile file, List<Map<String, String>> rows) {
    var columns = new LinkedHashMap<String, List<String>>();
    for (Map<String, String> row : rows) {
      row.forEach(
          (name, value) -> columns.computeIfAbsent(name, _ -> new ArrayList<>()).add(value));
    }
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(new Table(file, columns, rows.size()));
  }

  OfferedFile file() {
    return file;
  }

  int rows() {
    return rows;
  }

  List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /// The column that names stations: several of them, each in a row of its own.
  Optional<String> stations() {
    return best(STATION).filter(name -> different(name) > 1);
  }

  Optional<String> areas() {
    return best(AREA).filter(name -> !Optional.of(name).equals(stations()));
  }

  /// The column that says how far a station is: few different values, and not always the same.
  Optional<String> states() {
    return best(STATE).filter(name -> different(name) > 1 && different(name) <= 12);
  }

  /// Columns of whole numbers that count something.
  List<String> counts() {
    return columns.keySet().stream()
        .filter(name -> !isNamed(name, NO_COUNT) && !isNamed(name, STATION) && !isPercent(name))
        .filter(name -> share(name, "[0-9]{1,12}"))
        .toList();
  }

  List<String> percentages() {
    return columns.keySet().stream().filter(this::isPercent).toList();
  }

  private boolean isPercent(String name) {
    return name.contains("%")
        || isNamed(name, PERCENT)
        || share(name, "[0-9]{1,3}([.,][0-9]+)? ?%");
  }

  /// Whether nine values of ten that are there look like this, and there are some.
  private boolean share(String name, String pattern) {
    List<String> values =
        column(name).stream().filter(value -> !value.isBlank()).limit(2_000).toList();
    long fits = values.stream().filter(value -> value.strip().matches(pattern)).count();
    return !values.isEmpty() && fits * 10 >= values.size() * 9L;
  }

  int different(String name) {
    return new HashSet<>(column(name)).size();
  }

  List<String> column(String name) {
    return columns.getOrDefault(name, List.of());
  }

  private Optional<String> best(Set<String> words) {
    return columns.keySet().stream()
        .filter(name -> isNamed(name, words))
        .max((one, other) -> Integer.compare(different(one), different(other)));
  }

  private static boolean isNamed(String name, Set<String> words) {
    String plain =
        Normalizer.normalize(name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT);
    return words.contains(plain.replaceAll("[^a-z]", ""))
        || Arrays.stream(plain.split("[^a-z]+")).anyMatch(words::contains);
  }
}
