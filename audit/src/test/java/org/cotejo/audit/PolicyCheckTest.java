package org.cotejo.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Cosigner;
import org.cotejo.log.NoteSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a reader's policy makes of a publication that otherwise holds.
class PolicyCheckTest {
  private static final Cosigner ONE = Cosigner.ed25519("one.example", CraftedLog.key("one"));
  private static final Cosigner TWO =
      Cosigner.mlDsa44("two.example", new byte[32], new SecureRandom());
  private static final Cosigner THREE = Cosigner.ed25519("three.example", CraftedLog.key("three"));
  private static final String WITNESSES =
      "witness one %s\nwitness two %s\nwitness three %s\ngroup most 2 one two three\nquorum most\n"
          .formatted(ONE.verifier().vkey(), TWO.verifier().vkey(), THREE.verifier().vkey());

  @TempDir private Path directory;

  private static String log(String origin, String key) {
    return "log " + new NoteSigner(origin, CraftedLog.key(key)).verifier().vkey() + "\n";
  }

  private Verdict verify(CraftedLog log, String policy) throws IOException, MalformedException {
    return log.verify(directory, CraftedLog.verifier(policy));
  }

  private static Optional<Witnessed> witnessed(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Holds.class);
    return ((Verdict.Holds) verdict).summary().witnessed();
  }

  private static String text(CraftedLog log) {
    return new String(Objects.requireNonNull(log.files.get("checkpoint")), UTF_8);
  }

  private static void assertRefused(Verdict verdict, String reason) {
    assertThat(verdict).isEqualTo(new Verdict.DoesNotHold("checkpoint", reason));
  }

  @Test
  void quorumThatHoldsIsToldWithItsNewestTime() throws IOException, MalformedException {
    CraftedLog log =
        CraftedLog.night().publish().cosigned(Map.of(ONE, 1_700_000_000L, TWO, 1_700_000_007L));

    assertThat(witnessed(verify(log, log(CraftedLog.ORIGIN, "log") + WITNESSES)))
        .hasValue(new Witnessed(2, 3, "most", Optional.of(Instant.ofEpochSecond(1_700_000_007))));
    assertThat(witnessed(verify(log, WITNESSES))).isPresent();
  }

  @Test
  void quorumThatLacksWitnessesNamesThem() throws IOException, MalformedException {
    CraftedLog log = CraftedLog.night().publish().cosigned(Map.of(ONE, 1_700_000_000L));

    assertRefused(
        verify(log, WITNESSES), "the quorum most lacks the cosignature of 1 of two, three");
    assertThat(witnessed(log.verify(directory))).isEmpty();
  }

  @Test
  void takesAnyTimeThatACosignatureMaySay() throws IOException, MalformedException {
    CraftedLog log = CraftedLog.night().publish().cosigned(Map.of(ONE, Long.MAX_VALUE, THREE, 1L));

    assertThat(witnessed(verify(log, WITNESSES)))
        .hasValueSatisfying(said -> assertThat(said.newest()).hasValue(Instant.MAX));
  }

  @Test
  void quorumOfNobodyAsksForNobody() throws IOException, MalformedException {
    CraftedLog log = CraftedLog.night().publish();

    assertThat(witnessed(verify(log, log(CraftedLog.ORIGIN, "log") + "quorum none\n")))
        .hasValue(new Witnessed(0, 0, "none", Optional.empty()));
  }

  @Test
  void cosignatureOnAnotherCheckpointIsRefused() throws IOException, MalformedException {
    CraftedLog before = CraftedLog.night().publish().cosigned(Map.of(ONE, 1L, THREE, 1L));
    String lines = text(before);
    CraftedLog log = CraftedLog.night();
    log.say("station 4", log.record(4));
    log.publish();
    String signed = text(log);
    String moved = signed + lines.substring(lines.indexOf("\u2014 one.example"));
    log.files.put("checkpoint", moved.getBytes(UTF_8));

    assertRefused(verify(log, WITNESSES), "note has an invalid signature by one.example");
  }

  @Test
  void policyForAnotherLogOrKeyIsRefused() throws IOException, MalformedException {
    CraftedLog log = CraftedLog.night().publish().cosigned(Map.of(ONE, 1L, THREE, 1L));

    assertRefused(
        verify(log, log("other.example/1", "log") + WITNESSES),
        "the policy does not list the log crafted.example/1");
    assertRefused(
        verify(log, log(CraftedLog.ORIGIN, "another") + WITNESSES),
        "the policy lists log crafted.example/1 under a key that entry 0 does not");
  }
}
