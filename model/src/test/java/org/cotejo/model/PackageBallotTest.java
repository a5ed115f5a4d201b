package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Ballots against their definition, worked out the slow way, on trees of any shape.
class PackageBallotTest {
  private static final int TREES = 60;

  private static ElectionPackage read(PackageFiles files) {
    return switch (ElectionPackageReader.read(files.files())) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  private static PackageFiles election() {
    return new PackageFiles()
        .election("t", Map.of("en", "T"), LocalDate.of(2026, 1, 1), Mode.REAL, List.of("paper"));
  }

  private static boolean isAtOrBelow(ElectionPackage election, int area, int other) {
    for (int at = area; at >= 0; at = election.areas().get(at).parent()) {
      if (at == other) {
        return true;
      }
    }
    return false;
  }

  private static int[] slowBallot(ElectionPackage election, int contest, int station) {
    int area = election.stations().get(station).area();
    List<Selection> selections = election.contests().get(contest).selections();
    return IntStream.range(0, selections.size())
        .filter(i -> isAtOrBelow(election, area, selections.get(i).area()))
        .toArray();
  }

  private static ElectionPackage random(Random random) {
    PackageFiles files = election().area("A0", "", "country", "", "Land");
    int areas = 1 + random.nextInt(25);
    var parents = new ArrayList<Integer>(List.of(-1));
    for (int area = 1; area < areas; area++) {
      parents.add(random.nextInt(area));
      files.area("A" + area, "A" + parents.get(area), "part", "", "Area " + area);
    }
    for (int contest = 0; contest < 3; contest++) {
      int held = random.nextInt(areas);
      files.contest("c" + contest, "A" + held, "", "Contest", ValidVotesBase.ALL_SELECTIONS);
      int selections = 1 + random.nextInt(6);
      for (int selection = 0; selection < selections; selection++) {
        int area = random.nextInt(areas);
        int at = area;
        while (at > held) {
          at = parents.get(at);
        }
        String where = "A" + (at == held ? area : held);
        files.selection(
            "c" + contest, "s" + selection, Selection.Type.LIST, where, "", "List " + selection);
      }
    }
    for (int area = 0; area < areas; area++) {
      files.station("S%03d".formatted(area), "A" + area, 1, "", "", "");
    }
    return read(files);
  }

  @Test
  void everyBallotIsTheSelectionsThatStandAtOrAboveTheStation() {
    for (int seed = 0; seed < TREES; seed++) {
      ElectionPackage election = random(new Random(seed));
      for (int contest = 0; contest < election.contests().size(); contest++) {
        for (int station = 0; station < election.stations().size(); station++) {
          assertThat(election.ballot(contest, station))
              .as("seed %d, contest %d, station %d", seed, contest, station)
              .isEqualTo(slowBallot(election, contest, station));
        }
      }
    }
  }

  @Test
  void areasThatVoteOnTheSameSelectionsShareOneArray() {
    PackageFiles files =
        election()
            .area("X", "", "country", "", "Land")
            .area("N", "X", "region", "", "North")
            .area("N1", "N", "town", "", "North Town")
            .contest("c", "X", "", "Contest", ValidVotesBase.ALL_SELECTIONS)
            .selection("c", "a", Selection.Type.LIST, "X", "", "A")
            .station("1", "N", 1, "", "", "")
            .station("2", "N1", 1, "", "", "");
    ElectionPackage election = read(files);
    assertThat(election.ballot(0, 0)).containsExactly(0).isSameAs(election.ballot(0, 1));
  }

  @Test
  void contestHeldElsewhereHasNoBallot() {
    PackageFiles files =
        election()
            .area("X", "", "country", "", "Land")
            .area("N", "X", "region", "", "North")
            .area("S", "X", "region", "", "South")
            .contest("c", "S", "", "Contest", ValidVotesBase.ALL_SELECTIONS)
            .selection("c", "a", Selection.Type.LIST, "S", "", "A")
            .station("1", "X", 1, "", "", "")
            .station("2", "N", 1, "", "", "")
            .station("3", "S", 1, "", "", "");
    ElectionPackage election = read(files);
    assertThat(election.ballot(0, 0)).isEmpty();
    assertThat(election.ballot(0, 1)).isEmpty();
    assertThat(election.ballot(0, 2)).containsExactly(0);
  }
}
