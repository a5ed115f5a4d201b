package org.cotejo.server.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TicketTest {
  static Stream<Vector> vectors() {
    return Vector.read("tickets.jsonl");
  }

  private static TicketSecrets secrets(Vector vector) {
    ElectionId election = ElectionId.of(vector.hex("statement"));
    assertThat(election).hasToString(vector.text("election"));
    List<TicketSecrets.Secret> secrets =
        vector
            .list("secrets")
            .map(of -> new TicketSecrets.Secret(of.number("epoch"), of.hex("secret"), election))
            .toList();
    return TicketSecrets.of(election, secrets);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isIssuedAndJudgedAsAnotherProgramDoes(Vector vector) throws MalformedException {
    TicketSecrets secrets = secrets(vector);
    var check = new TicketCheck(new AtomicReference<>(secrets));
    String text = vector.text("ticket");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean isTicket = bytes.length == Ticket.TEXT_LENGTH && check.check(bytes, 0);

    assertThat(isTicket).isEqualTo(vector.flag("valid"));
    if (isTicket) {
      Ticket ticket = Ticket.parse(text);
      var device = KeyId.of(vector.hex("device"));
      assertThat(ticket).hasToString(text);
      assertThat(ticket.device()).isEqualTo(device).isEqualTo(new KeyId(check.device()));
      assertThat(ticket.epoch()).isEqualTo(vector.number("epoch")).isEqualTo(check.epoch());
      assertThat(ticket.endpoint())
          .isEqualTo(vector.number("endpoint"))
          .isEqualTo(check.endpoint());
      if (secrets.epochs().getLast() == ticket.epoch()) {
        assertThat(secrets.issue(device, ticket.endpoint())).isEqualTo(ticket);
      }
    } else {
      assertThat(new long[] {check.device(), check.epoch(), check.endpoint()}).containsOnly(0);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void hasOneSpelling(Vector vector) {
    String text = vector.text("ticket");
    if (text.matches("[a-z2-7]{40}")) {
      assertThat(parsed(text)).hasToString(text);
    } else {
      assertThatThrownBy(() -> Ticket.parse(text))
          .isInstanceOf(MalformedException.class)
          .hasMessage("not a ticket: expected 40 of a-z and 2-7");
    }
  }

  private static Ticket parsed(String text) {
    try {
      return Ticket.parse(text);
    } catch (MalformedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void decodesEveryByteAsTheAlphabetSays() {
    String alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    for (int value = 0; value < 256; value++) {
      byte[] text = "aaaaaaaa".getBytes(StandardCharsets.US_ASCII);
      text[7] = (byte) value;
      byte[] decoded = new byte[5];
      int expected = value < 0x80 ? alphabet.indexOf(value) : -1;

      assertThat(Base32.decode(text, 0, decoded)).isEqualTo(expected >= 0);
      assertThat(decoded[4]).isEqualTo((byte) Math.max(0, expected));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 256, 1 << 30})
  void isNotIssuedForAnEndpointOfMoreThanAByte(int endpoint) {
    TicketSecrets secrets = TestSecrets.of(1);
    assertThatThrownBy(() -> secrets.issue(TestSecrets.DEVICE, endpoint))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
