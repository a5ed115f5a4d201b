package org.cotejo.station.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Selection;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InventedFiguresTest {
  private static ElectionPackage election(long seed) {
    var files = new SyntheticElection(60, 8, seed).packageFiles().files();
    return switch (ElectionPackageReader.read(files)) {
      case PackageOutcome.Read(ElectionPackage read) -> read;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  private static int noneOfThese(Contest contest) {
    List<Selection> selections = contest.selections();
    for (int i = 0; i < selections.size(); i++) {
      if (selections.get(i).type() == Selection.Type.NONE_OF_THESE) {
        return i;
      }
    }
    return -1;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, -1})
  void breakNoRuleAndFitTheirBallots(long seed) {
    ElectionPackage election = election(seed);
    var figures = new InventedFigures(election, seed);
    for (int contest = 0; contest < election.contests().size(); contest++) {
      Contest held = election.contests().get(contest);
      for (int station = 0; station < election.stations().size(); station++) {
        TallyFigures of = figures.of(contest, station).orElseThrow();
        var about = new TallySubject(held.code(), election.stations().get(station).code());
        assertThat(PackageFit.misfit(election, about, of)).isEmpty();
        assertThat(
                Arithmetic.check(
                    of,
                    noneOfThese(held),
                    held.validVotesBase(),
                    election.stations().get(station).registeredVoters()))
            .isEmpty();
        assertThat(of.channels()).extracting(ChannelCount::ballotsCast).allMatch(cast -> cast > 0);
        assertThat(figures.of(contest, station).orElseThrow()).isEqualTo(of);
      }
    }
  }
}
