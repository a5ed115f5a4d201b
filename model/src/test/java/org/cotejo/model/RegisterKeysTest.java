package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.model.VillageElection.AUTHORITY;
import static org.cotejo.model.VillageElection.COURT;
import static org.cotejo.model.VillageElection.MAYOR_1;
import static org.cotejo.model.VillageElection.MAYOR_2;
import static org.cotejo.model.VillageElection.OPERATOR;
import static org.cotejo.model.VillageElection.STATION_1;
import static org.cotejo.model.VillageElection.STATION_2;
import static org.cotejo.model.VillageElection.key;
import static org.cotejo.model.VillageElection.mayor;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;

/// Keys that come and go after entry 0, each from its own entry on.
class RegisterKeysTest {
  private static final SigningKey NEW = key(10);
  private static final SigningKey NEWER = key(11);

  private static KeyId id(SigningKey key) {
    return key.verificationKey().id();
  }

  private static Enrolment add(String station, SigningKey key) {
    return new Enrolment(id(key), new Enrolment.Add(station, key.verificationKey()));
  }

  private static Enrolment replace(SigningKey old, SigningKey by) {
    return new Enrolment(id(old), new Enrolment.ReplaceBy(by.verificationKey()));
  }

  private static Enrolment revoke(SigningKey key) {
    return new Enrolment(id(key), new Enrolment.Revoke());
  }

  private static void say(RegisterLog log, Enrolment enrolment) {
    assertThat(log.say(enrolment, AUTHORITY).acts()).isTrue();
  }

  private static void refuses(RegisterLog log, Enrolment enrolment, String reason) {
    assertThat(log.judge(enrolment, AUTHORITY)).isEqualTo(new Standing.NotPermitted(reason));
  }

  private static EnrolledKey enrolled(RegisterLog log, SigningKey key) {
    return log.register.key(id(key)).orElseThrow();
  }

  @Test
  void addedKeySignsForItsStationFromItsEntryOn() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    assertThat(log.judge(mayor(MAYOR_2, 1), NEW)).isInstanceOf(Standing.NotPermitted.class);
    say(log, add("2", NEW));
    assertThat(log.judge(mayor(MAYOR_2, 1), NEW))
        .isEqualTo(
            new Standing.Valid(
                new EnrolledKey(NEW.verificationKey(), Role.STATION, 1, true, false)));
    assertThat(log.judge(mayor(MAYOR_1, 1), NEW))
        .isEqualTo(new Standing.NotPermitted("the key is enrolled for another station"));
    assertThat(log.judge(mayor(MAYOR_2, 1), STATION_2)).isInstanceOf(Standing.Valid.class);
  }

  @Test
  void keyIsLateOnlyIfEnrolledAfterCountingOpened() {
    RegisterLog log = RegisterLog.founded();
    say(log, add("1", NEW));
    say(log, replace(STATION_2, key(12)));
    log.at(Phase.COUNTING_OPEN);
    say(log, add("1", NEWER));
    say(log, replace(key(12), key(13)));
    assertThat(enrolled(log, STATION_1).late()).isFalse();
    assertThat(enrolled(log, NEW).late()).isFalse();
    assertThat(enrolled(log, key(12)).late()).isFalse();
    assertThat(enrolled(log, NEWER).late()).isTrue();
    assertThat(enrolled(log, key(13)).late()).isTrue();
  }

  @Test
  void keyEnrolledAfterRecordsClosedIsLateToo() {
    RegisterLog log = RegisterLog.founded().at(Phase.RECORDS_CLOSED);
    say(log, add("1", NEW));
    assertThat(enrolled(log, NEW).late()).isTrue();
  }

  @Test
  void recordsOfRevokedKeyAreHeldFromTheRevocationOn() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    assertThat(log.say(mayor(MAYOR_1, 1), STATION_1).standing()).isInstanceOf(Standing.Valid.class);
    say(log, revoke(STATION_1));
    assertThat(log.say(mayor(MAYOR_1, 2), STATION_1))
        .isEqualTo(
            new RegisterLog.Entry(
                new Standing.Held(
                    new EnrolledKey(STATION_1.verificationKey(), Role.STATION, 0, false, true),
                    Standing.Reason.KEY_REVOKED),
                true));
    assertThat(log.judge(mayor(MAYOR_2, 1), STATION_2)).isInstanceOf(Standing.Valid.class);
  }

  @Test
  void recordsOfRevokedKeyBeforeCountingOpenedNeverCount() {
    RegisterLog log = RegisterLog.founded();
    say(log, revoke(STATION_1));
    assertThat(log.say(mayor(MAYOR_1, 1), STATION_1))
        .isEqualTo(new RegisterLog.Entry(new Standing.TooEarly(), false));
  }

  @Test
  void revokedKeyIsHeldForThatAlsoAfterRecordsClosed() {
    RegisterLog log = RegisterLog.founded().at(Phase.RECORDS_CLOSED);
    say(log, revoke(STATION_1));
    assertThat(log.judge(mayor(MAYOR_1, 1), STATION_1))
        .isInstanceOfSatisfying(
            Standing.Held.class,
            held -> assertThat(held.reason()).isEqualTo(Standing.Reason.KEY_REVOKED));
  }

  @Test
  void replacingKeySignsForTheSameStationInPlaceOfTheOld() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    say(log, replace(STATION_2, NEW));
    assertThat(log.judge(mayor(MAYOR_2, 1), NEW)).isInstanceOf(Standing.Valid.class);
    assertThat(log.judge(mayor(MAYOR_1, 1), NEW)).isInstanceOf(Standing.NotPermitted.class);
    assertThat(log.judge(mayor(MAYOR_2, 1), STATION_2)).isInstanceOf(Standing.Held.class);
    say(log, replace(NEW, NEWER));
    assertThat(log.judge(mayor(MAYOR_2, 1), NEWER)).isInstanceOf(Standing.Valid.class);
    assertThat(log.judge(mayor(MAYOR_2, 1), NEW)).isInstanceOf(Standing.Held.class);
  }

  @Test
  void refusesToAddKeyThatIsKnownInAnyRoleOrWasRevoked() {
    RegisterLog log = RegisterLog.founded();
    say(log, revoke(STATION_2));
    for (SigningKey known : List.of(AUTHORITY, OPERATOR, COURT, STATION_1, STATION_2)) {
      refuses(log, add("1", known), "the key is enrolled already");
      refuses(log, replace(STATION_1, known), "the new key is enrolled already");
    }
  }

  @Test
  void refusesToAddKeyForStationThatIsNotInThePackage() {
    refuses(RegisterLog.founded(), add("3", NEW), "no station '3' in the package");
  }

  @Test
  void refusesToRevokeOrReplaceWhatIsNotStationKeyInForce() {
    RegisterLog log = RegisterLog.founded();
    say(log, revoke(STATION_2));
    for (SigningKey other : List.of(AUTHORITY, OPERATOR, COURT, STATION_2, NEW)) {
      refuses(log, revoke(other), "the key is not an enrolled station key");
      refuses(log, replace(other, NEWER), "the key is not an enrolled station key");
    }
  }

  @Test
  void repeatedElectionStatementDoesNotBringRevokedKeysBack() {
    RegisterLog log = RegisterLog.founded();
    say(log, revoke(STATION_1));
    assertThat(log.say(VillageElection.founding(), AUTHORITY).standing())
        .isInstanceOf(Standing.Valid.class);
    assertThat(enrolled(log, STATION_1).revoked()).isTrue();
  }

  @Test
  void deviceWhoseKeyHasAnotherRoleKeepsThatRole() {
    var electionTwice =
        VillageElection.read(
            VillageElection.files(Mode.REHEARSAL)
                .device("2", OPERATOR.verificationKey().toString()));
    var register = new Register(electionTwice, AuthorityKeys.of(AUTHORITY.verificationKey()));
    ElectionStatement village = VillageElection.founding();
    var founding =
        new ElectionStatement(
            village.code(),
            village.mode(),
            village.origin(),
            village.logKeys(),
            village.witnessPolicy(),
            village.operators(),
            village.courts(),
            PackageFit.digests(electionTwice),
            village.limits(),
            village.site(),
            village.organisations());
    var envelope = founding.sign(AUTHORITY);
    assertThat(register.apply(envelope, founding, register.judge(envelope, founding))).isTrue();
    assertThat(register.key(id(OPERATOR)).orElseThrow().role()).isEqualTo(Role.OPERATOR);
  }

  @Test
  void warmsTheKeysItKnowsAndThoseOfThePackageUntilItIsToldToStop() {
    RegisterLog log = RegisterLog.founded().at(Phase.COUNTING_OPEN);
    say(log, add("2", NEW));
    AtomicInteger asked = new AtomicInteger();
    log.register.warm(() -> asked.incrementAndGet() <= 3);
    assertThat(asked).hasValue(4);
    asked.set(0);
    log.register.warm(() -> asked.incrementAndGet() > 0);
    assertThat(asked).hasValue(8 + VillageElection.PACKAGE.devices().size());
  }
}
