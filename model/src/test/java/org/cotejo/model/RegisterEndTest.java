package org.cotejo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.cose.Hash;
import org.junit.jupiter.api.Test;

/// The last entry of a log, and that nothing follows it.
class RegisterEndTest {
  private static final Hash DIGEST = Hash.sha256(new byte[0]);
  private final RegisterLog log = RegisterLog.founded();
  private long entries = 1;
  private long clock = 1_800_000_000;

  private Standing mark(Optional<Hash> manifest) {
    return say(new TimeMark(clock++, manifest));
  }

  private Standing bulletin(long logSize) {
    return say(new BulletinStatement(1, logSize, DIGEST, clock, BulletinStatement.RULES, DIGEST));
  }

  private Standing say(Statement statement) {
    entries++;
    return log.say(statement, VillageElection.OPERATOR).standing();
  }

  private void close() {
    entries += 3;
    log.at(Phase.LOG_CLOSED);
  }

  private static void permitted(Standing standing) {
    assertThat(standing).isInstanceOf(Standing.Valid.class);
  }

  @Test
  void endsWithTheMarkThatPublishesABulletinOfTheClose() {
    close();
    permitted(mark(Optional.empty()));
    permitted(bulletin(entries));
    assertThat(log.register.hasEnded()).isFalse();
    permitted(mark(Optional.of(DIGEST)));

    assertThat(log.register.hasEnded()).isTrue();
    var closed = new Standing.NotPermitted("the log is closed");
    assertThat(mark(Optional.of(DIGEST))).isEqualTo(closed);
    assertThat(mark(Optional.empty())).isEqualTo(closed);
    assertThat(bulletin(entries)).isEqualTo(closed);
    assertThat(log.register.hasEnded()).isTrue();
  }

  @Test
  void doesNotEndBeforeABulletinCoversTheClose() {
    permitted(bulletin(entries));
    close();
    long closed = entries;
    permitted(mark(Optional.of(DIGEST)));
    permitted(bulletin(closed - 1));
    permitted(mark(Optional.of(DIGEST)));
    assertThat(log.register.hasEnded()).isFalse();

    permitted(bulletin(closed));
    permitted(mark(Optional.empty()));
    assertThat(log.register.hasEnded()).isFalse();
    permitted(mark(Optional.of(DIGEST)));
    assertThat(log.register.hasEnded()).isTrue();
  }

  @Test
  void refusesIncidentsOnceTheLogIsClosed() {
    IncidentStatement incident =
        new IncidentStatement(
            "intake",
            clock,
            clock,
            1,
            RefusedPerSecond.of(new long[] {0}),
            new TreeMap<>(),
            0,
            0,
            DIGEST,
            Optional.empty());
    log.at(Phase.RECORDS_CLOSED);
    permitted(say(incident));
    close();
    assertThat(say(incident)).isEqualTo(new Standing.NotPermitted("the log is closed"));
    permitted(mark(Optional.empty()));
  }

  @Test
  void doesNotEndWhileItIsOpen() {
    for (Phase phase : new Phase[] {Phase.COUNTING_OPEN, Phase.RECORDS_CLOSED}) {
      log.at(phase);
      entries++;
      permitted(bulletin(entries));
      permitted(mark(Optional.of(DIGEST)));
      assertThat(log.register.hasEnded()).isFalse();
    }
  }
}
