package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.cotejo.model.VillageElection.AUTHORITY;
import static org.cotejo.model.VillageElection.LOG;
import static org.cotejo.model.VillageElection.OPERATOR;
import static org.cotejo.model.VillageElection.key;

import java.util.HexFormat;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.junit.jupiter.api.Test;

/// The keys that sign checkpoints, replaced in public and never all at once.
class RegisterLogKeysTest {
  private static final SigningKey NEW = key(10);

  private static LogKeyChange add(SigningKey key) {
    return new LogKeyChange(
        key.verificationKey().id(), new LogKeyChange.Add(key.verificationKey()));
  }

  private static LogKeyChange retire(SigningKey key) {
    return new LogKeyChange(key.verificationKey().id(), new LogKeyChange.Retire());
  }

  private static void refuses(RegisterLog log, LogKeyChange change, String reason) {
    assertThat(log.judge(change, AUTHORITY)).isEqualTo(new Standing.NotPermitted(reason));
  }

  @Test
  void keysOfEntryZeroSignUntilOthersAreAdded() {
    assertThat(RegisterLog.empty().register.logKeys()).isEmpty();
    RegisterLog log = RegisterLog.founded();
    assertThat(log.register.logKeys()).containsExactly(LOG.verificationKey());
    assertThat(log.say(add(NEW), AUTHORITY).acts()).isTrue();
    assertThat(log.register.logKeys())
        .containsExactly(LOG.verificationKey(), NEW.verificationKey());
    assertThat(log.say(retire(LOG), AUTHORITY).acts()).isTrue();
    assertThat(log.register.logKeys()).containsExactly(NEW.verificationKey());
  }

  @Test
  void theLastKeyCannotBeRetired() {
    RegisterLog log = RegisterLog.founded();
    refuses(log, retire(LOG), "it is the log's last key; add another one first");
    assertThat(log.register.logKeys()).containsExactly(LOG.verificationKey());
  }

  @Test
  void onlyKeysThatSignAreRetiredAndOnlyOthersAdded() {
    RegisterLog log = RegisterLog.founded();
    refuses(log, retire(NEW), "the key does not sign the log");
    refuses(log, add(LOG), "the key signs the log already");
    for (int number = 10; number < 17; number++) {
      assertThat(log.say(add(key(number)), AUTHORITY).acts()).isTrue();
    }
    refuses(log, add(key(17)), "more keys than 8");
    assertThat(log.judge(retire(NEW), OPERATOR)).isInstanceOf(Standing.NotPermitted.class);
  }

  @Test
  void aRetiredKeyMayComeBack() {
    RegisterLog log = RegisterLog.founded();
    log.say(add(NEW), AUTHORITY);
    log.say(retire(LOG), AUTHORITY);
    assertThat(log.say(add(LOG), AUTHORITY).acts()).isTrue();
    assertThat(log.register.logKeys())
        .containsExactly(NEW.verificationKey(), LOG.verificationKey());
  }

  @Test
  void checkpointsAreSignedWithEd25519() {
    SigningKey other =
        SigningKey.fromSeed(Algorithm.ES256, HexFormat.of().parseHex("01".repeat(32)));
    assertThatThrownBy(() -> new LogKeyChange.Add(other.verificationKey()))
        .hasMessage("checkpoints are signed with Ed25519");
    assertThatThrownBy(() ->
            new LogKeyChange(
                LOG.verificationKey().id(), new LogKeyChange.Add(NEW.verificationKey())))
        .hasMessage("the subject is not the id of the key added");
  }
}
