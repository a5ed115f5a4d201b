package org.cotejo.audit.source;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.ValidVotesBase;

/// Makes an election package of what one table names, so that a table can be looked at of whose
/// election there is none. It knows the stations of the table only: which ones are missing cannot
/// be known from it.
public final class TablePackage {
  private static final String ROOT = "whole";
  private static final String VOTES = "votes.";
  private static final int MAX_STATIONS = 1_000_000;
  private static final int MAX_SELECTIONS = 1_000;

  private final Mapping mapping;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Map<String, String> areaOfStation = new TreeMap<>(); // A package is sorted.
  private final Map<String, Long> registered = new HashMap<>();
  private final Set<String> contests = new LinkedHashSet<>();
  private final Set<String> selections = new LinkedHashSet<>();
  private final Set<String> channels = new LinkedHashSet<>();

  private TablePackage(Mapping mapping) {
    this.mapping = mapping;
  }

  /// @param mappingFile the mapping; the table is where it says
  /// @throws MalformedException if a code in the table cannot be one of a package
  /// @throws IOException if a file cannot be read
  public static ElectionPackage read(Path mappingFile, Mapping mapping)
      throws IOException, MalformedException {
    var reading = new TablePackage(mapping);
    Path table = mappingFile.resolveSibling(mapping.file());
    reading.figures();
    TableRows.read(
        table,
        mapping,
        (line, fields) -> {
          reading.row(fields);
          if (reading.areaOfStation.size() > MAX_STATIONS
              || reading.selections.size() > MAX_SELECTIONS) {
            throw new MalformedException(
                "more than %,d stations or %,d selections; is the mapping right?"
                    .formatted(MAX_STATIONS, MAX_SELECTIONS));
          }
        });
    return switch (ElectionPackageReader.read(reading.files().files())) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) ->
          throw new MalformedException(
              "no package can be made of %s, give one with --package: %s"
                  .formatted(table.getFileName(), errors.getFirst()));
    };
  }

  /// What the mapping itself names.
  private void figures() {
    mapping.text("contest").ifPresent(contests::add);
    mapping.text("channel").ifPresent(channels::add);
    for (String figure : mapping.figures().keySet()) {
      int votes = figure.indexOf(VOTES);
      if (votes >= 0) {
        selections.add(figure.substring(votes + VOTES.length()));
      }
      int dot = figure.indexOf('.');
      if (dot > 0 && votes != 0) {
        channels.add(figure.substring(0, dot));
      }
    }
  }

  private void row(List<String> row) {
    if (columns.isEmpty()) {
      for (int i = 0; i < row.size(); i++) {
        columns.putIfAbsent(Mapping.columnName(row.get(i)), i);
      }
      return;
    }
    field(row, "contest.column").ifPresent(contests::add);
    field(row, "channel.column").ifPresent(channels::add);
    field(row, "selection.column")
        .filter(code -> !mapping.words("selection.skip").contains(code))
        .ifPresent(selections::add);
    Optional<String> station =
        field(row, "station.column")
            .filter(code -> !mapping.words("station.totals").contains(code))
            .map(mapping::padded);
    if (station.isPresent()) {
      areaOfStation.putIfAbsent(station.get(), field(row, "area.column").orElse(""));
      Optional.ofNullable(mapping.figures().get("registeredVoters"))
          .flatMap(column -> cell(row, column))
          .filter(text -> text.length() <= 7 && CountText.isDigits(text))
          .ifPresent(text -> registered.putIfAbsent(station.get(), Long.parseLong(text)));
    }
  }

  private Optional<String> field(List<String> row, String key) {
    return mapping.text(key).flatMap(column -> cell(row, column));
  }

  private Optional<String> cell(List<String> row, String name) {
    Integer column = columns.get(name);
    return column == null || column >= row.size()
        ? Optional.empty()
        : Optional.of(row.get(column).strip()).filter(text -> !text.isEmpty());
  }

  private PackageFiles files() {
    var files = new PackageFiles();
    String name = mapping.name().orElse("table");
    files.election(
        "table",
        new TreeMap<>(Map.of("en", name)),
        LocalDate.EPOCH,
        Mode.RE_ENACTMENT,
        channels.isEmpty() ? List.of("votes") : new ArrayList<>(channels));
    files.area(ROOT, "", "country", name, name);
    Map<String, String> codes = new HashMap<>();
    for (String area : areaOfStation.values()) {
      if (!area.isEmpty() && !codes.containsKey(area)) {
        // The name of an area need not be a code; totals name areas by what is a code already.
        boolean isCode = area.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,23}") && !area.equals(ROOT);
        codes.put(area, isCode ? area : "area-" + (codes.size() + 1));
        files.area(codes.get(area), ROOT, "area", area, area);
      }
    }
    for (String contest : contests) {
      files.contest(contest, ROOT, contest, contest, ValidVotesBase.ALL_SELECTIONS);
      for (String selection : selections) {
        files.selection(contest, selection, Selection.Type.LIST, ROOT, selection, selection);
      }
    }
    areaOfStation.forEach((station, area) ->
        files.station(
            station,
            codes.getOrDefault(area, ROOT),
            registered.getOrDefault(station, 0L),
            "",
            "",
            ""));
    return files;
  }
}
