package org.cotejo.audit.reconcile;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cotejo.audit.source.Cells;
import org.cotejo.audit.source.LogSource;
import org.cotejo.audit.source.SheetsSource;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ElectionPackage;
import org.jspecify.annotations.Nullable;

/// Sources laid side by side. Each figure of a source is compared with that of the first source
/// before it that has the figure too.
public final class Reconciliation {
  private final ElectionPackage election;
  private final List<Source> sources;
  private final List<Source> earlier;
  private final List<PartialCopy> partial = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final List<MarginBound> margins = new ArrayList<>();
  private final List<TotalsBeside> totals;
  private final @Nullable Concordance[][] kinds;
  private final long[][] compared;
  private final long[][] agreeing;
  private final long[] absentZeros;

  private Reconciliation(ElectionPackage election, List<Source> given) {
    this.election = election;
    this.sources = given.stream().filter(each -> each.role() != Source.Role.EARLIER).toList();
    this.earlier = given.stream().filter(each -> each.role() == Source.Role.EARLIER).toList();
    int contests = election.contests().size();
    this.kinds = new Concordance[contests][election.stations().size()];
    this.compared = new long[contests][];
    this.agreeing = new long[contests][];
    this.absentZeros = new long[sources.size()];
    for (int contest = 0; contest < contests; contest++) {
      Cells cells = sources.getFirst().cells(contest);
      compared[contest] = new long[cells.width()];
      agreeing[contest] = new long[cells.width()];
      stations(contest, cells);
      if (stationSources().size() > 0) {
        margins.addAll(new MarginBounds(election, contest, stationSources()).all());
      }
      partial.addAll(new PartialCopies(election, contest, this.sources, earlier).all());
    }
    this.totals = new TotalsComparison(election, this.sources).all();
  }

  /// @param sources at least one of this election; the first is the one whose leads are bounded.
  ///   Those of earlier elections are not compared with the others
  public static Reconciliation of(ElectionPackage election, List<Source> sources) {
    if (sources.stream().allMatch(source -> source.role() == Source.Role.EARLIER)) {
      throw new IllegalArgumentException("nothing to lay side by side");
    }
    return new Reconciliation(election, sources);
  }

  private List<Source> stationSources() {
    return sources.stream().filter(source -> source.role() != Source.Role.TOTALS).toList();
  }

  private void stations(int contest, Cells cells) {
    var arithmetic = new CellArithmetic(cells);
    List<BitSet> covered = sources.stream().map(source -> source.covered(contest)).toList();
    for (int station = 0; station < election.stations().size(); station++) {
      if (election.ballot(contest, station).length > 0) {
        int before = findings.size();
        int agree = compare(contest, station, cells);
        missing(contest, station, cells, covered);
        defects(contest, station);
        arithmetic(contest, station, arithmetic);
        kinds[contest][station] = kind(contest, station, before, agree);
      }
    }
  }

  private Concordance kind(int contest, int station, int before, int agree) {
    Optional<Concordance> worst =
        findings.subList(before, findings.size()).stream()
            .map(Finding::kind)
            .min(Concordance::compareTo);
    if (worst.isPresent()) {
      return worst.get();
    }
    if (sources.stream().noneMatch(source -> source.has(contest, station))) {
      return Concordance.NO_SOURCE;
    }
    return agree > 0 ? Concordance.CONCORDANT : Concordance.ONE_SOURCE;
  }

  /// @return how many figures agree
  private int compare(int contest, int station, Cells cells) {
    Map<Integer, List<Slip.Pair>> differing = Map.of();
    int agree = 0;
    for (int later = 1; later < sources.size(); later++) {
      long[] row = sources.get(later).row(contest, station);
      for (int cell = 0; cell < row.length; cell++) {
        int earlier = row[cell] == Cells.ABSENT ? -1 : holder(contest, station, cells, cell, later);
        if (earlier < 0) {
          continue;
        }
        long first = sources.get(earlier).row(contest, station)[cell];
        compared[contest][cell]++;
        if (first == row[cell]) {
          agree++;
          agreeing[contest][cell]++;
        } else {
          differing = differing.isEmpty() ? new TreeMap<>() : differing;
          differing
              .computeIfAbsent(earlier * sources.size() + later, pair -> new ArrayList<>())
              .add(new Slip.Pair(cell, first, row[cell]));
        }
      }
    }
    differing.forEach((pair, cellsOf) ->
        findings.add(
            difference(contest, station, pair / sources.size(), pair % sources.size(), cellsOf)));
    return agree;
  }

  /// The first source before this one that has the figure; -1 if none does. A figure over all
  /// channels is left where the same two have it channel by channel.
  private int holder(int contest, int station, Cells cells, int cell, int later) {
    for (int earlier = 0; earlier < later; earlier++) {
      long[] row = sources.get(earlier).row(contest, station);
      if (row.length > 0
          && row[cell] != Cells.ABSENT
          && !isByChannel(cells, cell, row, sources.get(later).row(contest, station))) {
        return earlier;
      }
    }
    return -1;
  }

  private static boolean isByChannel(Cells cells, int cell, long[] one, long[] other) {
    if (cells.channels() == 1 || cells.blockOf(cell) != cells.all()) {
      return false;
    }
    int offset = cell - cells.box(cells.all(), 0);
    for (int channel = 0; channel < cells.channels(); channel++) {
      int at = cells.box(channel, offset);
      if (one[at] != Cells.ABSENT && other[at] != Cells.ABSENT) {
        return true;
      }
    }
    return false;
  }

  private Finding difference(
      int contest, int station, int earlier, int later, List<Slip.Pair> pairs) {
    Source.Role one = sources.get(earlier).role();
    Source.Role other = sources.get(later).role();
    Optional<Slip> slip =
        Slip.of(
            pairs,
            sources.get(earlier).row(contest, station),
            sources.get(later).row(contest, station));
    Concordance kind;
    if (one == Source.Role.SIGNED && other == Source.Role.SIGNED) {
      kind = Concordance.SIGNED_CONFLICT;
    } else if ((one == Source.Role.SIGNED && other == Source.Role.PRINTED)
        || (one == Source.Role.PRINTED && other == Source.Role.SIGNED)) {
      kind = Concordance.PRINTED_NOT_SIGNED;
    } else {
      kind = slip.isPresent() ? Concordance.TRANSCRIPTION : Concordance.DIFFERENT;
    }
    return new Finding(
        kind, contest, station, List.of(earlier, later), pairs, slip.map(Slip::label).orElse(""));
  }

  /// Figures of votes that somebody has here and that this source has elsewhere.
  private void missing(int contest, int station, Cells cells, List<BitSet> covered) {
    for (int lacking = 0; lacking < sources.size(); lacking++) {
      long[] row = sources.get(lacking).row(contest, station);
      for (int other = 0; other < sources.size(); other++) {
        long[] there = sources.get(other).row(contest, station);
        var pairs = new ArrayList<Slip.Pair>();
        boolean isWhole = row.length == 0;
        boolean hasSome = false;
        for (int cell = 0; cell < there.length; cell++) {
          if (there[cell] == Cells.ABSENT
              || !covered.get(lacking).get(cell)
              || (cells.blockOf(cell) == cells.all() && cells.channels() > 1)
              || (!isWhole && row[cell] != Cells.ABSENT)) {
            continue;
          }
          hasSome = true;
          if (there[cell] > 0) {
            pairs.add(new Slip.Pair(cell, there[cell], Cells.ABSENT));
          } else if (!isWhole) {
            absentZeros[lacking]++;
          }
        }
        if (isWhole ? hasSome : !pairs.isEmpty()) {
          findings.add(
              new Finding(
                  Concordance.MISSING,
                  contest,
                  station,
                  List.of(other, lacking),
                  isWhole ? List.of() : pairs,
                  isWhole ? "station" : "figures"));
          break;
        }
      }
    }
  }

  private void defects(int contest, int station) {
    for (int source = 0; source < sources.size(); source++) {
      for (Source.Defect defect : sources.get(source).defects(contest, station)) {
        findings.add(
            new Finding(
                kind(defect),
                contest,
                station,
                List.of(source),
                List.of(),
                (defect.code() + " " + defect.detail()).strip()));
      }
    }
  }

  private static Concordance kind(Source.Defect defect) {
    return switch (defect.code()) {
      case LogSource.SIGNED_CONFLICT -> Concordance.SIGNED_CONFLICT;
      case SheetsSource.PRINTED_NOT_SIGNED -> Concordance.PRINTED_NOT_SIGNED;
      default -> Concordance.FORM_DEFECT;
    };
  }

  private void arithmetic(int contest, int station, CellArithmetic arithmetic) {
    for (int source = 0; source < sources.size(); source++) {
      long[] row = sources.get(source).row(contest, station);
      List<String> broken = row.length == 0 ? List.of() : arithmetic.check(row, station);
      if (!broken.isEmpty()) {
        findings.add(
            new Finding(
                Concordance.ARITHMETIC,
                contest,
                station,
                List.of(source),
                List.of(),
                String.join("; ", broken)));
      }
    }
  }

  public ElectionPackage election() {
    return election;
  }

  public List<Source> sources() {
    return sources;
  }

  /// Sources of earlier elections, which nothing is compared with.
  public List<Source> earlier() {
    return earlier;
  }

  /// The sources that lack stations, by contest and source.
  public List<PartialCopy> partial() {
    return List.copyOf(partial);
  }

  /// What was found at stations, by contest and station.
  public List<Finding> findings() {
    return List.copyOf(findings);
  }

  public List<MarginBound> margins() {
    return List.copyOf(margins);
  }

  public List<TotalsBeside> totals() {
    return totals;
  }

  /// How a station stands; empty where the contest is not held.
  public Optional<Concordance> kind(int contest, int station) {
    return Optional.ofNullable(kinds[contest][station]);
  }

  /// How many stations of each area stand how, by the areas' indexes.
  public List<Map<Concordance, Long>> counts(int contest) {
    var counts = new ArrayList<Map<Concordance, Long>>();
    election.areas().forEach(area -> counts.add(new EnumMap<>(Concordance.class)));
    for (int station = 0; station < election.stations().size(); station++) {
      Optional<Concordance> kind = kind(contest, station);
      int area = kind.isPresent() ? election.stations().get(station).area() : -1;
      while (area >= 0) {
        counts.get(area).merge(kind.orElseThrow(), 1L, Long::sum);
        area = election.areas().get(area).parent();
      }
    }
    return counts;
  }

  /// Comparisons of figures of votes in a block.
  public long compared(int contest, int block) {
    return votes(compared[contest], contest, block);
  }

  /// Those that agree.
  public long agreeing(int contest, int block) {
    return votes(agreeing[contest], contest, block);
  }

  private long votes(long[] cellCounts, int contest, int block) {
    Cells cells = sources.getFirst().cells(contest);
    return IntStream.range(0, cells.selections())
        .mapToLong(s -> cellCounts[cells.votes(block, s)])
        .sum();
  }

  /// Figures that this source does not have at stations it has, and that are 0 in another.
  public long absentZeros(int source) {
    return absentZeros[source];
  }
}
