package org.cotejo.model;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// What is known of an election before its first record: areas, stations, contests, who may sign
/// for a station. Read from the files that entry 0 binds; see [ElectionPackageReader].
public final class ElectionPackage {
  /// An identifier as [SPDX](https://spdx.org/licenses/) lists them.
  public static final Pattern LICENCE = Pattern.compile("[A-Za-z0-9.+-]{1,64}");

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

  private final boolean hasColours;
  private final List<Ballots> ballots;

  /// Ballots of one contest, kept only for the areas where the ballot changes: everywhere below, it
  /// is that of the nearest such area above. An election with a contest in each of 8,000
  /// municipalities would otherwise need a table of contests times areas.
  private static final class Ballots {
    /// Ascending; the first is the one the contest is held in.
    private final int[] areas;

    /// By position in `areas`.
    private final int[][] selections;

    Ballots(int[] areas, int[][] selections) {
      this.areas = areas;
      this.selections = selections;
    }
  }

  /// What `election.json` says.
  ///
  /// @param names name of the election by language tag
  /// @param channels codes of the ways votes are counted, in the order of their indexes
  /// @param licence that the published data is given under, if the package says so
  public record Header(
      String code,
      SortedMap<String, String> names,
      LocalDate date,
      Mode mode,
      List<String> channels,
      Optional<String> licence) {
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
      SortedMap<String, byte[]> files,
      boolean hasColours) {
    this.hasColours = hasColours;
    this.header = header;
    this.areas = List.copyOf(areas);
    this.stations = List.copyOf(stations);
    this.contests = List.copyOf(contests);
    this.devices = List.copyOf(devices);
    this.files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    this.areaByCode = index(areas.stream().map(Area::code).toList());
    this.stationByCode = index(stations.stream().map(PollingStation::code).toList());
    this.contestByCode = index(contests.stream().map(Contest::code).toList());
    this.ballots = contests.stream().map(this::ballots).toList();
  }

  private static Map<String, Integer> index(List<String> codes) {
    Map<String, Integer> index = HashMap.newHashMap(codes.size());
    for (int i = 0; i < codes.size(); i++) {
      index.put(codes.get(i), i);
    }
    return index;
  }

  private Ballots ballots(Contest contest) {
    List<Selection> selections = contest.selections();
    int[] changes =
        IntStream.concat(
                IntStream.of(contest.area()), selections.stream().mapToInt(Selection::area))
            .distinct()
            .sorted()
            .toArray();
    var byChange = new int[changes.length][];
    for (int i = 0; i < changes.length; i++) {
      int area = changes[i];
      byChange[i] =
          IntStream.range(0, selections.size())
              .filter(selection -> isWithin(area, selections.get(selection).area()))
              .toArray();
    }
    return new Ballots(changes, byChange);
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

  /// Codes of the channels that sheets count, in the order of [ChannelCount#channel].
  public List<String> channels() {
    return header.channels();
  }

  /// Licence that the published data is given under, as SPDX names it.
  public Optional<String> licence() {
    return header.licence();
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

  /// Whether `selections.csv` has the column for colours.
  public boolean hasColours() {
    return hasColours;
  }

  public List<Device> devices() {
    return devices;
  }

  /// Index of the area with this code in [#areas].
  public OptionalInt area(String code) {
    return find(areaByCode, code);
  }

  /// Index of the station with this code in [#stations].
  public OptionalInt station(String code) {
    return find(stationByCode, code);
  }

  /// Index of the contest with this code in [#contests].
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
    Ballots held = ballots.get(contest);
    // A parent's index is below its children's, so nothing above the contest's area is below it.
    int top = held.areas[0];
    for (int area = stations.get(station).area(); area >= top; area = areas.get(area).parent()) {
      int change = Arrays.binarySearch(held.areas, area);
      if (change >= 0) {
        return held.selections[change];
      }
    }
    return NOT_HELD;
  }

  /// The exact bytes of the package's files, by name: what entry 0 binds.
  public SortedMap<String, byte[]> files() {
    return files;
  }
}
