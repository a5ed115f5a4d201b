package org.cotejo.model;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes the files of an election package row by row: what importers and generators write to.
public final class PackageFiles {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final SortedMap<String, Table> tables = new TreeMap<>();
  private final ObjectNode election = JSON.createObjectNode();

  /// One CSV file in the making.
  private static final class Table {
    final StringWriter text = new StringWriter();
    final CsvWriter rows =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.LF)
            .quoteStrategy(QuoteStrategies.REQUIRED)
            .build(text);

    Table(List<String> columns) {
      rows.writeRecord(columns);
    }

    byte[] bytes() {
      try {
        rows.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  public PackageFiles() {
    tables.put("areas.csv", new Table(ElectionPackageReader.AREA_COLUMNS));
    tables.put("stations.csv", new Table(ElectionPackageReader.STATION_COLUMNS));
    tables.put("contests.csv", new Table(ElectionPackageReader.CONTEST_COLUMNS));
    tables.put("selections.csv", new Table(ElectionPackageReader.SELECTION_COLUMNS));
    tables.put("devices.csv", new Table(ElectionPackageReader.DEVICE_COLUMNS));
  }

  /// @param names by language tag
  /// @param channels codes of what sheets count apart
  public PackageFiles election(
      String code, Map<String, String> names, LocalDate date, Mode mode, List<String> channels) {
    election.put("code", code);
    ObjectNode name = election.putObject("name");
    new TreeMap<>(names).forEach(name::put);
    election.put("date", date.toString()).put("mode", mode.label());
    var list = election.putArray("channels");
    channels.forEach(list::add);
    return this;
  }

  /// @param identifier of the licence that the published data is given under, as SPDX names it
  public PackageFiles licence(String identifier) {
    election.put("licence", identifier);
    return this;
  }

  /// @param parent code of the area above, which must have been added; empty for the root
  public PackageFiles area(
      String code, String parent, String level, String name, String nameLatin) {
    return row("areas.csv", code, parent, level, name, nameLatin);
  }

  /// @param area code of its area
  /// @param registered registered voters
  /// @param latitude decimal degrees; empty if unknown, then longitude too
  public PackageFiles station(
      String code, String area, long registered, String latitude, String longitude, String name) {
    return row("stations.csv", code, area, Long.toString(registered), latitude, longitude, name);
  }

  /// @param area code of the area it is held in
  public PackageFiles contest(
      String code, String area, String name, String nameLatin, ValidVotesBase base) {
    return row("contests.csv", code, area, name, nameLatin, base.label());
  }

  /// @param area code of the area on whose ballots it is
  public PackageFiles selection(
      String contest,
      String code,
      Selection.Type type,
      String area,
      String name,
      String nameLatin) {
    return row("selections.csv", contest, code, type.label(), area, name, nameLatin);
  }

  /// @param key public, as [org.cotejo.cose.VerificationKey#parse] reads it
  public PackageFiles device(String station, String key) {
    return row("devices.csv", station, key);
  }

  private PackageFiles row(String file, String... fields) {
    Table table = tables.get(file);
    if (table == null) {
      throw new IllegalArgumentException("no such file: " + file);
    }
    table.rows.writeRecord(fields);
    return this;
  }

  /// The files' bytes by name.
  public SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(election);
    files.put(
        "election.json", (text.replace("\r\n", "\n") + "\n").getBytes(StandardCharsets.UTF_8));
    tables.forEach((name, table) -> files.put(name, table.bytes()));
    return files;
  }
}
