package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Decision;
import org.cotejo.model.TallyFigures;
import org.junit.jupiter.api.Test;

/// Totals added up by hand, figure by figure.
class TotalsTest {
  /// Paper and machine, every box filled: 60 paper ballots with 2 blank and 1 invalid, 20 by
  /// machine.
  private static final TallyFigures BOTH_CHANNELS =
      new TallyFigures(
          100,
          OptionalLong.of(2),
          80,
          OptionalLong.of(120),
          OptionalLong.of(55),
          OptionalLong.of(5),
          List.of(
              new ChannelCount(0, 60, 2, 1, 57, new long[] {30, 20, 4, 3}),
              new ChannelCount(1, 20, 0, 0, 20, new long[] {9, 8, 2, 1})));

  private static final TallyFigures MACHINE_ONLY =
      SmallElection.sheet("C1", 150, new ChannelCount(1, 150, 0, 0, 150, new long[] {70, 60, 20}));

  @Test
  void addsEveryFigureInItsOwnPlaceUpTheTree() {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", BOTH_CHANNELS);
    log.record("C1", "p", "C1", MACHINE_ONLY);
    log.record("D1", "p", "D1", SmallElection.votes("D1", 11, 12, 2));
    assertThat(log.findings()).isEmpty();

    long[] north = {100, 2, 80, 120, 55, 5, 60, 2, 1, 57, 30, 20, 4, 3, 20, 0, 0, 20, 9, 8, 2, 1};
    long[] south = {400, 0, 150, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 150, 0, 0, 150, 70, 60, 0, 20};
    long[] land = {
      550, 2, 255, 120, 55, 5, 85, 2, 1, 82, 41, 32, 4, 5, 170, 0, 0, 170, 79, 68, 2, 21
    };
    assertThat(log.area("p", "N").totals()).isEqualTo(north);
    assertThat(log.area("p", "N1").totals()).isEqualTo(north);
    assertThat(log.area("p", "N2").totals()).containsOnly(0);
    assertThat(log.area("p", "S").totals()).isEqualTo(south);
    assertThat(log.area("p", "S1a").totals()).isEqualTo(south);
    assertThat(log.area("p", "L").totals()).isEqualTo(land);
    assertThat(log.count("p").total().totals()).isEqualTo(land);

    Layout layout = log.count("p").layout();
    assertThat(layout.width()).isEqualTo(22);
    assertThat(layout.sum(land, 0)).isEqualTo(255);
    assertThat(layout.sum(land, 3)).isEqualTo(252);
    assertThat(List.of(0, 1, 2, 3).stream().map(s -> layout.votes(land, s)))
        .containsExactly(120L, 100L, 6L, 26L);
  }

  @Test
  void keepsContestsApart() {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", BOTH_CHANNELS);
    log.record("A1", "m", "A1", SmallElection.memberVotes("A1", 40, 30));
    Layout layout = log.count("m").layout();
    long[] totals = log.area("m", "N").totals();
    assertThat(layout.width()).isEqualTo(6 + 2 * 7);
    assertThat(List.of(0, 1, 2).stream().map(s -> layout.votes(totals, s)))
        .containsExactly(40L, 30L, 0L);
    assertThat(layout.sum(totals, 3)).isEqualTo(40);
    assertThat(log.count("p").layout().votes(log.area("p", "N").totals(), 0)).isEqualTo(39);
  }

  @Test
  void countsAContestOnlyWhereItIsHeld() {
    SmallLog log = SmallLog.open();
    ContestCount members = log.count("m");
    assertThat(members.stations().toArray()).containsExactly(0, 1, 2);
    assertThat(members.area(log.election.area("L").orElseThrow())).isEmpty();
    assertThat(members.area(log.election.area("S").orElseThrow())).isEmpty();
    assertThat(members.total().stations()).isEqualTo(3);
    assertThat(members.total().registered()).isEqualTo(600);
    assertThat(members.isHeldAt(3)).isFalse();
    long entry = log.rule("m", "C1", log.leaf(0), new Decision.Annul());
    assertThat(log.findings()).containsExactly(entry + " F305 m/C1");
    assertThat(members.total().stations()).isEqualTo(3);
  }

  @Test
  void mapsEachBallotToTheSelectionsOnIt() {
    SmallLog log = SmallLog.open();
    log.record("A2", "p", "A2", SmallElection.votes("A2", 1, 2, 4, 8));
    log.record("C1", "p", "C1", SmallElection.votes("C1", 16, 32, 64));
    log.record("A2", "m", "A2", SmallElection.memberVotes("A2", 128, 2));
    log.record("B1", "m", "B1", SmallElection.memberVotes("B1", 100, 50, 7));
    assertThat(log.findings()).isEmpty();
    long[] totals = log.area("p", "L").totals();
    Layout p = log.count("p").layout();
    assertThat(List.of(0, 1, 2, 3).stream().map(s -> p.votes(totals, s)))
        .containsExactly(17L, 34L, 4L, 72L);
    long[] members = log.area("m", "N").totals();
    Layout m = log.count("m").layout();
    assertThat(List.of(0, 1, 2).stream().map(s -> m.votes(members, s)))
        .containsExactly(228L, 52L, 7L);
    assertThat(log.count("p").noneOfThese(log.election.station("A2").orElseThrow())).isEqualTo(3);
    assertThat(log.count("p").noneOfThese(log.election.station("C1").orElseThrow())).isEqualTo(2);
    assertThat(log.count("m").noneOfThese(log.election.station("B1").orElseThrow())).isEqualTo(1);
  }

  @Test
  void takesNoneOfTheseAsValidOnlyWhereTheContestSaysSo() {
    SmallLog log = SmallLog.open();
    // The same figures: 10 and 5 for none of these, 15 valid of 15 cast.
    var valid =
        SmallElection.sheet("A1", 15, new ChannelCount(0, 15, 0, 0, 15, new long[] {10, 5}));
    long entry = log.record("A1", "m", "A1", valid);
    assertThat(log.fold.findings())
        .containsExactly(
            new Finding(entry, "R103", "m/A1", "15 / 20 paper"),
            new Finding(entry, "R104", "m/A1", "15 / 10 paper"));
    log.record("A1", "p", "A1", SmallElection.votes("A1", 10, 0, 0, 5));
    var apart =
        SmallElection.sheet("A2", 15, new ChannelCount(0, 15, 0, 0, 10, new long[] {10, 0, 0, 5}));
    long wrong = log.record("A2", "p", "A2", apart);
    assertThat(log.fold.findings().subList(2, 4))
        .containsExactly(
            new Finding(wrong, "R103", "p/A2", "15 / 10 paper"),
            new Finding(wrong, "R104", "p/A2", "10 / 15 paper"));
    assertThat(log.fold.findings()).hasSize(4);
  }

  @Test
  void looksForNoneOfTheseWhereEachBallotHasIt() {
    SmallLog log = SmallLog.open();
    log.record("B1", "m", "B1", SmallElection.memberVotes("B1", 100, 50, 7));
    assertThat(log.findings()).isEmpty();
    assertThat(log.count("m").layout().sum(log.area("m", "N2").totals(), 3)).isEqualTo(107);
  }

  @Test
  void reportsArithmeticByChannel() {
    SmallLog log = SmallLog.open();
    var machineWrong =
        SmallElection.sheet(
            "A1",
            30,
            new ChannelCount(0, 10, 0, 0, 10, new long[] {4, 3, 2, 1}),
            new ChannelCount(1, 20, 0, 0, 0, new long[] {8, 6, 4, 2}));
    long entry = log.record("A1", "p", "A1", machineWrong);
    assertThat(log.fold.findings())
        .containsExactly(new Finding(entry, "R105", "p/A1", "0 / 20 machine"));
  }

  @Test
  void showsTheFirstValueOfAStationInConflictAsDisputed() {
    SmallLog log = SmallLog.open();
    log.record("A2", "p", "A2", SmallElection.votes("A2", 1, 2, 4, 8));
    log.record("A1", "p", "A1", SmallElection.votes("A1", 10, 20, 3, 1));
    assertThat(log.area("p", "L").disputed()).containsOnly(0);
    long first = log.fold.size() - 1;
    log.record("A1-second", "p", "A1", SmallElection.votes("A1", 20, 10, 3, 1));
    Layout layout = log.count("p").layout();
    for (String area : List.of("N1", "N", "L")) {
      assertThat(layout.votes(log.area("p", area).totals(), 0)).isEqualTo(11);
      long[] disputed = {100, 0, 34, 0, 0, 0, 34, 0, 0, 34, 10, 20, 3, 1, 0, 0, 0, 0, 0, 0, 0, 0};
      assertThat(log.area("p", area).disputed()).isEqualTo(disputed);
    }
    assertThat(log.area("p", "S").disputed()).containsOnly(0);
    log.correct(
        "p", "A1", log.leaf(first), new Decision.Replace(SmallElection.votes("A1", 5, 5, 5, 5)));
    assertThat(log.area("p", "L").disputed()).containsOnly(0);
    assertThat(layout.votes(log.area("p", "L").totals(), 0)).isEqualTo(6);
  }

  @Test
  void handsOutCopiesOfItsTotals() {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", BOTH_CHANNELS);
    log.area("p", "L").totals()[0] = 77;
    log.area("p", "L").disputed()[0] = 77;
    assertThat(log.area("p", "L").totals()[0]).isEqualTo(100);
    assertThat(log.area("p", "L").disputed()[0]).isZero();
  }

  @Test
  void isAsOfTheNewestTimeMark() {
    SmallLog log = SmallLog.open();
    assertThat(log.fold.asOf()).isEmpty();
    log.mark(0);
    assertThat(log.fold.asOf()).hasValue(0);
    log.mark(1_700_000_060);
    log.mark(1_700_000_000);
    assertThat(log.fold.asOf()).hasValue(1_700_000_060);
    assertThat(log.fold.size()).isEqualTo(5);
  }
}
