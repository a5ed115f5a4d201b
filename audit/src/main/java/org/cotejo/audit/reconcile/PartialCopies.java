package org.cotejo.audit.reconcile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.cotejo.audit.reconcile.PartialCopy.Bound;
import org.cotejo.audit.reconcile.PartialCopy.Earlier;
import org.cotejo.audit.reconcile.PartialCopy.Group;
import org.cotejo.audit.reconcile.PartialCopy.Kind;
import org.cotejo.audit.reconcile.PartialCopy.Part;
import org.cotejo.audit.reconcile.PartialCopy.Reversal;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;
import org.cotejo.model.ValidVotesBase;

/// Describes the sources that lack stations of one contest.
final class PartialCopies {
  private static final int QUARTERS = 4;

  private final ElectionPackage election;
  private final int contest;
  private final List<Source> sources;
  private final List<Source> earlier;
  private final Cells cells;
  private final int[] stations;

  /// The most registered voters of a station in each quarter.
  private final long[] sizes;

  /// @param sources of this election
  /// @param earlier sources of earlier ones
  PartialCopies(ElectionPackage election, int contest, List<Source> sources, List<Source> earlier) {
    this.election = election;
    this.contest = contest;
    this.sources = sources;
    this.earlier = earlier;
    this.cells = sources.getFirst().cells(contest);
    this.stations =
        IntStream.range(0, election.stations().size())
            .filter(station -> election.ballot(contest, station).length > 0)
            .toArray();
    this.sizes = quarters();
  }

  private long registered(int station) {
    return election.stations().get(station).registeredVoters();
  }

  private long[] quarters() {
    long[] sorted = Arrays.stream(stations).mapToLong(this::registered).sorted().toArray();
    var most = new long[QUARTERS];
    for (int quarter = 1; quarter <= QUARTERS && sorted.length > 0; quarter++) {
      most[quarter - 1] = sorted[Math.ceilDiv(sorted.length * quarter, QUARTERS) - 1];
    }
    return most;
  }

  /// Those that have some stations of the contest and lack others; a source of totals has none.
  List<PartialCopy> all() {
    var all = new ArrayList<PartialCopy>();
    for (int source = 0; source < sources.size(); source++) {
      long has = has(source).count();
      if (has > 0 && has < stations.length) {
        all.add(of(source));
      }
    }
    return all;
  }

  private IntStream has(int source) {
    return Arrays.stream(stations).filter(at -> sources.get(source).has(contest, at));
  }

  private IntStream lacks(int source) {
    return Arrays.stream(stations).filter(at -> !sources.get(source).has(contest, at));
  }

  private PartialCopy of(int source) {
    List<Group> groups = new ArrayList<>(groups(source, this::area, Kind.InArea::new));
    groups.addAll(groups(source, this::quarter, this::size));
    return new PartialCopy(
        contest,
        source,
        part(has(source)),
        part(lacks(source)),
        lacks(source).filter(station -> mostVotes(station) == 0).count(),
        groups,
        earlier(source),
        bounds(source),
        reversals(source));
  }

  private Part part(IntStream some) {
    return some.mapToObj(at -> Part.NONE.with(registered(at))).reduce(Part.NONE, Part::and);
  }

  /// The area of a station that is directly below the contest's, or the contest's own.
  private int area(int station) {
    int top = election.contests().get(contest).area();
    int at = election.stations().get(station).area();
    while (at != top && election.areas().get(at).parent() != top) {
      at = election.areas().get(at).parent();
    }
    return at;
  }

  private int quarter(int station) {
    int quarter = 0;
    while (registered(station) > sizes[quarter]) {
      quarter++;
    }
    return quarter;
  }

  private Kind size(int quarter) {
    long[] inside =
        Arrays.stream(stations)
            .filter(at -> quarter(at) == quarter)
            .mapToLong(this::registered)
            .toArray();
    return new Kind.OfSize(
        quarter + 1, Arrays.stream(inside).min().orElse(0), Arrays.stream(inside).max().orElse(0));
  }

  /// What a group is for its number.
  @FunctionalInterface
  private interface Named {
    Kind of(int group);
  }

  private List<Group> groups(int source, IntUnaryOperator groupOf, Named kinds) {
    var parts = new TreeMap<Integer, Part[]>();
    for (int station : stations) {
      Part[] both =
          parts.computeIfAbsent(
              groupOf.applyAsInt(station), group -> new Part[] {Part.NONE, Part.NONE});
      int side = sources.get(source).has(contest, station) ? 0 : 1;
      both[side] = both[side].with(registered(station));
    }
    return parts.entrySet().stream()
        .map(each -> new Group(kinds.of(each.getKey()), each.getValue()[0], each.getValue()[1]))
        .toList();
  }

  /// Votes of each selection that counts as valid; where the ballot has "none of these" apart, it
  /// is left out.
  private long[] votes(Source source, IntStream some) {
    var votes = new long[cells.selections()];
    some.forEach(station -> {
      long[] row = source.row(contest, station);
      for (int s = 0; row.length > 0 && s < votes.length; s++) {
        votes[s] = Math.addExact(votes[s], isValid(s) ? Math.max(0, cells.votes(row, s)) : 0);
      }
    });
    return votes;
  }

  private boolean isNone(int selection) {
    return cells.contest().selections().get(selection).type() == Selection.Type.NONE_OF_THESE;
  }

  private boolean isValid(int selection) {
    return !isNone(selection)
        || cells.contest().validVotesBase() != ValidVotesBase.WITHOUT_NONE_OF_THESE;
  }

  private List<Earlier> earlier(int source) {
    var rows = new ArrayList<Earlier>();
    for (int index = 0; index < earlier.size(); index++) {
      long[] with = votes(earlier.get(index), has(source));
      long[] without = votes(earlier.get(index), lacks(source));
      long all = Arrays.stream(with).sum();
      long allLacking = Arrays.stream(without).sum();
      for (int s = 0; s < with.length; s++) {
        if (with[s] > 0 || without[s] > 0) {
          rows.add(new Earlier(index, s, with[s], all, without[s], allLacking));
        }
      }
    }
    return rows;
  }

  /// Nobody knows of more voters in the stations that a source lacks.
  private long open(int source) {
    return lacks(source).mapToLong(this::mostVotes).reduce(0, Math::addExact);
  }

  private long mostVotes(int station) {
    return new MarginBounds(election, contest, sources).mostVotes(station);
  }

  private List<Bound> bounds(int source) {
    long[] votes = votes(sources.get(source), has(source));
    long valid = Arrays.stream(votes).sum();
    long open = open(source);
    return order(votes).stream()
        .map(selection -> new Bound(selection, votes[selection], valid, open))
        .toList();
  }

  private List<Integer> order(long[] votes) {
    return IntStream.range(0, votes.length)
        .filter(selection -> !isNone(selection))
        .boxed()
        .sorted(Comparator.comparingLong(selection -> -votes[selection]))
        .toList();
  }

  private List<Reversal> reversals(int source) {
    long[] votes = votes(sources.get(source), has(source));
    List<Integer> order = order(votes);
    long open = open(source);
    OptionalLong shown = shown(source);
    var reversals = new ArrayList<Reversal>();
    for (int place = 1; place < order.size(); place++) {
      int first = order.getFirst();
      int second = order.get(place);
      reversals.add(new Reversal(first, second, votes[first] - votes[second], open, shown));
    }
    return reversals;
  }

  /// Valid votes in the stations that a source lacks, each from the first source that has them;
  /// empty if a station is in none.
  private OptionalLong shown(int source) {
    long sum = 0;
    for (int station : lacks(source).toArray()) {
      long[] row =
          sources.stream()
              .filter(other -> hasVotes(other, station))
              .map(other -> other.row(contest, station))
              .findFirst()
              .orElse(new long[0]);
      if (row.length == 0) {
        return OptionalLong.empty();
      }
      for (int s = 0; s < cells.selections(); s++) {
        sum = Math.addExact(sum, isValid(s) ? Math.max(0, cells.votes(row, s)) : 0);
      }
    }
    return OptionalLong.of(sum);
  }

  /// Whether a source has the votes of every selection on a station's ballot.
  private boolean hasVotes(Source other, int station) {
    long[] row = other.row(contest, station);
    return row.length > 0
        && Arrays.stream(election.ballot(contest, station))
            .allMatch(selection -> cells.votes(row, selection) != Cells.ABSENT);
  }
}
