package org.cotejo.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;
import org.jspecify.annotations.Nullable;

/// Reads an election package: a directory that people edit in a spreadsheet, so every complaint
/// names file, line and field and says what would be right. Formats in `docs/formats.md`.
public final class ElectionPackageReader {
  /// The files that every package has.
  public static final List<String> FILES =
      List.of(
          "areas.csv",
          "contests.csv",
          "devices.csv",
          "election.json",
          "selections.csv",
          "stations.csv");

  /// The files that a package may have besides.
  public static final List<String> OPTIONAL_FILES = List.of(Boundaries.FILE);

  private static final List<String> ALL_FILES =
      Stream.concat(FILES.stream(), OPTIONAL_FILES.stream()).toList();

  static final String NONE_HERE =
      "no election package here; it would hold " + String.join(", ", FILES);

  /// Index of what its own row is wrong about: one mistake is one error, not one more wherever the
  /// code is named.
  private static final int WRONG = -1;

  /// Bytes of a file of a package, at most.
  public static final long MAX_FILE_BYTES = 64L << 20;

  /// Ballots are found by walking up the tree, for every selection: a chain of areas without end
  /// would keep readers busy for hours.
  private static final int MAX_LEVELS = 32;

  static final List<String> AREA_COLUMNS = List.of("area", "parent", "level", "name", "nameLatin");
  static final List<String> STATION_COLUMNS =
      List.of("station", "area", "registered", "latitude", "longitude", "name");
  static final List<String> CONTEST_COLUMNS =
      List.of("contest", "area", "name", "nameLatin", "validVotesBase");
  static final List<String> SELECTION_COLUMNS =
      List.of("contest", "selection", "type", "area", "name", "nameLatin");

  /// Need not be there.
  static final String COLOUR = "colour";

  static final List<String> DEVICE_COLUMNS = List.of("station", "key");

  private final PackageErrors errors = new PackageErrors();
  private final PackageText text = new PackageText(errors);
  private final List<Area> areas = new ArrayList<>();
  private final List<PollingStation> stations = new ArrayList<>();
  private final List<Draft> contests = new ArrayList<>();
  private final List<Device> devices = new ArrayList<>();
  private final Map<String, Integer> areaByCode = new HashMap<>();
  private final Map<String, Integer> stationByCode = new HashMap<>();
  private final Map<String, Integer> contestByCode = new HashMap<>();
  private boolean hasColours;

  /// A contest whose selections are still being read.
  private record Draft(
      String code,
      int area,
      String name,
      String nameLatin,
      ValidVotesBase base,
      List<Selection> selections) {}

  private ElectionPackageReader() {}

  /// Reads the package in a directory. Other files there are left alone.
  public static PackageOutcome read(Path directory) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (String name : ALL_FILES) {
      Path file = directory.resolve(name);
      try {
        if (Files.exists(file)) {
          if (Files.size(file) > MAX_FILE_BYTES) {
            return new PackageOutcome.Refused(List.of(name + ": larger than 64 MiB"));
          }
          files.put(name, Files.readAllBytes(file));
        }
      } catch (IOException e) {
        return new PackageOutcome.Refused(List.of(name + ": cannot be read: " + e.getMessage()));
      }
    }
    return files.isEmpty() ? new PackageOutcome.Refused(List.of(NONE_HERE)) : read(files);
  }

  /// Reads a package from the bytes of its files.
  public static PackageOutcome read(SortedMap<String, byte[]> files) {
    return new ElectionPackageReader().readAll(files);
  }

  private PackageOutcome readAll(SortedMap<String, byte[]> files) {
    try {
      for (String name : FILES) {
        if (!files.containsKey(name)) {
          errors.add(name + ": the file is missing");
        }
      }
      for (String name : files.keySet()) {
        if (!ALL_FILES.contains(name)) {
          errors.add(name + ": not a file of an election package");
        }
      }
      if (!errors.isEmpty()) {
        return new PackageOutcome.Refused(errors.list());
      }
      Optional<String> json = text.of(files, "election.json");
      Optional<ElectionPackage.Header> header =
          json.isPresent() ? new ElectionJson(errors).read(json.get()) : Optional.empty();
      table(files, "areas.csv", AREA_COLUMNS, this::area);
      expectAny(areas, "areas.csv: no area; the first row is the root");
      table(files, "contests.csv", CONTEST_COLUMNS, this::contest);
      expectAny(contests, "contests.csv: no contest");
      table(files, "selections.csv", SELECTION_COLUMNS, Optional.of(COLOUR), this::selection);
      expectSelections();
      table(files, "stations.csv", STATION_COLUMNS, this::station);
      expectAny(stations, "stations.csv: no station");
      readDevices(files);
      boundaries(files);
      return errors.isEmpty() && header.isPresent()
          ? new PackageOutcome.Read(finish(header.get(), files))
          : new PackageOutcome.Refused(errors.list());
    } catch (PackageErrors.EnoughException e) {
      return new PackageOutcome.Refused(errors.list());
    }
  }

  private ElectionPackage finish(ElectionPackage.Header header, SortedMap<String, byte[]> files) {
    List<Contest> finished =
        contests.stream()
            .map(draft ->
                new Contest(
                    draft.code(),
                    draft.area(),
                    draft.name(),
                    draft.nameLatin(),
                    draft.base(),
                    draft.selections()))
            .toList();
    return new ElectionPackage(header, areas, stations, finished, devices, files, hasColours);
  }

  private void table(
      SortedMap<String, byte[]> files,
      String file,
      List<String> columns,
      PackageTable.RowReader rows)
      throws PackageErrors.EnoughException {
    table(files, file, columns, Optional.empty(), rows);
  }

  private void table(
      SortedMap<String, byte[]> files,
      String file,
      List<String> columns,
      Optional<String> optional,
      PackageTable.RowReader rows)
      throws PackageErrors.EnoughException {
    Optional<String> content = text.of(files, file);
    if (content.isPresent()) {
      new PackageTable(file, columns, optional, errors).read(content.get(), rows);
    }
  }

  private void boundaries(SortedMap<String, byte[]> files) throws PackageErrors.EnoughException {
    byte[] bytes = files.get(Boundaries.FILE);
    if (bytes == null) {
      return;
    }
    if (bytes.length > Boundaries.MAX_BYTES) {
      errors.add(Boundaries.FILE + ": larger than 16 MiB; simplify the outlines");
      return;
    }
    Optional<String> outlines = text.of(files, Boundaries.FILE);
    if (outlines.isPresent()) {
      new Boundaries(areaByCode, errors).check(outlines.get());
    }
  }

  private void area(PackageTable.Row row) throws PackageErrors.EnoughException {
    String code = row.code("area");
    String parentCode = row.text("parent");
    int parent = -1;
    if (areas.isEmpty()) {
      if (!parentCode.isEmpty()) {
        row.wrong("the first area is the root and has no parent");
      }
    } else if (parentCode.isEmpty()) {
      row.wrong("a second area without a parent; only the first is the root");
    } else {
      parent = known(row, areaByCode, "parent", "area, or one that comes later");
    }
    String level = row.code("level");
    String name = row.name("name", false);
    String latin = row.name("nameLatin", true);
    boolean isNew = areaByCode.putIfAbsent(code, areas.size()) == null;
    if (!isNew) {
      row.wrong("area " + code + " is there already");
    }
    int depth = parent < 0 ? 0 : areas.get(parent).depth() + 1;
    if (depth >= MAX_LEVELS) {
      row.wrong("area %s is more than %d levels deep".formatted(code, MAX_LEVELS));
    }
    if (row.isSound()) {
      areas.add(new Area(code, parent, level, name, latin, depth));
    } else if (isNew) {
      areaByCode.put(code, WRONG);
    }
  }

  /// The index of a code that must be known, 0 if it is not.
  private static int known(
      PackageTable.Row row, Map<String, Integer> index, String column, String what)
      throws PackageErrors.EnoughException {
    @Nullable Integer found = index.get(row.text(column));
    if (found == null) {
      row.wrong(
          "%s is no known %s: %s".formatted(column, what, PackageErrors.quote(row.text(column))));
      return 0;
    }
    if (found == WRONG) {
      row.drop();
      return 0;
    }
    return found;
  }

  private void contest(PackageTable.Row row) throws PackageErrors.EnoughException {
    String code = row.code("contest");
    int area = known(row, areaByCode, "area", "area");
    String name = row.name("name", false);
    String latin = row.name("nameLatin", true);
    ValidVotesBase base =
        row.label("validVotesBase", List.of(ValidVotesBase.values()), ValidVotesBase::label);
    if (contestByCode.putIfAbsent(code, contests.size()) != null) {
      row.wrong("contest " + code + " is there already");
    } else {
      contests.add(new Draft(code, area, name, latin, base, new ArrayList<>()));
    }
  }

  private void selection(PackageTable.Row row) throws PackageErrors.EnoughException {
    int contest = known(row, contestByCode, "contest", "contest");
    String code = row.code("selection");
    Selection.Type type =
        row.label("type", List.of(Selection.Type.values()), Selection.Type::label);
    int area = known(row, areaByCode, "area", "area");
    String name = row.name("name", false);
    String latin = row.name("nameLatin", true);
    hasColours = row.has(COLOUR);
    Optional<Colour> colour = row.colour(COLOUR);
    if (!row.isSound()) {
      return;
    }
    Draft held = contests.get(contest);
    if (held.selections().stream().anyMatch(other -> other.code().equals(code))) {
      row.wrong("selection %s of contest %s is there already".formatted(code, held.code()));
    } else if (!isWithin(area, held.area())) {
      row.wrong(
          "area %s is outside area %s, in which contest %s is held"
              .formatted(row.text("area"), areas.get(held.area()).code(), held.code()));
    } else if (held.selections().size() >= FiguresCodec.MAX_SELECTIONS) {
      row.wrong("contest " + held.code() + " has more than 1,000 selections");
    } else {
      var selection = new Selection(code, type, area, name, latin, colour);
      if (selection.type() == Selection.Type.NONE_OF_THESE && meetsAnother(held, area)) {
        row.wrong("a second none-of-these on the same ballot of contest " + held.code());
      }
      held.selections().add(selection);
    }
  }

  private boolean meetsAnother(Draft contest, int area) {
    return contest.selections().stream()
        .filter(other -> other.type() == Selection.Type.NONE_OF_THESE)
        .anyMatch(other -> isWithin(area, other.area()) || isWithin(other.area(), area));
  }

  private boolean isWithin(int area, int other) {
    int at = area;
    while (at > other) {
      at = areas.get(at).parent();
    }
    return at == other;
  }

  private void station(PackageTable.Row row) throws PackageErrors.EnoughException {
    String code = row.code("station");
    int area = known(row, areaByCode, "area", "area");
    long registered = row.count("registered");
    Optional<Coordinates> coordinates = coordinates(row);
    String name = row.name("name", false);
    String last = stations.isEmpty() ? "" : stations.getLast().code();
    if (last.equals(code)) {
      row.wrong("station " + code + " is there already");
    } else if (last.compareTo(code) > 0) {
      row.wrong("station %s comes after %s; sort the rows by station".formatted(code, last));
    }
    if (row.isSound()) {
      stationByCode.put(code, stations.size());
      stations.add(new PollingStation(code, area, registered, coordinates, name));
    } else {
      stationByCode.putIfAbsent(code, WRONG);
    }
  }

  private static Optional<Coordinates> coordinates(PackageTable.Row row)
      throws PackageErrors.EnoughException {
    String latitude = row.text("latitude");
    String longitude = row.text("longitude");
    if (latitude.isEmpty() && longitude.isEmpty()) {
      return Optional.empty();
    }
    if (!Coordinates.isWithin(latitude, 90)) {
      row.wrong("latitude is not -90 to 90 in decimal degrees: " + PackageErrors.quote(latitude));
    } else if (!Coordinates.isWithin(longitude, 180)) {
      row.wrong(
          "longitude is not -180 to 180 in decimal degrees: " + PackageErrors.quote(longitude));
    } else {
      return Optional.of(new Coordinates(latitude, longitude));
    }
    return Optional.empty();
  }

  private void readDevices(SortedMap<String, byte[]> files) throws PackageErrors.EnoughException {
    Set<KeyId> keys = new HashSet<>();
    table(
        files,
        "devices.csv",
        DEVICE_COLUMNS,
        row -> {
          int station = known(row, stationByCode, "station", "station");
          try {
            VerificationKey key = VerificationKey.parse(row.text("key"));
            if (!keys.add(key.id())) {
              row.wrong("the key is there already: " + PackageErrors.quote(row.text("key")));
            }
            if (row.isSound()) {
              devices.add(new Device(station, key));
            }
          } catch (MalformedException e) {
            row.wrong("key: " + e.getMessage());
          }
        });
  }

  private void expectSelections() throws PackageErrors.EnoughException {
    if (errors.isEmpty()) {
      for (Draft contest : contests) {
        if (contest.selections().isEmpty()) {
          errors.add("selections.csv: no selection for contest " + contest.code());
        }
      }
    }
  }

  /// Told only while nothing else is wrong, which may be why there are none.
  private void expectAny(List<?> rows, String problem) throws PackageErrors.EnoughException {
    if (rows.isEmpty() && errors.isEmpty()) {
      errors.add(problem);
    }
  }
}
