package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.model.VillageElection.AUTHORITY;
import static org.cotejo.model.VillageElection.MAYOR_1;
import static org.cotejo.model.VillageElection.MAYOR_2;
import static org.cotejo.model.VillageElection.STATION_1;
import static org.cotejo.model.VillageElection.STATION_2;
import static org.cotejo.model.VillageElection.figures;
import static org.cotejo.model.VillageElection.key;
import static org.cotejo.model.VillageElection.mayor;

import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ElectionStatement.Limits;
import org.junit.jupiter.api.Test;

/// What the phase and the number of earlier entries make of a statement.
class RegisterLimitsTest {
  private static final TallySubject SCHOOL_1 = new TallySubject("school", "1");

  private static Standing.Reason heldFor(RegisterLog.Entry entry) {
    assertThat(entry.acts()).isTrue();
    assertThat(entry.standing()).isInstanceOf(Standing.Held.class);
    return ((Standing.Held) entry.standing()).reason();
  }

  private static void valid(RegisterLog.Entry entry) {
    assertThat(entry.standing()).isInstanceOf(Standing.Valid.class);
    assertThat(entry.acts()).isTrue();
  }

  private static void refused(RegisterLog.Entry entry, String reason) {
    assertThat(entry).isEqualTo(new RegisterLog.Entry(new Standing.NotPermitted(reason), false));
  }

  @Test
  void recordIsWorthWhatThePhaseMakesOfIt() {
    RegisterLog log = RegisterLog.founded();
    assertThat(log.say(mayor(MAYOR_1, 1), STATION_1))
        .isEqualTo(new RegisterLog.Entry(new Standing.TooEarly(), false));
    valid(log.at(Phase.COUNTING_OPEN).say(mayor(MAYOR_1, 2), STATION_1));
    assertThat(heldFor(log.at(Phase.RECORDS_CLOSED).say(mayor(MAYOR_1, 3), STATION_1)))
        .isEqualTo(Standing.Reason.RECORDS_CLOSED);
    refused(log.at(Phase.LOG_CLOSED).say(mayor(MAYOR_1, 4), STATION_1), "the log is closed");
  }

  @Test
  void phaseMovesOneStepForwardAndNeverBack() {
    List<Phase> order =
        List.of(Phase.SETUP, Phase.COUNTING_OPEN, Phase.RECORDS_CLOSED, Phase.LOG_CLOSED);
    for (int at = 0; at < 3; at++) {
      RegisterLog log = RegisterLog.founded().at(order.get(at));
      for (int to = 1; to < 4; to++) {
        Standing standing = log.judge(new PhaseChange(order.get(to)), AUTHORITY);
        if (to == at + 1) {
          assertThat(standing).isInstanceOf(Standing.Valid.class);
        } else {
          assertThat(standing)
              .isEqualTo(
                  new Standing.NotPermitted(
                      "phase %s cannot follow %s"
                          .formatted(order.get(to).label(), order.get(at).label())));
        }
      }
    }
  }

  @Test
  void closedLogTakesNothingMoreFromAuthorityOrCourt() {
    RegisterLog log = RegisterLog.founded().at(Phase.LOG_CLOSED);
    SigningKey added = key(9);
    var target = Hash.sha256(new byte[0]);
    refused(log.say(VillageElection.founding(), AUTHORITY), "the log is closed");
    refused(log.say(new PhaseChange(Phase.LOG_CLOSED), AUTHORITY), "the log is closed");
    refused(
        log.say(
            new Enrolment(
                added.verificationKey().id(), new Enrolment.Add("1", added.verificationKey())),
            AUTHORITY),
        "the log is closed");
    refused(
        log.say(new Corrigendum(MAYOR_1, target, new Decision.Adopt()), AUTHORITY),
        "the log is closed");
    refused(
        log.say(new Ruling(MAYOR_1, target, new Decision.Annul()), VillageElection.COURT),
        "the log is closed");
  }

  @Test
  void keyLogsAtMostItsLimitOfRecordsAboutOneSubject() {
    RegisterLog log = RegisterLog.founded(new Limits(3, 4)).at(Phase.COUNTING_OPEN);
    for (int i = 0; i < 3; i++) {
      valid(log.say(mayor(MAYOR_1, i), STATION_1));
    }
    refused(
        log.say(mayor(MAYOR_1, 3), STATION_1),
        "the key has logged 3 statements about this already");
    valid(log.say(new TallyRecord(SCHOOL_1, figures(1, 2)), STATION_1));
    valid(log.say(mayor(MAYOR_2, 1), STATION_2));
  }

  @Test
  void theFirstRecordIsChargedToEveryKeyOfTheStation() {
    RegisterLog log = RegisterLog.founded(new Limits(3, 4));
    SigningKey second = key(9);
    log.say(
        new Enrolment(
            second.verificationKey().id(), new Enrolment.Add("1", second.verificationKey())),
        AUTHORITY);
    log.at(Phase.COUNTING_OPEN);
    valid(log.say(mayor(MAYOR_1, 0), STATION_1));
    valid(log.say(mayor(MAYOR_1, 1), second));
    valid(log.say(mayor(MAYOR_1, 2), second));
    assertThat(log.judge(mayor(MAYOR_1, 3), second)).isInstanceOf(Standing.NotPermitted.class);
    valid(log.say(mayor(MAYOR_1, 4), STATION_1));
    valid(log.say(mayor(MAYOR_1, 5), STATION_1));
    assertThat(log.judge(mayor(MAYOR_1, 6), STATION_1)).isInstanceOf(Standing.NotPermitted.class);
  }

  @Test
  void recordsBeforeCountingOpenedAreChargedToo() {
    RegisterLog log = RegisterLog.founded(new Limits(2, 4));
    log.say(mayor(MAYOR_1, 0), STATION_1);
    log.say(mayor(MAYOR_1, 1), STATION_1);
    refused(
        log.at(Phase.COUNTING_OPEN).say(mayor(MAYOR_1, 2), STATION_1),
        "the key has logged 2 statements about this already");
  }

  @Test
  void refusedRecordsAreNotCharged() {
    RegisterLog log = RegisterLog.founded(new Limits(1, 4)).at(Phase.COUNTING_OPEN);
    for (int i = 0; i < 5; i++) {
      assertThat(log.say(mayor(MAYOR_1, i), STATION_2).acts()).isFalse();
      assertThat(log.say(new TallyRecord(MAYOR_1, figures(i)), STATION_1).acts()).isFalse();
    }
    valid(log.say(mayor(MAYOR_1, 9), STATION_1));
  }

  @Test
  void holdsNoMoreThanItsLimitOfRecordsForOneSubject() {
    RegisterLog log = RegisterLog.founded(new Limits(16, 2)).at(Phase.COUNTING_OPEN);
    valid(log.say(mayor(MAYOR_1, 0), STATION_1));
    log.at(Phase.RECORDS_CLOSED);
    heldFor(log.say(mayor(MAYOR_1, 1), STATION_1));
    heldFor(log.say(mayor(MAYOR_1, 2), STATION_1));
    refused(log.say(mayor(MAYOR_1, 3), STATION_1), "2 records are held for this already");
    heldFor(log.say(new TallyRecord(SCHOOL_1, figures(1, 2)), STATION_1));
    heldFor(log.say(mayor(MAYOR_2, 1), STATION_2));
  }

  @Test
  void holdsNothingWhereTheLimitIsZero() {
    RegisterLog log = RegisterLog.founded(new Limits(16, 0)).at(Phase.RECORDS_CLOSED);
    refused(log.say(mayor(MAYOR_1, 1), STATION_1), "0 records are held for this already");
  }

  @Test
  void countsOneHoldForTheStationWhicheverOfItsKeysSigned() {
    RegisterLog log = RegisterLog.founded(new Limits(16, 2)).at(Phase.RECORDS_CLOSED);
    SigningKey second = key(9);
    KeyId id = second.verificationKey().id();
    log.say(new Enrolment(id, new Enrolment.Add("1", second.verificationKey())), AUTHORITY);
    heldFor(log.say(mayor(MAYOR_1, 1), STATION_1));
    heldFor(log.say(mayor(MAYOR_1, 2), second));
    refused(log.say(mayor(MAYOR_1, 3), second), "2 records are held for this already");
  }
}
