package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Decision;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.junit.jupiter.api.Test;

/// Orders of records and decisions in which a value must change, or must not.
class CorrectionTest {
  private static final TallyFigures X = SmallElection.votes("A1", 10, 20, 3, 1);
  private static final TallyFigures Y = SmallElection.votes("A1", 20, 10, 3, 1);
  private static final TallyFigures Z = SmallElection.votes("A1", 5, 5, 5, 5);

  private static Decision to(TallyFigures figures) {
    return new Decision.Replace(figures);
  }

  private static void isNow(SmallLog log, StationState state, TallyFigures figures) {
    assertThat(log.station("p", "A1").state()).isEqualTo(state);
    assertThat(log.station("p", "A1").figures()).hasValue(figures);
  }

  @Test
  void aSecondCorrigendumOfTheSameRecordHasNoEffect() {
    SmallLog log = SmallLog.open();
    long record = log.record("A1", "p", "A1", X);
    log.correct("p", "A1", log.leaf(record), to(Y));
    long late = log.correct("p", "A1", log.leaf(record), to(Z));
    isNow(log, StationState.CORRECTED, Y);
    assertThat(log.findings()).containsExactly(late + " F305 p/A1");
  }

  @Test
  void aCorrigendumOfACorrigendumReplacesIt() {
    SmallLog log = SmallLog.open();
    long record = log.record("A1", "p", "A1", X);
    long first = log.correct("p", "A1", log.leaf(record), to(Y));
    log.rule("p", "A1", log.leaf(first), to(Z));
    isNow(log, StationState.CORRECTED, Z);
    assertThat(log.findings()).isEmpty();
  }

  @Test
  void aDecisionThatNamesTheSecondOfTwoDifferentRecordsHasNoEffect() {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", X);
    long second = log.record("A1-second", "p", "A1", Y);
    long decision = log.correct("p", "A1", log.leaf(second), to(Y));
    isNow(log, StationState.CONFLICT, X);
    assertThat(log.findings()).containsExactly(second + " F301 p/A1", decision + " F305 p/A1");
  }

  @Test
  void aDecisionThatNamesACopyOfTheRecordInForceHasNoEffect() {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", X);
    long copy = log.record("A1-second", "p", "A1", X);
    long decision = log.rule("p", "A1", log.leaf(copy), new Decision.Annul());
    isNow(log, StationState.COUNTED, X);
    assertThat(log.findings()).containsExactly(decision + " F305 p/A1");
  }

  @Test
  void aDecisionAboutAnotherStationThanItsTargetHasNoEffect() {
    SmallLog log = SmallLog.open();
    long record = log.record("A1", "p", "A1", X);
    long decision = log.correct("p", "A2", log.leaf(record), to(Y));
    isNow(log, StationState.COUNTED, X);
    assertThat(log.station("p", "A2").state()).isEqualTo(StationState.NOT_RECEIVED);
    assertThat(log.findings()).startsWith(decision + " F305 p/A2");
  }

  @Test
  void aJudgedValueThatArrivesAgainIsNoNewConflict() {
    SmallLog log = SmallLog.open();
    long first = log.record("A1", "p", "A1", X);
    log.record("A1-second", "p", "A1", Y);
    log.correct("p", "A1", log.leaf(first), to(Z));
    log.record("A1-second", "p", "A1", X);
    log.record("A1", "p", "A1", Y);
    log.record("A1", "p", "A1", Z);
    isNow(log, StationState.CORRECTED, Z);
    assertThat(log.findings()).hasSize(1);
  }

  @Test
  void aSecondCopyOfADifferentRecordIsReportedOnce() {
    SmallLog log = SmallLog.open();
    long first = log.record("A1", "p", "A1", X);
    long second = log.record("A1-second", "p", "A1", Y);
    log.record("A1", "p", "A1", Y);
    assertThat(log.fold.findings())
        .containsExactly(new Finding(second, "F301", "p/A1", "entry " + first));
    long third = log.record("A1", "p", "A1", Z);
    assertThat(log.fold.findings())
        .last()
        .isEqualTo(new Finding(third, "F301", "p/A1", "entry " + first));
  }

  @Test
  void aRecordThatWasHeldAndNotJudgedIsANewConflictWhenItIsSignedValidly() {
    SmallLog log = SmallLog.open();
    log.revoke("A1-third");
    long first = log.record("A1", "p", "A1", X);
    log.record("A1-third", "p", "A1", Y);
    log.correct("p", "A1", log.leaf(first), to(Z));
    log.record("A1-second", "p", "A1", Y);
    isNow(log, StationState.CONFLICT, Z);
  }

  @Test
  void aRecordLoggedWhileTheStationIsAnnulledIsJudgedByTheNextDecision() {
    SmallLog log = SmallLog.open();
    long first = log.record("A1", "p", "A1", X);
    long annulment = log.rule("p", "A1", log.leaf(first), new Decision.Annul());
    log.record("A1-second", "p", "A1", Y);
    log.rule("p", "A1", log.leaf(annulment), to(Z));
    log.record("A1", "p", "A1", Y);
    isNow(log, StationState.CORRECTED, Z);
  }

  @Test
  void oneOfSeveralHeldRecordsIsAdoptedAndNoOther() {
    SmallLog log = SmallLog.open();
    log.revoke("A1-third");
    log.record("A1-third", "p", "A1", X);
    long second = log.record("A1-third", "p", "A1", Y);
    long third = log.record("A1-third", "p", "A1", Z);
    log.correct("p", "A1", log.leaf(second), new Decision.Adopt());
    isNow(log, StationState.COUNTED, Y);
    long again = log.correct("p", "A1", log.leaf(third), new Decision.Adopt());
    isNow(log, StationState.COUNTED, Y);
    assertThat(log.findings()).last().isEqualTo(again + " F305 p/A1");
  }

  @Test
  void anAdoptedRecordIsCorrectedByNamingIt() {
    SmallLog log = SmallLog.open();
    log.revoke("A1-third");
    long held = log.record("A1-third", "p", "A1", X);
    long adoption = log.correct("p", "A1", log.leaf(held), new Decision.Adopt());
    log.correct("p", "A1", log.leaf(adoption), to(Y));
    isNow(log, StationState.COUNTED, X);
    log.correct("p", "A1", log.leaf(held), to(Z));
    isNow(log, StationState.CORRECTED, Z);
  }

  @Test
  void aRecordThatDiffersFromAnAdoptedOneIsAConflict() {
    SmallLog log = SmallLog.open();
    log.revoke("A1-third");
    long held = log.record("A1-third", "p", "A1", X);
    log.correct("p", "A1", log.leaf(held), new Decision.Adopt());
    log.record("A1", "p", "A1", X);
    isNow(log, StationState.COUNTED, X);
    log.record("A1", "p", "A1", Y);
    isNow(log, StationState.CONFLICT, X);
  }

  @Test
  void aValidRecordAfterAHeldOneCountsAndTheHeldOneCanNoLongerBeAdopted() {
    SmallLog log = SmallLog.open();
    log.revoke("A1-third");
    long held = log.record("A1-third", "p", "A1", X);
    log.record("A1", "p", "A1", Y);
    log.rule("p", "A1", log.leaf(held), new Decision.Adopt());
    isNow(log, StationState.COUNTED, Y);
    assertThat(log.findings()).hasSize(2).last().asString().contains("F305");
  }

  @Test
  void whatWasHeldAfterTheCloseCountsOnceAdopted() {
    SmallLog log = SmallLog.open();
    log.phase(Phase.RECORDS_CLOSED);
    long held = log.record("A1", "p", "A1", X);
    assertThat(log.findings()).containsExactly(held + " F303 p/A1");
    log.rule("p", "A1", log.leaf(held), new Decision.Adopt());
    isNow(log, StationState.COUNTED, X);
  }

  @Test
  void correctionsGoOnAfterTheCloseOfRecords() {
    SmallLog log = SmallLog.open();
    long record = log.record("A1", "p", "A1", X);
    log.phase(Phase.RECORDS_CLOSED);
    log.correct("p", "A1", log.leaf(record), to(Y));
    isNow(log, StationState.CORRECTED, Y);
  }

  @Test
  void aCorrigendumActsAtTheEntryThatCompletesItsSignatures() {
    List<String> names = List.of("authority", "authority-2", "authority-3");
    var keys =
        new AuthorityKeys(
            2, names.stream().map(n -> SmallElection.key(n).verificationKey()).toList());
    var log = new SmallLog(SmallElection.PACKAGE, keys);
    Stream.of("authority", "authority-3").forEach(log::found);
    log.phase(Phase.COUNTING_OPEN);
    assertThat(log.fold.register().phase()).isEqualTo(Phase.SETUP);
    log.say("authority-2", new PhaseChange(Phase.COUNTING_OPEN));
    long record = log.record("A1", "p", "A1", X);
    isNow(log, StationState.COUNTED, X);

    var corrigendum =
        new Corrigendum(new TallySubject("p", "A1"), log.leaf(record), new Decision.Replace(Y));
    long first = log.say("authority-3", corrigendum);
    isNow(log, StationState.COUNTED, X);
    long second = log.say("authority-2", corrigendum);
    isNow(log, StationState.CORRECTED, Y);
    assertThat(log.station("p", "A1").inForce()).hasValue(second);
    log.say("authority", corrigendum);
    isNow(log, StationState.CORRECTED, Y);
    assertThat(log.findings()).isEmpty();

    var onTheFirst =
        new Corrigendum(new TallySubject("p", "A1"), log.leaf(first), new Decision.Replace(Z));
    log.say("authority", onTheFirst);
    long ineffective = log.say("authority-2", onTheFirst);
    isNow(log, StationState.CORRECTED, Y);
    assertThat(log.findings()).containsExactly(ineffective + " F305 p/A1");
  }

  @Test
  void theArithmeticOfCorrectedFiguresIsReportedAtTheCorrection() {
    SmallLog log = SmallLog.open();
    long record = log.record("A1", "p", "A1", X);
    TallyFigures unsound =
        SmallElection.sheet("A1", 34, new ChannelCount(0, 34, 0, 0, 33, new long[] {10, 20, 3, 1}));
    long correction = log.correct("p", "A1", log.leaf(record), to(unsound));
    assertThat(log.fold.findings())
        .containsExactly(
            new Finding(correction, "R103", "p/A1", "34 / 33 paper"),
            new Finding(correction, "R104", "p/A1", "33 / 34 paper"));
    isNow(log, StationState.CORRECTED, unsound);
  }
}
