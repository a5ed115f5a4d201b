package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.LogKeyChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that replaces its key: readers who know nothing but entry 0 follow it, and nobody else's
/// key becomes the log's.
class LogKeyTest {
  private static final String ORIGIN = CraftedLog.ORIGIN;

  @TempDir private Path directory;

  private static LogKeyChange add(String name) {
    SigningKey key = CraftedLog.key(name);
    return new LogKeyChange(
        key.verificationKey().id(), new LogKeyChange.Add(key.verificationKey()));
  }

  private static LogKeyChange retire(String name) {
    return new LogKeyChange(CraftedLog.key(name).verificationKey().id(), new LogKeyChange.Retire());
  }

  private void assertHolds(CraftedLog log) throws IOException {
    assertThat(log.verify(directory)).isInstanceOf(Verdict.Holds.class);
  }

  private void assertCheckpointRefused(CraftedLog log) throws IOException {
    assertThat(log.verify(directory))
        .isInstanceOfSatisfying(
            Verdict.DoesNotHold.class,
            verdict -> assertThat(verdict.place()).isEqualTo("checkpoint"));
  }

  @Test
  void anAddedKeySignsBesideTheFirstAndAlone() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("authority", add("new"));
    assertHolds(log.publish().checkpoint(ORIGIN, List.of("log", "new")));
    assertHolds(log.checkpoint(ORIGIN, List.of("new", "log")));
    assertHolds(log.checkpoint(ORIGIN, List.of("new")));
    assertHolds(log.checkpoint(ORIGIN, List.of("log")));
  }

  @Test
  void aRetiredKeySignsNoMore() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("authority", add("new"));
    log.say("authority", retire("log"));
    assertHolds(log.publish().checkpoint(ORIGIN, List.of("new")));
    assertHolds(log.checkpoint(ORIGIN, List.of("log", "new")));
    assertCheckpointRefused(log.checkpoint(ORIGIN, List.of("log")));
  }

  @Test
  void aKeyThatNobodyAddedSignsNothing() throws IOException {
    CraftedLog log = CraftedLog.night();
    assertCheckpointRefused(log.publish().checkpoint(ORIGIN, List.of("new")));
  }

  @Test
  void onlyTheAuthorityAddsKeys() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("operator", add("new"));
    assertCheckpointRefused(log.publish().checkpoint(ORIGIN, List.of("new")));
    assertThat(log.checkpoint(ORIGIN, List.of("log")).verify(directory))
        .isInstanceOfSatisfying(
            Verdict.DoesNotHold.class,
            verdict -> assertThat(verdict.place()).startsWith("tile/entries/"));
  }
}
