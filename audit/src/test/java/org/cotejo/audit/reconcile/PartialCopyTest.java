package org.cotejo.audit.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.cotejo.audit.reconcile.PartialCopy.Bound;
import org.cotejo.audit.reconcile.PartialCopy.Earlier;
import org.cotejo.audit.reconcile.PartialCopy.Group;
import org.cotejo.audit.reconcile.PartialCopy.Kind;
import org.cotejo.audit.reconcile.PartialCopy.Part;
import org.cotejo.audit.source.Source;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.ValidVotesBase;
import org.junit.jupiter.api.Test;

/// Four stations of 100, 200, 200 and 300 registered voters in two areas, lists A and B.
class PartialCopyTest {
  private static final ElectionPackage ELECTION = election();

  private static ElectionPackage election() {
    var files = new PackageFiles();
    files.election("e", Map.of("en", "E"), LocalDate.EPOCH, Mode.REHEARSAL, List.of("paper"));
    files.area("X", "", "country", "X", "X");
    files.area("N", "X", "area", "N", "N");
    files.area("S", "X", "area", "S", "S");
    files.contest("c", "X", "C", "C", ValidVotesBase.ALL_SELECTIONS);
    files.selection("c", "A", Selection.Type.LIST, "X", "A", "A");
    files.selection("c", "B", Selection.Type.LIST, "X", "B", "B");
    files.station("1", "N", 100, "", "", "");
    files.station("2", "N", 200, "", "", "");
    files.station("3", "S", 200, "", "", "");
    files.station("4", "S", 300, "", "", "");
    return ((PackageOutcome.Read) ElectionPackageReader.read(files.files())).electionPackage();
  }

  private static Source source(String name, Source.Role role, long[]... votes) {
    var source = new Source(ELECTION, name, role);
    for (int station = 0; station < votes.length; station++) {
      long cast = votes[station][0] + votes[station][1];
      if (cast > 0) {
        source.set(
            0,
            station,
            new TallyFigures(
                ELECTION.stations().get(station).registeredVoters(),
                OptionalLong.empty(),
                cast,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                List.of(new ChannelCount(0, cast, 0, 0, cast, votes[station]))));
      }
    }
    return source;
  }

  private static PartialCopy only(Source... sources) {
    var found = Reconciliation.of(ELECTION, List.of(sources)).partial();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  /// Stations 1 and 3 only: A has 90, B has 50.
  private static Source copy() {
    return source("copy", Source.Role.PRINTED, new long[][] {{30, 20}, {0, 0}, {60, 30}});
  }

  @Test
  void saysWhichStationsASourceHasByAreaAndBySize() {
    PartialCopy found = only(copy());
    assertThat(found.has()).isEqualTo(new Part(2, 300));
    assertThat(found.lacks()).isEqualTo(new Part(2, 500));
    assertThat(found.groups())
        .containsExactly(
            new Group(new Kind.InArea(1), new Part(1, 100), new Part(1, 200)),
            new Group(new Kind.InArea(2), new Part(1, 200), new Part(1, 300)),
            new Group(new Kind.OfSize(1, 100, 100), new Part(1, 100), Part.NONE),
            new Group(new Kind.OfSize(2, 200, 200), new Part(1, 200), new Part(1, 200)),
            new Group(new Kind.OfSize(4, 300, 300), Part.NONE, new Part(1, 300)));
  }

  @Test
  void boundsTheWholeByRegisteredVotersWhereNobodyHasMore() {
    PartialCopy found = only(copy());
    assertThat(found.bounds())
        .containsExactly(new Bound(0, 90, 140, 500), new Bound(1, 50, 140, 500));
    PartialCopy.Reversal reversal = found.reversals().getFirst();
    assertThat(reversal.needed()).isEqualTo(41);
    assertThat(reversal.remaining()).isEqualTo(500);
    // 271 against 229 is 42 more; 270 against 230 is 40, which makes them equal.
    assertThat(reversal.votesNeeded()).isEqualTo(271);
    assertThat(reversal.isPossible()).isTrue();
  }

  @Test
  void takesTheVotesThatAnotherSourceShowsOfTheOtherStations() {
    Source whole =
        source("whole", Source.Role.TABLE, new long[][] {{30, 20}, {10, 9}, {60, 30}, {10, 11}});
    PartialCopy.Reversal reversal = only(copy(), whole).reversals().getFirst();
    assertThat(reversal.shown()).hasValue(40);
    assertThat(reversal.needed()).isEqualTo(41);
    assertThat(reversal.isPossible()).isFalse();
  }

  @Test
  void tellsBothPartsByAnEarlierElectionAndComparesNothingWithIt() {
    Source earlier =
        source("before", Source.Role.EARLIER, new long[][] {{8, 2}, {1, 9}, {7, 3}, {4, 6}});
    var found = Reconciliation.of(ELECTION, List.of(copy(), earlier));
    assertThat(found.findings()).isEmpty();
    assertThat(found.kind(0, 0)).hasValue(Concordance.ONE_SOURCE);
    assertThat(found.partial().getFirst().earlier())
        .containsExactly(new Earlier(0, 0, 15, 20, 5, 20), new Earlier(0, 1, 5, 20, 15, 20));
  }

  @Test
  void saysNothingOfSourcesThatHaveEveryStation() {
    Source whole =
        source("whole", Source.Role.TABLE, new long[][] {{30, 20}, {10, 9}, {60, 30}, {10, 11}});
    assertThat(Reconciliation.of(ELECTION, List.of(whole)).partial()).isEmpty();
  }
}
