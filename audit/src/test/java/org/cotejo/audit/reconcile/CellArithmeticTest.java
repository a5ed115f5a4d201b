package org.cotejo.audit.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotejo.audit.source.Cells;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.ValidVotesBase;
import org.junit.jupiter.api.Test;

/// Rules asked of figures that may be incomplete, in two channels.
class CellArithmeticTest {
  private static final Cells CELLS = new Cells(election(), 0);

  private static ElectionPackage election() {
    var files = new PackageFiles();
    files.election(
        "e", Map.of("en", "E"), LocalDate.EPOCH, Mode.REHEARSAL, List.of("paper", "machine"));
    files.area("SY", "", "country", "Synthetia", "Synthetia");
    files.contest("1", "SY", "", "Contest", ValidVotesBase.ALL_SELECTIONS);
    files.selection("1", "1", Selection.Type.LIST, "SY", "", "One");
    files.selection("1", "2", Selection.Type.LIST, "SY", "", "Two");
    files.station("1", "SY", 100, "", "", "");
    return ((PackageOutcome.Read) ElectionPackageReader.read(files.files())).electionPackage();
  }

  private static List<String> broken(Map<String, Long> figures) {
    var row = new long[CELLS.width()];
    Arrays.fill(row, Cells.ABSENT);
    figures.forEach((name, value) -> row[CELLS.find(name).orElseThrow()] = value);
    return new CellArithmetic(CELLS).check(row, 0);
  }

  @Test
  void asksOverAllChannelsWhereThatIsAllThereIs() {
    assertThat(broken(Map.of("validVotes", 9L, "votes.1", 4L, "votes.2", 4L)))
        .containsExactly("R104 9 / 8");
    assertThat(
            broken(Map.of("validVotes", 9L, "votes.1", 4L, "votes.2", 4L, "machine.votes.1", 4L)))
        .isEmpty();
  }

  /// Most tables have voters and votes, and nothing of ballots.
  @Test
  void votesAreNoFewerBallots() {
    Map<String, Long> told = Map.of("registeredVoters", 10L, "votes.1", 7L, "votes.2", 2L);
    assertThat(broken(told)).isEmpty();
    var more = new HashMap<>(told);
    more.put("blankVotes", 2L);
    assertThat(broken(more)).containsExactly("R106 11 / 10");
    more.put("votersAdded", 1L);
    assertThat(broken(more)).isEmpty();
    more.put("machine.votes.2", 9L);
    more.put("ballotsCast", 11L);
    assertThat(broken(more)).isEmpty();
  }

  /// Without ballots on paper, and without those of the other channel, nobody said there were none.
  @Test
  void doesNotTakeBallotsThatNobodyToldForNone() {
    Map<String, Long> told = Map.of("ballotsReceived", 100L, "ballotsUnused", 60L);
    assertThat(broken(told)).isEmpty();
    assertThat(
            broken(
                Map.of("ballotsReceived", 100L, "ballotsUnused", 60L, "machine.ballotsCast", 40L)))
        .containsExactly("R102 100 / 60");
  }
}
