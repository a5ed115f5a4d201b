package org.cotejo.count;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Decision;
import org.cotejo.model.ElectionId;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Ruling;
import org.cotejo.model.Standing;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every finding of the fold: its entry, subject and figures, and that nothing else happened.
class FindingTest {
  private static final TallySubject A1 = new TallySubject("p", "A1");
  private static final TallyFigures X = SmallElection.votes("A1", 10, 20, 3, 1);
  private static final TallyFigures Y = SmallElection.votes("A1", 20, 10, 3, 1);

  @Test
  void f301NamesTheEntryInForceThatTheRecordDiffersFrom() {
    SmallLog log = SmallLog.open();
    long first = log.record("A1", "p", "A1", X);
    long second = log.record("A1-second", "p", "A1", Y);
    assertThat(log.fold.findings())
        .containsExactly(new Finding(second, "F301", "p/A1", "entry " + first));
  }

  @Test
  void f302IsARecordOfARevokedKeyButNotOneThatCameBefore() {
    SmallLog log = SmallLog.open();
    log.record("A1", "m", "A1", SmallElection.memberVotes("A1", 9, 1));
    log.revoke("A1");
    long held = log.record("A1", "p", "A1", X);
    assertThat(log.fold.findings()).containsExactly(new Finding(held, "F302", "p/A1", ""));
    assertThat(log.station("m", "A1").state()).isEqualTo(StationState.COUNTED);
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.HELD);
  }

  @Test
  void f303IsARecordAfterTheClose() {
    SmallLog log = SmallLog.open();
    log.record("A2", "p", "A2", SmallElection.votes("A2", 1, 1, 1, 1));
    log.phase(Phase.RECORDS_CLOSED);
    long held = log.record("A1", "p", "A1", X);
    assertThat(log.fold.findings()).containsExactly(new Finding(held, "F303", "p/A1", ""));
    assertThat(log.station("p", "A2").state()).isEqualTo(StationState.COUNTED);
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.HELD);
  }

  @Test
  void aRecordOfARevokedKeyAfterTheCloseIsReportedForTheKey() {
    SmallLog log = SmallLog.open();
    log.revoke("A1");
    log.phase(Phase.RECORDS_CLOSED);
    long held = log.record("A1", "p", "A1", X);
    assertThat(log.findings()).containsExactly(held + " F302 p/A1");
  }

  @Test
  void f304IsARecordBeforeCountingOpenedAndNeverCounts() {
    SmallLog log = SmallLog.empty();
    log.found();
    long early = log.record("A1", "p", "A1", X);
    assertThat(log.fold.findings()).containsExactly(new Finding(early, "F304", "p/A1", ""));
    log.phase(Phase.COUNTING_OPEN);
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.NOT_RECEIVED);
    log.correct("p", "A1", log.leaf(early), new Decision.Adopt());
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.NOT_RECEIVED);
    long counted = log.record("A1", "p", "A1", Y);
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.COUNTED);
    assertThat(log.station("p", "A1").inForce()).hasValue(counted);
    assertThat(log.findings()).hasSize(2).last().asString().contains("F305");
  }

  @Test
  void aRecordBeforeCountingOpenedIsNotHeldEvenIfItsKeyIsRevoked() {
    SmallLog log = SmallLog.empty();
    log.found();
    log.revoke("A1");
    long early = log.record("A1", "p", "A1", X);
    assertThat(log.findings()).containsExactly(early + " F304 p/A1");
    log.phase(Phase.COUNTING_OPEN);
    log.correct("p", "A1", log.leaf(early), new Decision.Adopt());
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.NOT_RECEIVED);
    assertThat(log.area("p", "L").stationsInTotals()).isZero();
  }

  @Test
  void f305NamesTheTargetThatIsNotInForce() {
    SmallLog log = SmallLog.open();
    long entry = log.correct("p", "A1", log.leaf(0), new Decision.Replace(X));
    assertThat(log.fold.findings())
        .containsExactly(new Finding(entry, "F305", "p/A1", log.leaf(0).hex()));
    assertThat(log.area("p", "L").stationsInTotals()).isZero();
  }

  private static Arguments not(String what, String signerAndReason, ToLongFunction<SmallLog> say) {
    return Arguments.of(what, signerAndReason, say);
  }

  static Stream<Arguments> notPermitted() {
    return Stream.of(
        not("record by nobody", "enrolled", log -> log.record("nobody", "p", "A1", Y)),
        not("record by the operator", "OPERATOR", log -> log.record("operator", "p", "A1", Y)),
        not("record of another", "another station", log -> log.record("A2", "p", "A1", Y)),
        not("unknown contest", "no contest", log -> log.record("A1", "x", "A1", Y)),
        not("unknown station", "another station", log -> log.record("A1", "p", "x", Y)),
        not(
            "contest not held there",
            "not held",
            log -> log.record("C1", "m", "C1", SmallElection.memberVotes("C1", 1, 1))),
        not(
            "a selection too few",
            "ballot",
            log -> log.record("A1", "p", "A1", SmallElection.votes("A1", 1, 2, 3))),
        not(
            "a channel too many",
            "channel",
            log ->
                log.record(
                    "A1",
                    "p",
                    "A1",
                    SmallElection.sheet(
                        "A1", 0, new ChannelCount(2, 0, 0, 0, 0, new long[] {0, 0, 0, 0})))),
        not(
            "corrigendum by a court",
            "COURT",
            log ->
                log.say(
                    "court", new Corrigendum(A1, log.inForce("p", "A1"), new Decision.Replace(Y)))),
        not(
            "ruling by the authority",
            "AUTHORITY",
            log ->
                log.say("authority", new Ruling(A1, log.inForce("p", "A1"), new Decision.Annul()))),
        not(
            "ruling by a station",
            "STATION",
            log -> log.say("A1", new Ruling(A1, log.inForce("p", "A1"), new Decision.Annul()))),
        not(
            "corrigendum with another ballot",
            "ballot",
            log ->
                log.correct(
                    "p",
                    "A1",
                    log.inForce("p", "A1"),
                    new Decision.Replace(SmallElection.votes("A1", 1)))),
        not(
            "ruling about no station",
            "no station",
            log -> log.rule("p", "x", log.leaf(0), new Decision.Annul())),
        not(
            "phase by the operator",
            "OPERATOR",
            log -> log.say("operator", new PhaseChange(Phase.RECORDS_CLOSED))),
        not("phase too soon", "cannot follow", log -> log.phase(Phase.LOG_CLOSED)),
        not(
            "bulletin by the authority",
            "AUTHORITY",
            log ->
                log.say("authority", new BulletinStatement(1, 1, log.leaf(0), 0, 1, log.leaf(0)))),
        not(
            "another election's record",
            "another election",
            log -> {
              var record = new TallyRecord(A1, Y);
              var other = ElectionId.of(new byte[1]);
              return log.append(record.sign(other, SmallElection.key("A1")), record);
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("notPermitted")
  void f306IsAStatementThatItsSignerMayNotMakeAndChangesNothing(
      String what, String reason, ToLongFunction<SmallLog> say) {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", X);
    long[] totals = log.area("p", "L").totals();

    long entry = say.applyAsLong(log);

    assertThat(log.standing(entry)).isInstanceOf(Standing.NotPermitted.class);
    assertThat(log.fold.findings())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.entry()).isEqualTo(entry);
          assertThat(found.code()).isEqualTo("F306");
          assertThat(found.detail()).contains(reason);
        });
    assertThat(log.area("p", "L").totals()).isEqualTo(totals);
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.COUNTED);
    assertThat(log.fold.register().phase()).isEqualTo(Phase.COUNTING_OPEN);
  }

  @Test
  void nothingIsPermittedBeforeTheElectionStatementAndAfterTheCloseOfTheLog() {
    SmallLog log = SmallLog.empty();
    long before = log.record("A1", "p", "A1", X);
    log.found();
    log.phase(Phase.COUNTING_OPEN);
    log.phase(Phase.RECORDS_CLOSED);
    log.phase(Phase.LOG_CLOSED);
    long after = log.record("A1", "p", "A1", Y);
    assertThat(log.findings()).containsExactly(before + " F306 p/A1", after + " F306 p/A1");
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.NOT_RECEIVED);
  }

  @Test
  void aFifthHeldRecordIsNotPermitted() {
    SmallLog log = SmallLog.open();
    log.phase(Phase.RECORDS_CLOSED);
    long last = -1;
    for (int votes = 1; votes <= 5; votes++) {
      last = log.record("A1", "p", "A1", SmallElection.votes("A1", votes, 0, 0, 0));
    }
    List<String> codes = log.fold.findings().stream().map(Finding::code).toList();
    assertThat(codes).containsExactly("F303", "F303", "F303", "F303", "F306");
    long adoption = log.rule("p", "A1", log.leaf(last), new Decision.Adopt());
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.HELD);
    assertThat(log.findings()).last().isEqualTo(adoption + " F305 p/A1");
  }

  @Test
  void aSeventeenthRecordOfOneKeyIsNotPermittedAndAnotherKeysStillIs() {
    SmallLog log = SmallLog.open();
    for (int votes = 1; votes <= 17; votes++) {
      log.record("A1", "p", "A1", SmallElection.votes("A1", votes, 0, 0, 0));
    }
    assertThat(log.findings()).hasSize(16).last().isEqualTo("18 F306 p/A1");
    assertThat(log.findings().subList(0, 15)).allMatch(line -> line.contains(" F301 "));
    log.record("A1-second", "p", "A1", X);
    assertThat(log.findings()).last().isEqualTo("19 F301 p/A1");
    log.record("A1", "m", "A1", SmallElection.memberVotes("A1", 1, 1));
    assertThat(log.station("m", "A1").state()).isEqualTo(StationState.COUNTED);
  }

  @Test
  void wrongSumsAreReportedAndCountedAsWritten() {
    SmallLog log = SmallLog.open();
    var unsound =
        SmallElection.sheet("A1", 90, new ChannelCount(0, 95, 7, 0, 80, new long[] {1, 2, 3, 4}));
    long entry = log.record("A1", "p", "A1", unsound);
    assertThat(log.station("p", "A1").state()).isEqualTo(StationState.COUNTED);
    assertThat(log.station("p", "A1").figures()).hasValue(unsound);
    // 95 cast is not 80 + 7; 80 is not 1 + 2 + 3 + 4; 95 is not 90, more than 2 %; 7 is over 3 %.
    assertThat(log.fold.findings())
        .containsExactly(
            new Finding(entry, "R103", "p/A1", "95 / 87 paper"),
            new Finding(entry, "R104", "p/A1", "80 / 10 paper"),
            new Finding(entry, "R201", "p/A1", "95 / 90"),
            new Finding(entry, "R202", "p/A1", "95 / 90"),
            new Finding(entry, "R203", "p/A1", "7 / 95"));
    Layout layout = log.count("p").layout();
    long[] totals = log.area("p", "L").totals();
    assertThat(layout.sum(totals, 3)).isEqualTo(80);
    assertThat(layout.votes(totals, 3)).isEqualTo(4);
  }

  @Test
  void theArithmeticOfAHeldRecordIsReportedToo() {
    SmallLog log = SmallLog.open();
    log.phase(Phase.RECORDS_CLOSED);
    var none =
        SmallElection.sheet("A1", 0, new ChannelCount(0, 0, 0, 0, 0, new long[] {0, 0, 0, 0}));
    long entry = log.record("A1", "p", "A1", none);
    assertThat(log.findings()).containsExactly(entry + " F303 p/A1", entry + " R205 p/A1");
  }

  @Test
  void findingsStandInTheOrderOfTheirEntries() {
    SmallLog log = SmallLog.open();
    log.record("A1", "p", "A1", X);
    log.record("nobody", "p", "A1", X);
    log.record("A1-second", "p", "A1", Y);
    log.revoke("A2");
    log.record("A2", "p", "A2", SmallElection.votes("A2", 1, 1, 1, 1));
    assertThat(log.findings()).containsExactly("3 F306 p/A1", "4 F301 p/A1", "6 F302 p/A2");
  }
}
