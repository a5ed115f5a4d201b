package org.cotejo.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Statement;

class StatementFuzzTest {
  /// Of every content there is one encoding, so whoever decodes and encodes has the same bytes.
  @FuzzTest
  void isRefusedOrEncodedAgainToTheSameBytes(byte[] bytes) {
    Submission submission;
    try {
      submission = Submission.decode(bytes);
    } catch (MalformedException e) {
      return;
    }
    Sign1 envelope = submission.envelope();
    Statement statement = submission.statement();
    if (!Arrays.equals(envelope.bytes(), bytes)
        || !statement.kind().label().equals(envelope.type())
        || !statement.subject().equals(envelope.subject())
        || !Arrays.equals(statement.payload(), envelope.payload())) {
      throw new AssertionError("encoded otherwise: " + statement);
    }
  }
}
