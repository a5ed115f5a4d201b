package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.cose.Hash;
import org.cotejo.model.IncidentStatement;
import org.cotejo.model.RefusedPerSecond;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A log that holds incidents: they are the operator's to tell, and no total depends on them.
class IncidentTest {
  @TempDir private Path directory;

  private static IncidentStatement incident() {
    RefusedPerSecond refused = RefusedPerSecond.of(new long[] {0, 82_000, 90_000});
    return new IncidentStatement(
        "intake/stations",
        1_770_000_000,
        1_770_000_009,
        3,
        refused,
        new TreeMap<>(Map.of("bad-ticket", refused)),
        600,
        512,
        Hash.sha256(new byte[0]),
        Optional.of(Hash.sha256(new byte[1])));
  }

  @Test
  void holdsWithAnIncidentOfTheOperator() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("operator", incident());
    CraftedLog without = CraftedLog.night();
    Summary summary = summary(log.publish().checkpoint("log", CraftedLog.ORIGIN));
    Summary other = summary(without.publish().checkpoint("log", CraftedLog.ORIGIN));
    assertThat(summary.size()).isEqualTo(other.size() + 1);
    assertThat(summary.fold().findings()).isEqualTo(other.fold().findings());
    assertThat(summary.fold().contest(0).total().totals())
        .isEqualTo(other.fold().contest(0).total().totals());
  }

  private Summary summary(CraftedLog log) throws IOException {
    Verdict verdict = log.verify(directory.resolve("of" + log.size()));
    assertThat(verdict).isInstanceOf(Verdict.Holds.class);
    return ((Verdict.Holds) verdict).summary();
  }

  @Test
  void doesNotHoldWithAnIncidentOfSomebodyElse() throws IOException {
    CraftedLog log = CraftedLog.night();
    log.say("authority", incident());
    assertThat(log.publish().checkpoint("log", CraftedLog.ORIGIN).verify(directory))
        .isInstanceOfSatisfying(
            Verdict.DoesNotHold.class,
            verdict -> assertThat(verdict.reason()).contains("AUTHORITY may not sign this"));
  }
}
