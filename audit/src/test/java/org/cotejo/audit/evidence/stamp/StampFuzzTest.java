package org.cotejo.audit.evidence.stamp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.cotejo.cose.MalformedException;

class StampFuzzTest {
  /// Whatever is changed in a stamp, it says what the authority signed, or nothing.
  @FuzzTest
  void saysNothingThatWasNotSigned(byte[] bytes) throws IOException {
    Stamp stamp;
    try {
      stamp = Stamp.parse(bytes);
    } catch (MalformedException refused) {
      return;
    }
    StampVerdict verdict =
        new StampCheck(StampTest.trusted("root.pem"))
            .check(stamp, algorithm -> algorithm.digest(StampTest.FILE), Optional.empty());
    if (verdict instanceof StampVerdict.Holds holds
        && !(holds.isTrusted() && holds.time().equals(Instant.parse(StampTest.TIME)))) {
      throw new AssertionError("holds, and nobody signed it");
    }
  }
}
