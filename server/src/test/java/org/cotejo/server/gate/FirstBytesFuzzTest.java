package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.cotejo.server.gate.FirstBytes.Outcome;
import org.cotejo.server.gate.RequestHead.Frame;

class FirstBytesFuzzTest {
  private static final TicketSecrets SECRETS = TestSecrets.of(1, 2);
  private static final FirstBytes FIRST_BYTES =
      new FirstBytes(new AtomicReference<>(SECRETS), true);
  private static final byte[] GENUINE =
      ("POST /" + SECRETS.issue(TestSecrets.DEVICE, 3) + "/statements HTTP/1.1\r\n")
          .getBytes(US_ASCII);

  /// What an input begins with that is laid over a genuine request: by itself it would never come
  /// near one.
  private static final byte OVERLAY = 0;

  @FuzzTest
  void standByTheirOutcomeAndDoNotDependOnWhatIsBehindThem(byte[] input) {
    byte[] bytes = written(input);
    if (bytes.length == 0) {
      return;
    }
    Outcome whole = judge(bytes, bytes.length);
    int cut = 1 + (input[input.length - 1] & 0xff) * (bytes.length - 1) / 256;
    Outcome before = judge(bytes, cut);
    if (before != Outcome.NEEDS_MORE && before != whole) {
      throw new AssertionError("after %d bytes %s, then %s".formatted(cut, before, whole));
    }
    if (whole == Outcome.TICKET && FIRST_BYTES.visitor(1).device() == 0) {
      throw new AssertionError("nobody's ticket");
    }
    Frame frame = frame(bytes, bytes.length);
    if (frame != Frame.OTHER && cut < bytes.length && frame(bytes, cut) == frame) {
      // What is whole already cannot be the same request with more behind it.
      throw new AssertionError("whole after %d bytes and after all".formatted(cut));
    }
  }

  private static byte[] written(byte[] input) {
    if (input.length == 0 || input[0] != OVERLAY) {
      return input;
    }
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    for (int i = 0; i < Math.min(bytes.length, GENUINE.length); i++) {
      bytes[i] ^= GENUINE[i];
    }
    return bytes;
  }

  private static byte[] followed(byte[] bytes, int length, char by) {
    byte[] buffer = Arrays.copyOf(bytes, length + 64);
    Arrays.fill(buffer, length, buffer.length, (byte) by);
    return buffer;
  }

  private static Outcome judge(byte[] bytes, int length) {
    Outcome outcome = FIRST_BYTES.judge(followed(bytes, length, 'a'), length);
    if (FIRST_BYTES.judge(followed(bytes, length, ' '), length) != outcome) {
      throw new AssertionError("depends on what is behind " + length + " bytes");
    }
    return outcome;
  }

  private static Frame frame(byte[] bytes, int length) {
    Frame frame = RequestHead.of(followed(bytes, length, '\n'), length);
    if (RequestHead.of(followed(bytes, length, '0'), length) != frame) {
      throw new AssertionError("depends on what is behind " + length + " bytes");
    }
    return frame;
  }
}
