package org.cotejo.audit.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.cotejo.audit.source.Mapping;
import org.cotejo.audit.source.Source;
import org.cotejo.audit.source.TableSource;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.ValidVotesBase;

/// An election in which nothing is wrong, made from a seed: voters decide one by one, areas and
/// stations differ in turnout and preference, and municipalities report the later the more they
/// prefer the first selection. Then one thing may be made wrong.
final class MadeElection {
  private static final int BULLETINS = 3;

  private final ElectionPackage election;
  private final Contest contest;
  private final SplittableRandom random;
  private final long seed;
  private final long[][] votes;
  private final long[] cast;
  private final long[] registered;
  private final long[] arrival;
  private final double[] lean;

  MadeElection(int stations, long seed) {
    var files = new TreeMap<>(new SyntheticElection(stations, 1, seed).packageFiles().files());
    String header = new String(files.get("election.json"), UTF_8);
    files.put(
        "election.json", header.replace("\"paper\"", "\"paper\", \"machine\"").getBytes(UTF_8));
    this.election = ((PackageOutcome.Read) ElectionPackageReader.read(files)).electionPackage();
    this.contest = election.contests().getFirst();
    this.random = new SplittableRandom(seed);
    this.seed = seed;
    this.votes = new long[stations][];
    this.cast = new long[stations];
    this.registered = new long[stations];
    this.arrival = new long[stations];
    this.lean = new double[stations];
    var ofArea = new double[election.areas().size()];
    for (int area = 1; area < ofArea.length; area++) {
      int parent = election.areas().get(area).parent();
      ofArea[area] = ofArea[parent] + 0.25 * normal();
    }
    for (int at = 0; at < stations; at++) {
      int area = election.stations().get(at).area();
      lean[at] = ofArea[area] + 0.2 * normal();
      registered[at] = election.stations().get(at).registeredVoters();
      // Municipalities report sooner or later; within them, no preference does.
      double early = ofArea[election.areas().get(area).parent()];
      arrival[at] = Math.round(1_000_000 * (2 + early + Math.abs(normal())));
      vote(at, lean[at]);
    }
  }

  int selections() {
    return contest.selections().size();
  }

  /// Close to normal, the same on every machine.
  private double normal() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  private static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private void vote(int at, double leaning) {
    cast[at] = Binomial.draw(registered[at], logistic(0.4 + 0.3 * normal()), random);
    int selections = contest.selections().size();
    votes[at] = new long[selections];
    long left = cast[at];
    for (int selection = 0; selection < selections - 1; selection++) {
      double share = selection == 0 ? logistic(leaning) : logistic(0.2 - 0.1 * selection);
      votes[at][selection] = Binomial.draw(left, share, random);
      left -= votes[at][selection];
    }
    votes[at][selections - 1] = left;
  }

  private int stations() {
    return cast.length;
  }

  /// What is made wrong; each is named for the check that is to find it.
  void plant(Check check) {
    switch (check) {
      case C302 -> copy();
      case C303 -> trend();
      case C304 -> IntStream.range(0, stations()).filter(at -> at % 3 == 0).forEach(this::whole);
      // Made when the figures are put together.
      case C101, C102, C103, C104, C201, C202, C203, C301, C401, C402 -> {}
    }
  }

  /// Gives one station the figures of another of a common size.
  private void copy() {
    int from =
        IntStream.range(0, stations()).filter(at -> cast[at] > 250).findFirst().orElseThrow();
    int to =
        IntStream.range(from + 1, stations())
            .filter(at -> registered[at] >= cast[from])
            .findFirst()
            .orElseThrow();
    votes[to] = votes[from].clone();
    cast[to] = cast[from];
  }

  /// Votes again, with the leaning of those that came late moved.
  private void trend() {
    long[] sorted = Arrays.stream(arrival).sorted().toArray();
    for (int at = 0; at < stations(); at++) {
      double rank = (double) Arrays.binarySearch(sorted, arrival[at]) / stations();
      vote(at, lean[at] + rank);
    }
  }

  /// Moves votes until the share of the first selection is near a whole percentage.
  private void whole(int at) {
    for (long step = 0; step < cast[at]; step++) {
      for (long more : new long[] {step, -step}) {
        long leader = votes[at][0] + more;
        if (leader >= 0 && more <= votes[at][1] && IntegerPercentages.isNear(leader, cast[at])) {
          votes[at][0] += more;
          votes[at][1] -= more;
          return;
        }
      }
    }
  }

  /// Runs all checks.
  ///
  /// @param planted what is made wrong, if anything
  CheckReport checked(Optional<Check> planted) throws IOException, MalformedException {
    planted.ifPresent(this::plant);
    Path directory = Files.createTempDirectory("made");
    try {
      Source source = source(directory, planted);
      if (planted.equals(Optional.of(Check.C104))) {
        source.defect(0, stations() / 2, new Source.Defect("rows-differ", "line 7"));
      }
      return new Checks(seed, false, true).run(Optional.of(source), announced(planted));
    } finally {
      NewDirectory.remove(directory);
    }
  }

  /// A table with the votes of each channel, over both, and the totals of the whole.
  private Source source(Path directory, Optional<Check> planted)
      throws IOException, MalformedException {
    var names = new ArrayList<>(List.of("registeredVoters", "votersAdmitted"));
    for (String channel : List.of("paper.", "machine.", "")) {
      List.of("ballotsCast", "blankVotes", "invalidVotes", "validVotes")
          .forEach(figure -> names.add(channel + figure));
      contest.selections().forEach(each -> names.add(channel + "votes." + each.code()));
    }
    var table = new StringBuilder("station,arrival," + String.join(",", names) + "\n");
    var totals = new long[names.size()];
    for (int at = 0; at < stations(); at++) {
      table.append(election.stations().get(at).code()).append(',').append(arrival[at]);
      long[] row = row(at, at == stations() / 2 ? planted : Optional.empty());
      for (int i = 0; i < row.length; i++) {
        table.append(',').append(row[i]);
        totals[i] += row[i];
      }
      table.append('\n');
    }
    totals[totals.length - 1] += planted.equals(Optional.of(Check.C102)) ? 50 : 0;
    table.append("TOTAL,");
    Arrays.stream(totals).forEach(total -> table.append(',').append(total));
    Files.writeString(directory.resolve("made.csv"), table.append('\n').toString());
    var mapping = new StringBuilder("format = cotejo-mapping/1\nfile = made.csv\ncontest = 1\n");
    mapping.append("station.column = station\nstation.totals = TOTAL\n");
    mapping.append("arrival.column = arrival\n");
    names.forEach(name -> mapping.append("figure.%1$s = %1$s\n".formatted(name)));
    Path file = Files.writeString(directory.resolve("made.mapping"), mapping.toString());
    return TableSource.read(file, "made.mapping", Mapping.read(file), election, "made");
  }

  /// The figures of a station, a third of its votes by machine.
  private long[] row(int at, Optional<Check> planted) {
    int block = 4 + votes[at].length;
    var row = new long[2 + 3 * block];
    row[0] = registered[at];
    row[1] = cast[at];
    for (int selection = 0; selection < votes[at].length; selection++) {
      long machine = votes[at][selection] / 3;
      vote(row, 2, selection, votes[at][selection] - machine);
      vote(row, 2 + block, selection, machine);
      vote(row, 2 + 2 * block, selection, votes[at][selection]);
    }
    if (planted.equals(Optional.of(Check.C101))) {
      row[2 + 3]++;
      row[2 + 2 * block + 3]++;
    }
    if (planted.equals(Optional.of(Check.C103))) {
      row[2 + 2 * block + 4]++;
    }
    return row;
  }

  private void vote(long[] row, int from, int selection, long count) {
    row[from] += count;
    row[from + 3] += selection == noneOfThese() ? 0 : count;
    row[from + 4 + selection] = count;
  }

  private int noneOfThese() {
    return contest.validVotesBase() == ValidVotesBase.WITHOUT_NONE_OF_THESE
        ? IntStream.range(0, contest.selections().size())
            .filter(s -> contest.selections().get(s).type() == Selection.Type.NONE_OF_THESE)
            .findFirst()
            .orElse(-1)
        : -1;
  }

  /// Totals of the first third, two thirds and all of the stations.
  private List<StatedTotals> announced(Optional<Check> planted) {
    var announced = new ArrayList<StatedTotals>();
    for (int number = 1; number <= BULLETINS; number++) {
      int until = stations() * number / BULLETINS;
      long open = Arrays.stream(registered).skip(until).sum();
      var sums = new long[contest.selections().size()];
      for (int at = 0; at < until; at++) {
        for (int selection = 0; selection < sums.length; selection++) {
          sums[selection] += votes[at][selection];
        }
      }
      boolean isLast = number == BULLETINS;
      if (planted.equals(Optional.of(Check.C301)) && isLast) {
        fromPercentages(sums);
      }
      if (planted.equals(Optional.of(Check.C202)) && isLast) {
        sums[0] = 0;
      }
      var figures = new TreeMap<String, Long>();
      for (int selection = 0; selection < sums.length; selection++) {
        figures.put("votes." + contest.selections().get(selection).code(), sums[selection]);
      }
      boolean isWrong = planted.equals(Optional.of(Check.C201)) && isLast;
      figures.put("validVotes", Arrays.stream(sums).sum() + (isWrong ? 100 : 0));
      boolean isSaid = planted.equals(Optional.of(Check.C203)) && number == 1;
      announced.add(
          new StatedTotals("bulletin " + number, "", "", OptionalLong.of(open), isSaid, figures));
    }
    return announced;
  }

  /// Makes the counts those of their percentages with one decimal, of a total in thousands.
  private static void fromPercentages(long[] sums) {
    long total = Arrays.stream(sums).sum();
    var rounding = new RoundedPercentages(total, 1);
    long left = 1000;
    for (int i = 1; i < sums.length; i++) {
      long unit = rounding.percentage(sums[i]);
      sums[i] = unit * (total / 1000 + 1);
      left -= unit;
    }
    sums[0] = left * (total / 1000 + 1);
  }
}
