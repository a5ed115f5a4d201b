package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Decision;
import org.cotejo.model.Phase;
import org.cotejo.model.TallyFigures;
import org.junit.jupiter.api.Test;

/// Which stations and registered voters the totals cover, as numerator and denominator.
class CoverageTest {
  private static final TallyFigures A1 = SmallElection.votes("A1", 10, 20, 3, 1);
  private static final TallyFigures A2 = SmallElection.votes("A2", 10, 20, 3, 1);

  /// `in totals/all` of stations and of registered voters, then every state that occurs.
  private static String coverage(AreaCount area) {
    return "%d/%d %d/%d %s"
        .formatted(
            area.stationsInTotals(),
            area.stations(),
            area.registeredInTotals(),
            area.registered(),
            Arrays.stream(StationState.values())
                .filter(state -> area.stations(state) > 0 || area.registered(state) > 0)
                .map(state -> state + ":" + area.stations(state) + ":" + area.registered(state))
                .collect(Collectors.joining(" ")));
  }

  @Test
  void beginsWithEveryStationNotReceived() {
    SmallLog log = SmallLog.empty();
    assertThat(coverage(log.area("p", "L"))).isEqualTo("0/5 0/1050 NOT_RECEIVED:5:1050");
    assertThat(coverage(log.area("p", "N"))).isEqualTo("0/3 0/600 NOT_RECEIVED:3:600");
    assertThat(coverage(log.area("p", "S1"))).isEqualTo("0/1 0/400 NOT_RECEIVED:1:400");
    assertThat(coverage(log.area("m", "N"))).isEqualTo("0/3 0/600 NOT_RECEIVED:3:600");
  }

  @Test
  void countsEveryStateWithItsStationsAndVoters() {
    SmallLog log = SmallLog.open();
    log.revoke("B1-third");
    log.record("A1", "p", "A1", A1);
    log.record("A1-second", "p", "A1", SmallElection.votes("A1", 1, 1, 1, 1));
    long a2 = log.record("A2", "p", "A2", A2);
    log.correct(
        "p", "A2", log.leaf(a2), new Decision.Replace(SmallElection.votes("A2", 2, 2, 2, 2)));
    log.record("B1-third", "p", "B1", SmallElection.votes("B1", 3, 3, 3, 3));
    long c1 = log.record("C1", "p", "C1", SmallElection.votes("C1", 4, 4, 4));
    log.rule("p", "C1", log.leaf(c1), new Decision.Annul());
    assertThat(coverage(log.area("p", "L")))
        .isEqualTo(
            "2/5 300/1050 NOT_RECEIVED:1:50 CONFLICT:1:100 HELD:1:300 CORRECTED:1:200"
                + " ANNULLED:1:400");
    log.record("D1", "p", "D1", SmallElection.votes("D1", 5, 5, 5));
    assertThat(coverage(log.area("p", "L")))
        .isEqualTo(
            "3/5 350/1050 COUNTED:1:50 CONFLICT:1:100 HELD:1:300 CORRECTED:1:200 ANNULLED:1:400");
    assertThat(coverage(log.area("p", "N")))
        .isEqualTo("2/3 300/600 CONFLICT:1:100 HELD:1:300 CORRECTED:1:200");
    assertThat(coverage(log.area("p", "N2"))).isEqualTo("0/1 0/300 HELD:1:300");
    assertThat(coverage(log.area("p", "S1a"))).isEqualTo("0/1 0/400 ANNULLED:1:400");
  }

  @Test
  void countsRegisteredVotersOfThePackageWhateverTheSheetSays() {
    SmallLog log = SmallLog.open();
    var own =
        new TallyFigures(
            90,
            A1.votersAdded(),
            34,
            A1.ballotsReceived(),
            A1.ballotsUnused(),
            A1.ballotsSpoiled(),
            A1.channels());
    long entry = log.record("A1", "p", "A1", own);
    assertThat(log.fold.findings()).containsExactly(new Finding(entry, "R206", "p/A1", "90 / 100"));
    assertThat(log.area("p", "N1").registeredInTotals()).isEqualTo(100);
    assertThat(log.area("p", "N1").totals()[0]).isEqualTo(90);
  }

  @Test
  void countsAStationOfZeroVotesAsReceived() {
    SmallLog log = SmallLog.open();
    var nothing =
        SmallElection.sheet("A1", 0, new ChannelCount(0, 0, 0, 0, 0, new long[] {0, 0, 0, 0}));
    log.record("A1", "p", "A1", nothing);
    assertThat(coverage(log.area("p", "N1")))
        .isEqualTo("1/2 100/300 NOT_RECEIVED:1:200 COUNTED:1:100");
  }

  private static String late(SmallLog log) {
    return log.area("p", "L").lateStations() + ":" + log.area("p", "L").lateRegistered();
  }

  @Test
  void keepsALineForStationsWhoseKeyCameAfterCountingOpened() {
    SmallLog log = SmallLog.open();
    log.enrol("A1", "A1-new");
    log.replace("A2", "A2-new");
    assertThat(late(log)).isEqualTo("0:0");
    log.record("A1-new", "p", "A1", A1);
    assertThat(late(log)).isEqualTo("1:100");
    log.record("A2-new", "p", "A2", A2);
    assertThat(late(log)).isEqualTo("2:300");
    assertThat(log.area("p", "N1").lateStations()).isEqualTo(2);
    assertThat(log.area("p", "S").lateStations()).isZero();
    assertThat(log.area("m", "N").lateStations()).isZero();
    assertThat(coverage(log.area("p", "N1"))).isEqualTo("2/2 300/300 COUNTED:2:300");
  }

  @Test
  void aKeyEnrolledBeforeCountingOpenedIsNotLate() {
    SmallLog log = SmallLog.empty();
    log.found();
    log.enrol("A1", "A1-new");
    log.replace("A2", "A2-new");
    log.phase(Phase.COUNTING_OPEN);
    log.record("A1-new", "p", "A1", A1);
    log.record("A2-new", "p", "A2", A2);
    assertThat(late(log)).isEqualTo("0:0");
    assertThat(log.area("p", "N1").stationsInTotals()).isEqualTo(2);
  }

  @Test
  void theLineFollowsTheValueInForce() {
    SmallLog log = SmallLog.open();
    log.enrol("A1", "A1-new");
    long record = log.record("A1-new", "p", "A1", A1);
    log.record("A1", "p", "A1", SmallElection.votes("A1", 1, 1, 1, 1));
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.CONFLICT);
    assertThat(late(log)).isEqualTo("1:100");
    log.correct(
        "p", "A1", log.leaf(record), new Decision.Replace(SmallElection.votes("A1", 2, 2, 2, 2)));
    assertThat(late(log)).isEqualTo("0:0");
  }

  @Test
  void aCopyByALateKeyDoesNotMakeTheStationLate() {
    SmallLog log = SmallLog.open();
    log.enrol("A1", "A1-new");
    log.record("A1", "p", "A1", A1);
    log.record("A1-new", "p", "A1", A1);
    assertThat(late(log)).isEqualTo("0:0");
  }

  @Test
  void aHeldRecordOfALateKeyIsLateOnceItIsAdopted() {
    SmallLog log = SmallLog.open();
    log.enrol("A1", "A1-new");
    log.revoke("A1-new");
    long held = log.record("A1-new", "p", "A1", A1);
    assertThat(late(log)).isEqualTo("0:0");
    log.correct("p", "A1", log.leaf(held), new Decision.Adopt());
    assertThat(late(log)).isEqualTo("1:100");
    log.rule("p", "A1", log.leaf(held), new Decision.Annul());
    assertThat(late(log)).isEqualTo("0:0");
  }
}
