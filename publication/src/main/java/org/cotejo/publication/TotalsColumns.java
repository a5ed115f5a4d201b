package org.cotejo.publication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.cotejo.cose.MalformedException;
import org.cotejo.count.Layout;
import org.cotejo.count.StationState;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;

/// The columns of the totals of one contest, in the order of the file: what [TotalsTable] writes
/// and whoever reads a shard expects.
public final class TotalsColumns {
  /// How many stations, and how many registered voters, in all and by state.
  public static final List<String> COVERAGE = coverage();

  private static final List<String> KEYS = List.of("row", "code", "state", "entry", "findings");

  private final ElectionPackage election;
  private final int contest;
  private final Layout layout;
  private final List<String> names;

  /// @param contest index of the contest
  public TotalsColumns(ElectionPackage election, int contest) {
    this.election = election;
    this.contest = contest;
    this.layout = Layout.of(election.contests().get(contest), election.channels().size());
    var columns = new ArrayList<>(KEYS);
    columns.addAll(COVERAGE);
    columns.addAll(Layout.SHEET);
    addChannel(columns, "");
    if (layout.channels() > 1) {
      election.channels().forEach(channel -> addChannel(columns, channel + "."));
    }
    this.names = List.copyOf(columns);
  }

  private static List<String> coverage() {
    var columns = new ArrayList<String>();
    for (String what : List.of("stations", "registered")) {
      columns.add(what);
      for (StationState state : StationState.values()) {
        columns.add(what + "." + state);
      }
      columns.add(what + ".LATE_KEY");
    }
    return List.copyOf(columns);
  }

  private void addChannel(List<String> columns, String prefix) {
    Contest held = election.contests().get(contest);
    Layout.CHANNEL.forEach(figure -> columns.add(prefix + figure));
    held.selections().forEach(selection -> columns.add(prefix + "votes." + selection.code()));
  }

  /// The header of a shard.
  public List<String> names() {
    return names;
  }

  /// Reads a row of a shard.
  ///
  /// @throws MalformedException if it is none: the message says which field is at fault
  public TotalsRow read(List<String> fields) throws MalformedException {
    if (fields.size() != names.size()) {
      throw new MalformedException("has %d fields, not %d".formatted(fields.size(), names.size()));
    }
    TotalsRow.Kind kind = kind(fields.get(0));
    String code = fields.get(1);
    OptionalInt place =
        kind == TotalsRow.Kind.STATION ? election.station(code) : election.area(code);
    if (place.isEmpty()) {
      throw new MalformedException("'" + code + "' is not in the package");
    }
    int at = KEYS.size();
    long[] coverage = numbers(fields, at, COVERAGE.size());
    at += COVERAGE.size();
    var figures = new long[layout.width()];
    System.arraycopy(numbers(fields, at, Layout.SHEET.size()), 0, figures, 0, Layout.SHEET.size());
    int blocks = layout.width() - Layout.SHEET.size();
    // The sums over several channels come first.
    at = names.size() - blocks;
    System.arraycopy(numbers(fields, at, blocks), 0, figures, Layout.SHEET.size(), blocks);
    return new TotalsRow(
        contest,
        kind,
        place.getAsInt(),
        state(kind, fields.get(2)),
        fields.get(3).isEmpty() ? TotalsRow.NONE : number(fields, 3),
        fields.get(4).isEmpty() ? List.of() : Arrays.asList(fields.get(4).split(" ")),
        coverage,
        layout,
        figures);
  }

  private static TotalsRow.Kind kind(String label) throws MalformedException {
    for (TotalsRow.Kind kind : TotalsRow.Kind.values()) {
      if (kind.label().equals(label)) {
        return kind;
      }
    }
    throw new MalformedException("row is not area, disputed or station");
  }

  private static StationState state(TotalsRow.Kind kind, String name) throws MalformedException {
    if (kind != TotalsRow.Kind.STATION) {
      return StationState.NOT_RECEIVED;
    }
    for (StationState state : StationState.values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    throw new MalformedException("no state of a station: '" + name + "'");
  }

  private long[] numbers(List<String> fields, int from, int count) throws MalformedException {
    var numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = fields.get(from + i).isEmpty() ? TotalsRow.NONE : number(fields, from + i);
    }
    return numbers;
  }

  private long number(List<String> fields, int column) throws MalformedException {
    String text = fields.get(column);
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
        throw new MalformedException(names.get(column) + " is not a count: '" + text + "'");
      }
      number = number * 10 + digit;
    }
    return number;
  }
}
