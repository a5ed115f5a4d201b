package org.cotejo.audit.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cotejo.cose.Hash;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.TallyFigures;

/// What one source says, station by station and figure by figure, with how it was read. A million
/// stations are held at once, so a station costs one array.
public final class Source {
  /// Things listed one by one; a source with more is another election's.
  static final int MAX_LISTED = 100_000;

  private static final long[] NOTHING = {};

  private final ElectionPackage election;
  private final String name;
  private final Role role;
  private final List<Cells> cells;
  private final long[][][] rows;
  private final List<BitSet> covered;
  private final SortedMap<Place, List<Defect>> defects = new TreeMap<>();
  private final SortedMap<Place, long[]> totals = new TreeMap<>();
  private final Map<String, Unknown> unknown = new LinkedHashMap<>();
  private final List<Remark> remarks = new ArrayList<>();
  private final List<Material> materials = new ArrayList<>();
  private final long[][] arrivals;
  private boolean summed;
  private int listed;

  /// What a source is worth as evidence of its figures.
  public enum Role {
    /// Statements with a signature that was checked.
    SIGNED("signed"),
    /// Figures that people read off a printed sheet.
    PRINTED("printed"),
    /// Any other figures of stations.
    TABLE("table"),
    /// Totals without stations.
    TOTALS("totals"),
    /// Figures of an earlier election, to tell stations by; not compared with anything.
    EARLIER("earlier");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /// A file the source was read from.
  ///
  /// @param bytes its size
  public record Material(String path, long bytes, Hash sha256) {
    /// @param shown the file as it is called in what is written about it
    public static Material of(Path file, String shown) throws IOException {
      return TableFile.material(file, shown);
    }
  }

  /// Something that the election package does not have.
  ///
  /// @param what `station`, `contest`, `selection` or `area`
  /// @param where the first place it was found at
  /// @param times how often it was found
  public record Unknown(String what, String code, String where, long times) {}

  /// How the source was read.
  ///
  /// @param code stable; the words for it are the reader's
  public record Remark(String code, List<String> details) {
    public Remark {
      details = List.copyOf(details);
    }
  }

  /// What is wrong with the form of a station's document.
  ///
  /// @param code stable; the words for it are the reader's
  public record Defect(String code, String detail) {}

  /// A contest and, by index, a station or an area in it.
  public record Place(int contest, int at) implements Comparable<Place> {
    @Override
    public int compareTo(Place other) {
      int order = Integer.compare(contest, other.contest);
      return order != 0 ? order : Integer.compare(at, other.at);
    }
  }

  /// @param name what it is called in a report; no two sources of one report have the same
  public Source(ElectionPackage election, String name, Role role) {
    this.election = election;
    this.name = name;
    this.role = role;
    this.cells =
        IntStream.range(0, election.contests().size())
            .mapToObj(contest -> new Cells(election, contest))
            .toList();
    this.rows = new long[cells.size()][0][];
    this.arrivals = new long[cells.size()][0];
    this.covered = cells.stream().map(each -> new BitSet()).toList();
  }

  public ElectionPackage election() {
    return election;
  }

  public String name() {
    return name;
  }

  public Role role() {
    return role;
  }

  /// Where the figures of a contest, by its index in the package, stand in a row.
  public Cells cells(int contest) {
    return cells.get(contest);
  }

  /// The figures of a station, shared; empty if the source does not have the station.
  public long[] row(int contest, int station) {
    long[][] stations = rows[contest];
    return stations.length == 0 ? NOTHING : stations[station];
  }

  /// Whether the source has any figure of the station in this contest. Both are indexes in the
  /// package.
  public boolean has(int contest, int station) {
    return row(contest, station).length > 0;
  }

  /// Figures that the source has of at least one station.
  public BitSet covered(int contest) {
    return (BitSet) covered.get(contest).clone();
  }

  /// Totals without stations, by contest and area.
  public SortedMap<Place, long[]> totals() {
    return Collections.unmodifiableSortedMap(totals);
  }

  public SortedMap<Place, List<Defect>> defects() {
    return Collections.unmodifiableSortedMap(defects);
  }

  public List<Defect> defects(int contest, int station) {
    return defects.getOrDefault(new Place(contest, station), List.of());
  }

  public List<Unknown> unknown() {
    return List.copyOf(unknown.values());
  }

  public List<Remark> remarks() {
    return List.copyOf(remarks);
  }

  public List<Material> materials() {
    return List.copyOf(materials);
  }

  /// The row of a station, made if it was not there.
  private long[] open(int contest, int station) {
    if (rows[contest].length == 0) {
      rows[contest] = new long[election.stations().size()][];
      Arrays.fill(rows[contest], NOTHING);
    }
    if (rows[contest][station].length == 0) {
      rows[contest][station] = cells.get(contest).empty();
    }
    return rows[contest][station];
  }

  void set(int contest, int station, int cell, long value) {
    open(contest, station)[cell] = value;
    if (value != Cells.ABSENT) {
      covered.get(contest).set(cell);
    }
  }

  /// Takes a figure as a file has it. The first counts; another one is a defect of form, and votes
  /// for what is not on the ballot are another.
  ///
  /// @param where the place in the file
  void enter(int contest, int station, int cell, long value, String where) {
    OptionalInt selection = cells.get(contest).selectionOf(cell);
    if (selection.isPresent()
        && value > 0
        && !cells.get(contest).isOnBallot(station, selection.getAsInt())) {
      defect(
          contest,
          station,
          new Defect("not-on-ballot", where + ": " + cells.get(contest).name(cell)));
      return;
    }
    long[] row = row(contest, station);
    if (row.length == 0 || row[cell] == Cells.ABSENT) {
      set(contest, station, cell, value);
    } else if (row[cell] != value) {
      defect(contest, station, new Defect("rows-differ", where));
    }
  }

  /// When the figures of a station came, in whatever unit grows with time; -1 if not known.
  public long arrival(int contest, int station) {
    return arrivals[contest].length == 0 ? -1 : arrivals[contest][station];
  }

  /// Takes when the figures of a station came; the first time counts.
  ///
  /// @param arrival 0 or more
  public void arrived(int contest, int station, long arrival) {
    if (arrivals[contest].length == 0) {
      arrivals[contest] = new long[election.stations().size()];
      Arrays.fill(arrivals[contest], -1);
    }
    if (arrivals[contest][station] < 0) {
      arrivals[contest][station] = arrival;
    }
  }

  /// Whether figures over all channels are sums that were made in reading.
  public boolean isSummed() {
    return summed;
  }

  /// Takes a whole record; figures over all channels are its sums.
  public void set(int contest, int station, TallyFigures figures) {
    summed = true;
    long[] row = row(contest, station, figures);
    for (int cell = 0; cell < row.length; cell++) {
      set(contest, station, cell, row[cell]);
    }
  }

  /// Whether these are not the figures the source has of the station.
  boolean differs(int contest, int station, TallyFigures figures) {
    return differs(contest, station, row(contest, station, figures));
  }

  /// As with figures of a record.
  boolean differs(int contest, int station, long[] figures) {
    return !Arrays.equals(row(contest, station), figures);
  }

  private long[] row(int contest, int station, TallyFigures figures) {
    Cells at = cells.get(contest);
    long[] row = at.empty();
    row[0] = figures.registeredVoters();
    row[1] = figures.votersAdded().orElse(Cells.ABSENT);
    row[2] = figures.votersAdmitted();
    row[3] = figures.ballotsReceived().orElse(Cells.ABSENT);
    row[4] = figures.ballotsUnused().orElse(Cells.ABSENT);
    row[5] = figures.ballotsSpoiled().orElse(Cells.ABSENT);
    int[] ballot = election.ballot(contest, station);
    for (ChannelCount count : figures.channels()) {
      int block = count.channel();
      row[at.box(block, 0)] = count.ballotsCast();
      row[at.box(block, 1)] = count.blankVotes();
      row[at.box(block, 2)] = count.invalidVotes();
      row[at.box(block, 3)] = count.validVotes();
      for (int i = 0; i < ballot.length; i++) {
        row[at.votes(block, ballot[i])] = count.vote(i);
      }
    }
    if (at.channels() > 1) {
      sumChannels(at, row);
    }
    return row;
  }

  private static void sumChannels(Cells at, long[] row) {
    for (int offset = 0; offset < at.block(); offset++) {
      for (int channel = 0; channel < at.channels(); channel++) {
        long value = row[at.box(channel, offset)];
        int sum = at.box(at.all(), offset);
        if (value != Cells.ABSENT) {
          row[sum] = Math.addExact(Math.max(0, row[sum]), value);
        }
      }
    }
  }

  /// Takes a figure of an area without its stations.
  void total(int contest, int area, int cell, long value) {
    totals.computeIfAbsent(new Place(contest, area), at -> cells.get(contest).empty())[cell] =
        value;
  }

  /// @throws TooManyException if no more can be listed
  public void defect(int contest, int station, Defect defect) {
    count();
    defects.computeIfAbsent(new Place(contest, station), at -> new ArrayList<>(1)).add(defect);
  }

  /// @throws TooManyException if no more can be listed
  public void unknown(String what, String code, String where) {
    Unknown known = unknown.get(what + " " + code);
    if (known == null) {
      count();
      unknown.put(what + " " + code, new Unknown(what, code, where, 1));
    } else {
      unknown.put(
          what + " " + code,
          new Unknown(what, code, known.where(), Math.addExact(known.times(), 1)));
    }
  }

  private void count() {
    if (++listed > MAX_LISTED) {
      throw new TooManyException(name);
    }
  }

  public void remark(String code, Object... details) {
    remarks.add(new Remark(code, Arrays.stream(details).map(String::valueOf).toList()));
  }

  public void material(Material material) {
    materials.add(material);
  }

  /// A source of which too much does not fit.
  public static final class TooManyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyException(String name) {
      super(
          ("%s: more than %,d rows do not fit the election package; is it of another election, or"
                  + " is the mapping wrong?")
              .formatted(name, MAX_LISTED));
    }
  }
}
