package org.cotejo.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.cotejo.log.WitnessReply;
import org.cotejo.log.WitnessReply.Outcome;
import org.cotejo.publication.Witnessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of witnesses beside a checkpoint with a line of one of them.
class WitnessedLogTest {
  @TempDir private Path directory;

  private final CraftedLog log = cosigned();

  /// A line of a key that the verifier does not know; it has no reason to believe or doubt it.
  private static CraftedLog cosigned() {
    CraftedLog log = CraftedLog.night().publish();
    byte[] signed = Objects.requireNonNull(log.files.get("checkpoint"));
    String line = "— w AAAAAQAAAABlU/EA\n";
    String note = new String(signed, StandardCharsets.UTF_8) + line;
    log.files.put("checkpoint", note.getBytes(StandardCharsets.UTF_8));
    return log;
  }

  private Verdict verifyWith(long size, String cosigner) throws IOException {
    var replies =
        List.of(
            new WitnessReply(cosigner, Outcome.COSIGNED), new WitnessReply("x", Outcome.TIMEOUT));
    log.files.put(Witnessing.PATH, new Witnessing(size, false, replies).json());
    return log.verify(directory);
  }

  private static void assertRefused(Verdict verdict, String reason) {
    assertThat(verdict).isEqualTo(new Verdict.DoesNotHold(Witnessing.PATH, reason));
  }

  @Test
  void holdsWithOrWithoutWord() throws IOException {
    assertThat(log.verify(directory)).isInstanceOf(Verdict.Holds.class);
    assertThat(verifyWith(log.size(), "w")).isInstanceOf(Verdict.Holds.class);
  }

  @Test
  void doesNotHoldWithWordOfAnotherCheckpoint() throws IOException {
    String reason = "is not about the published checkpoint";
    assertRefused(verifyWith(log.size() - 1, "w"), reason);
    assertRefused(verifyWith(log.size() + 1, "w"), reason);
    assertRefused(verifyWith(log.size(), "v"), reason);
  }

  @Test
  void doesNotHoldWithAnythingElseUnderThatName() throws IOException {
    log.files.put(Witnessing.PATH, "<p>Results</p>".getBytes(StandardCharsets.UTF_8));
    assertRefused(log.verify(directory), "is not a list of witnesses");
    log.files.put(Witnessing.PATH, new byte[Witnessing.MAX_BYTES + 1]);
    assertRefused(log.verify(directory), "is larger than any such file");
  }
}
