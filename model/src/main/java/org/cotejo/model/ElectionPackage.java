package org.cotejo.model;

import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// What is known of an election before its first record: areas, stations, contests, who may sign
/// for a station. Read from the files that entry 0 binds; see [ElectionPackageReader].
public final class ElectionPackage {
  private static final int[] NOT_HELD = {};

  private final Header header;
  private final List<Area> areas;
  private final List<PollingStation> stations;
  private final List<Contest> contests;
  private final List<Device> devices;
  private final SortedMap<String, byte[]> files;
  private final Map<String, Integer> areaByCode;
  private final Map<String, Integer> stationByCode;
  private final Map<String, Integer> contestByCode;

  /// Ballots by contest and area; the same array for all areas that vote on the same selections.
  private final int[][][] ballots;

  /// What `election.json` says.
  ///
  /// @param names name of the election by language tag
  /// @param channels codes of the ways votes are counted, in the order of their indexes
  public record Header(
      String code,
      SortedMap<String, String> names,
      LocalDate date,
      Mode mode,
      List<String> channels) {
    public Header {
      names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
      channels = List.copyOf(channels);
      if (names.isEmpty() || channels.isEmpty() || channels.size() > FiguresCodec.MAX_CHANNELS) {
        throw new IllegalArgumentException("an election has a name and 1 to 4 channels");
      }
    }
  }

  ElectionPackage(
      Header header,
      List<Area> areas,
      List<PollingStation> stations,
      List<Contest> contests,
      List<Device> devices,
      SortedMap<String, byte[]> files) {
    this.header = header;
    this.areas = List.copyOf(areas);
    this.stations = List.copyOf(stations);
    this.contests = List.copyOf(contests);
    this.devices = List.copyOf(devices);
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    this.areaByCode = index(areas.stream().map(Area::code).toList());
    this.stationByCode = index(stations.stream().map(PollingStation::code).toList());
    this.contestByCode = index(contests.stream().map(Contest::code).toList());
    this.ballots = new int[contests.size()][][];
    for (int contest = 0; contest < ballots.length; contest++) {
      ballots[contest] = ballots(contests.get(contest));
    }
  }

  private static Map<String, Integer> index(List<String> codes) {
    Map<String, Integer> index = HashMap.newHashMap(codes.size());
    for (int i = 0; i < codes.size(); i++) {
      index.put(codes.get(i), i);
    }
    return index;
  }

  private int[][] ballots(Contest contest) {
    var byArea = new int[areas.size()][];
    for (int area = 0; area < byArea.length; area++) {
      int parent = areas.get(area).parent();
      int[] above = parent < 0 || !isWithin(parent, contest.area()) ? NOT_HELD : byArea[parent];
      byArea[area] = isWithin(area, contest.area()) ? ballot(contest, area, above) : NOT_HELD;
    }
    return byArea;
  }

  /// The ballot of an area is that of the area above unless a selection stands from here down.
  private int[] ballot(Contest contest, int area, int[] above) {
    boolean inherits = area != contest.area();
    List<Selection> selections = contest.selections();
    if (inherits && selections.stream().noneMatch(selection -> selection.area() == area)) {
      return above;
    }
    return IntStream.range(0, selections.size())
        .filter(i -> isWithin(area, selections.get(i).area()))
        .toArray();
  }

  /// Whether `area` is `other` or below it.
  boolean isWithin(int area, int other) {
    int at = area;
    while (at > other) {
      at = areas.get(at).parent();
    }
    return at == other;
  }

  public String code() {
    return header.code();
  }

  /// Names of the election by language tag.
  public SortedMap<String, String> names() {
    return header.names();
  }

  public LocalDate date() {
    return header.date();
  }

  public Mode mode() {
    return header.mode();
  }

  public List<String> channels() {
    return header.channels();
  }

  /// Areas, each after its parent; the root is the first.
  public List<Area> areas() {
    return areas;
  }

  /// Stations in the order of their codes.
  public List<PollingStation> stations() {
    return stations;
  }

  public List<Contest> contests() {
    return contests;
  }

  public List<Device> devices() {
    return devices;
  }

  public OptionalInt area(String code) {
    return find(areaByCode, code);
  }

  public OptionalInt station(String code) {
    return find(stationByCode, code);
  }

  public OptionalInt contest(String code) {
    return find(contestByCode, code);
  }

  private static OptionalInt find(Map<String, Integer> index, String code) {
    Integer found = index.get(code);
    return found == null ? OptionalInt.empty() : OptionalInt.of(found);
  }

  /// The selections on a station's ballot, as positions in the contest; empty if the contest is not
  /// held there. The array is shared: not to be changed.
  public int[] ballot(int contest, int station) {
    return ballots[contest][stations.get(station).area()];
  }

  /// The exact bytes of the package's files, by name: what entry 0 binds.
  public SortedMap<String, byte[]> files() {
    return files;
  }
}
