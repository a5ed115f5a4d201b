package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class TicketCheckTest {
  private static byte[] text(TicketSecrets secrets) {
    return secrets.issue(TestSecrets.DEVICE, 3).toString().getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void findsTheTicketWhereTheRequestHasIt() {
    byte[] request =
        ("POST /" + TestSecrets.of(1).issue(TestSecrets.DEVICE, 3) + "/statements HTTP/1.1")
            .getBytes(StandardCharsets.US_ASCII);
    TicketCheck check = TestSecrets.check(1);

    assertThat(check.check(request, 6)).isTrue();
    assertThat(check.device()).isEqualTo(TestSecrets.DEVICE.bits());
    assertThat(check.epoch()).isEqualTo(1);
    assertThat(check.endpoint()).isEqualTo(3);
    assertThat(check.check(request, 5)).isFalse();
    assertThat(check.check(request, 7)).isFalse();
    assertThat(check.device()).isZero();
  }

  @Test
  void doesNotReadBehindTheBuffer() {
    byte[] text = text(TestSecrets.of(1));
    TicketCheck check = TestSecrets.check(1);
    assertThatThrownBy(() -> check.check(text, 1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void goesBySecretsExchangedWhileItRuns() {
    byte[] first = text(TestSecrets.of(1));
    byte[] second = text(TestSecrets.of(1, 2));
    byte[] third = text(TestSecrets.of(2, 3));
    var inForce = new AtomicReference<>(TestSecrets.of(1));
    var check = new TicketCheck(inForce);

    assertThat(check.check(first, 0)).isTrue();
    assertThat(check.check(second, 0)).isFalse();
    inForce.set(TestSecrets.of(1, 2));
    assertThat(check.check(first, 0)).isTrue();
    assertThat(check.check(second, 0)).isTrue();
    assertThat(check.check(third, 0)).isFalse();
    inForce.set(TestSecrets.of(2, 3));
    assertThat(check.check(first, 0)).isFalse();
    assertThat(check.check(second, 0)).isTrue();
    assertThat(check.check(third, 0)).isTrue();
  }

  @Test
  void allocatesNothing() {
    byte[] good = text(TestSecrets.of(1, 2));
    byte[] wrong = good.clone();
    wrong[39] ^= 1;
    byte[] unknown = text(TestSecrets.of(9));
    byte[] junk = "-".repeat(40).getBytes(StandardCharsets.US_ASCII);
    byte[][] texts = {good, wrong, unknown, junk};
    TicketCheck check = TestSecrets.check(1, 2);
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int rounds = 2_000;
    int passed = 0;
    long before = 0;
    for (int i = -rounds; i < rounds; i++) {
      if (i == 0) {
        before = thread.getCurrentThreadAllocatedBytes();
      }
      for (byte[] text : texts) {
        passed += check.check(text, 0) ? 1 : 0;
      }
    }
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(passed).isEqualTo(2 * rounds);
    // Asking may cost a little; the smallest object of every round would cost 32,000 bytes.
    assertThat(allocated).isLessThan(8L * rounds);
  }
}
