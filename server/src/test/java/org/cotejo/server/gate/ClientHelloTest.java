package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.cotejo.server.gate.ClientHello.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClientHelloTest {
  private final ClientHello hello = new ClientHello();

  static Stream<Vector> vectors() {
    return Vector.read("client-hellos.jsonl");
  }

  private static Outcome expected(Vector vector) {
    return Outcome.valueOf(vector.text("outcome").replace('-', '_').toUpperCase(Locale.ROOT));
  }

  private String label() {
    return new String(hello.label(), 0, hello.labelLength(), StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void givesTheOutcomeAndLabelOfTheVectors(Vector vector) {
    byte[] bytes = vector.hex("bytes");
    Outcome expected = expected(vector);

    assertThat(hello.read(bytes, 0, bytes.length)).isEqualTo(expected);
    assertThat(label()).isEqualTo(expected == Outcome.NAME ? vector.text("label") : "");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void waitsForTheRestAndThenStandsByItsOutcome(Vector vector) {
    byte[] bytes = vector.hex("bytes");
    Outcome expected = expected(vector);
    Outcome before = Outcome.NEEDS_MORE;
    for (int to = 0; to <= bytes.length; to++) {
      // Behind the bytes is what a buffer held before: it must not matter.
      byte[] buffer = Arrays.copyOf(bytes, to + 64);
      Arrays.fill(buffer, to, buffer.length, (byte) 22);
      Outcome outcome = hello.read(buffer, 0, to);
      assertThat(outcome).isEqualTo(before == Outcome.NEEDS_MORE ? outcome : before);
      assertThat(outcome).isIn(Outcome.NEEDS_MORE, expected);
      before = outcome;
    }
    assertThat(before).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsFromWhereTheBytesBegin(Vector vector) {
    byte[] bytes = vector.hex("bytes");
    byte[] buffer = new byte[bytes.length + 9];
    System.arraycopy(bytes, 0, buffer, 7, bytes.length);

    assertThat(hello.read(buffer, 7, 7 + bytes.length)).isEqualTo(expected(vector));
  }

  /// Whatever is lost at the end, more never follows within the limit.
  @ParameterizedTest
  @MethodSource("vectors")
  void decidesWithinTheLimit(Vector vector) {
    byte[] bytes = Arrays.copyOf(vector.hex("bytes"), ClientHello.MAX_BYTES);
    assertThat(hello.read(bytes, 0, bytes.length)).isNotEqualTo(Outcome.NEEDS_MORE);
  }

  @Test
  void endsWithAnOutcomeWhateverIsChanged() {
    var random = new Random(4);
    List<byte[]> hellos = vectors().map(vector -> vector.hex("bytes")).toList();
    int named = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] changed = hellos.get(random.nextInt(hellos.size())).clone();
      for (int change = random.nextInt(4); change >= 0 && changed.length > 0; change--) {
        changed[random.nextInt(Math.min(changed.length, 300))] = (byte) random.nextInt(256);
      }
      if (hello.read(changed, 0, changed.length) == Outcome.NAME) {
        assertThat(hello.labelLength()).isBetween(1, ClientHello.MAX_LABEL);
        named++;
      } else {
        assertThat(hello.labelLength()).isZero();
      }
    }
    assertThat(named).isGreaterThan(1_000);
  }

  @Test
  void allocatesNothing() {
    List<byte[]> hellos = vectors().map(vector -> vector.hex("bytes")).toList();
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int rounds = 200;
    int named = 0;
    long before = 0;
    for (int i = -rounds; i < rounds; i++) {
      if (i == 0) {
        before = thread.getCurrentThreadAllocatedBytes();
      }
      for (int at = 0; at < hellos.size(); at++) {
        byte[] bytes = hellos.get(at);
        named += hello.read(bytes, 0, bytes.length) == Outcome.NAME ? 1 : 0;
      }
    }
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(named).isGreaterThan(2 * rounds);
    // Asking may cost a little; the smallest object of every read would cost 200,000 bytes.
    assertThat(allocated).isLessThan(8L * rounds);
  }
}
