package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.model.VillageElection.MAYOR_1;
import static org.cotejo.model.VillageElection.OPERATOR;
import static org.cotejo.model.VillageElection.STATION_1;
import static org.cotejo.model.VillageElection.key;
import static org.cotejo.model.VillageElection.mayor;

import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;

/// An authority of k of n keys: each of its statements acts when the k-th key has logged it.
class RegisterThresholdTest {
  private static final SigningKey A = key(21);
  private static final SigningKey B = key(22);
  private static final SigningKey C = key(23);
  private static final ElectionStatement FOUNDING = VillageElection.founding();
  private static final PhaseChange OPEN = new PhaseChange(Phase.COUNTING_OPEN);

  private static RegisterLog founded() {
    RegisterLog log = RegisterLog.empty(2, A, B, C);
    waits(log, FOUNDING, A);
    acts(log, FOUNDING, B);
    return log;
  }

  private static void waits(RegisterLog log, Statement statement, SigningKey signer) {
    RegisterLog.Entry entry = log.say(statement, signer);
    assertThat(entry.standing()).isInstanceOf(Standing.Valid.class);
    assertThat(entry.acts()).isFalse();
  }

  private static void acts(RegisterLog log, Statement statement, SigningKey signer) {
    RegisterLog.Entry entry = log.say(statement, signer);
    assertThat(entry.standing()).isInstanceOf(Standing.Valid.class);
    assertThat(entry.acts()).isTrue();
  }

  @Test
  void permitsNothingElseUntilEnoughKeysHaveFoundedTheElection() {
    RegisterLog log = RegisterLog.empty(2, A, B, C);
    waits(log, FOUNDING, A);
    assertThat(log.judge(OPEN, A))
        .isEqualTo(
            new Standing.NotPermitted(
                "the election statement still lacks signatures of the authority"));
    assertThat(log.register.key(OPERATOR.verificationKey().id())).isEmpty();
    acts(log, FOUNDING, C);
    assertThat(log.register.key(OPERATOR.verificationKey().id())).isPresent();
    assertThat(log.judge(OPEN, A)).isInstanceOf(Standing.Valid.class);
  }

  @Test
  void theIdIsThatOfTheFirstSignatureOnly() {
    RegisterLog log = founded();
    assertThat(log.register.founded().orElseThrow().id()).isEqualTo(log.id());
    assertThat(log.id()).isNotEqualTo(ElectionId.of(FOUNDING.sign(B).bytes()));
  }

  @Test
  void oneKeyTwiceIsNotTwoKeys() {
    RegisterLog log = founded();
    waits(log, OPEN, A);
    waits(log, OPEN, A);
    assertThat(log.register.phase()).isEqualTo(Phase.SETUP);
    acts(log, OPEN, C);
    assertThat(log.register.phase()).isEqualTo(Phase.COUNTING_OPEN);
  }

  @Test
  void actsOnceHoweverManyKeysFollow() {
    RegisterLog log = founded();
    var adopt = new Corrigendum(MAYOR_1, Hash.sha256(new byte[0]), new Decision.Adopt());
    waits(log, adopt, A);
    acts(log, adopt, B);
    waits(log, adopt, C);
    waits(log, FOUNDING, C);
  }

  @Test
  void differentContentsAreNotAddedUp() {
    RegisterLog log = founded();
    Hash first = Hash.sha256(new byte[] {1});
    Hash second = Hash.sha256(new byte[] {2});
    waits(log, new Corrigendum(MAYOR_1, first, new Decision.Adopt()), A);
    waits(log, new Corrigendum(MAYOR_1, second, new Decision.Adopt()), B);
    waits(log, new Corrigendum(new TallySubject("mayor", "2"), first, new Decision.Adopt()), C);
    acts(log, new Corrigendum(MAYOR_1, first, new Decision.Adopt()), C);
  }

  @Test
  void enrolmentTakesEffectAtTheEntryThatReachesTheThreshold() {
    RegisterLog log = founded();
    waits(log, OPEN, A);
    acts(log, OPEN, B);
    KeyId station = STATION_1.verificationKey().id();
    var revoke = new Enrolment(station, new Enrolment.Revoke());
    waits(log, revoke, A);
    acts(log, mayor(MAYOR_1, 1), STATION_1);
    acts(log, revoke, B);
    assertThat(log.judge(mayor(MAYOR_1, 2), STATION_1)).isInstanceOf(Standing.Held.class);
  }

  @Test
  void otherRolesNeedNoSecondSignature() {
    RegisterLog log = founded();
    acts(log, new TimeMark(1, Optional.empty()), OPERATOR);
  }

  @Test
  void eachKeyOfOneOfManyActsAlone() {
    RegisterLog log = RegisterLog.empty(1, A, B);
    acts(log, FOUNDING, A);
    acts(log, OPEN, B);
    assertThat(log.register.phase()).isEqualTo(Phase.COUNTING_OPEN);
  }
}
