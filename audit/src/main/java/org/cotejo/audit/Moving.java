package org.cotejo.audit;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/// A publication that may be replaced while it is checked. Its checkpoint comes last, so what does
/// not fit may be ahead of it: that counts only once no publication is under way and the checkpoint
/// is still the one the check began with.
interface Moving {
  /// How often the check begins again on a newer state.
  int TRIES = 5;

  /// How long a publication may take before what it leaves behind is what there is.
  Duration UNDER_WAY = Duration.ofSeconds(30);

  Duration LOOK_AGAIN = Duration.ofMillis(100);

  /// The checkpoint that is out; empty if there is none.
  byte[] checkpoint() throws IOException;

  /// Whether the next checkpoint lies there, and the files it covers are being written.
  boolean isUnderWay() throws IOException;

  /// Checks the files as they are.
  Verdict check() throws IOException;

  /// Checks until what is found belongs to one state.
  static Verdict verify(Moving publication) throws IOException {
    for (int tries = 1; ; tries++) {
      byte[] before = publication.checkpoint();
      Verdict verdict = publication.check();
      if (verdict instanceof Verdict.Holds || tries == TRIES) {
        return verdict;
      }
      awaitEnd(publication);
      if (Arrays.equals(before, publication.checkpoint())) {
        return verdict;
      }
    }
  }

  private static void awaitEnd(Moving publication) throws IOException {
    long giveUp = System.nanoTime() + UNDER_WAY.toNanos();
    while (publication.isUnderWay() && System.nanoTime() < giveUp) {
      try {
        Thread.sleep(LOOK_AGAIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }
}
