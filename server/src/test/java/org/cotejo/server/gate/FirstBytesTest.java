package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.cotejo.server.gate.FirstBytes.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirstBytesTest {
  private static final long NETWORK = Network.keyOf(new byte[] {10, 0, 0, 1});
  private static final String TICKET = ticket(1, 2);

  private final FirstBytes firstBytes = firstBytes(true);

  private static FirstBytes firstBytes(boolean offersTls) {
    return new FirstBytes(new AtomicReference<>(TestSecrets.of(1, 2)), offersTls);
  }

  private static String ticket(int... epochs) {
    return TestSecrets.of(epochs).issue(TestSecrets.DEVICE, 1).toString();
  }

  private static String request(String ticket) {
    return "POST /" + ticket + "/statements HTTP/1.1\r\nHost: h\r\n\r\n";
  }

  private Outcome judge(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return firstBytes.judge(bytes, bytes.length);
  }

  /// Behind the bytes is what a buffer held before: it must not matter.
  private Outcome judge(byte[] bytes, int length) {
    byte[] buffer = Arrays.copyOf(bytes, length + 64);
    Arrays.fill(buffer, length, buffer.length, (byte) 'a');
    return firstBytes.judge(buffer, length);
  }

  @Test
  void knowsWhoShowsATicket() {
    assertThat(judge(request(TICKET))).isEqualTo(Outcome.TICKET);
    assertThat(firstBytes.visitor(NETWORK))
        .isEqualTo(new Visitor(TestSecrets.DEVICE.bits(), 2 << 8 | 1, NETWORK));

    assertThat(judge(request(ticket(1)))).isEqualTo(Outcome.TICKET);
    assertThat(firstBytes.visitor(NETWORK).ticket()).isEqualTo(1 << 8 | 1);
  }

  @Test
  void refusesTicketsOfAnEpochThatIsOver() {
    assertThat(judge(request(ticket(9)))).isEqualTo(Outcome.BAD_TICKET);
  }

  @Test
  void refusesEveryTicketWithAnotherCharacter() {
    for (int at = 0; at < TICKET.length(); at++) {
      char other = TICKET.charAt(at) == 'q' ? 'r' : 'q';
      String changed = TICKET.substring(0, at) + other + TICKET.substring(at + 1);
      assertThat(judge(request(changed))).isEqualTo(Outcome.BAD_TICKET);
    }
  }

  @Test
  void waitsForEverythingThatCanBecomeATicket() {
    byte[] bytes = request(TICKET).getBytes(ISO_8859_1);
    int enough = ("POST /" + TICKET + "/statements ").length();
    for (int length = 1; length <= bytes.length; length++) {
      assertThat(judge(bytes, length))
          .isEqualTo(length < enough ? Outcome.NEEDS_MORE : Outcome.TICKET);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        "G",
        "POST / HTTP/1.1\r\n\r\n",
        "POST //statements HTTP/1.1\r\n\r\n",
        "POST /statements HTTP/1.1\r\n\r\n",
        "post /",
        "POST  /",
        "POST http://h/",
        "\r\nPOST /",
        "\0",
        "\u00ff",
      })
  void whatCannotBecomeATicketNeedNotWait(String text) {
    assertThat(judge(text)).isEqualTo(Outcome.NO_TICKET);
  }

  @Test
  void aTicketIsWhereItBelongsAndInLowerCase() {
    assertThat(judge(request(TICKET.toUpperCase(Locale.ROOT)))).isEqualTo(Outcome.NO_TICKET);
    assertThat(judge(request(TICKET + "a"))).isEqualTo(Outcome.NO_TICKET);
    assertThat(judge(request(TICKET.substring(1)))).isEqualTo(Outcome.NO_TICKET);
    assertThat(judge("GET /" + TICKET + "/statements ")).isEqualTo(Outcome.NO_TICKET);
    assertThat(judge("POST /" + TICKET + "/Statements ")).isEqualTo(Outcome.NO_TICKET);
    assertThat(judge("POST /" + TICKET + "/statements?x ")).isEqualTo(Outcome.NO_TICKET);
    assertThat(judge("POST /" + TICKET + "/statements/ ")).isEqualTo(Outcome.NO_TICKET);
    assertThat(judge("POST /" + TICKET + " ")).isEqualTo(Outcome.NO_TICKET);
    assertThat(judge("POST /x/" + TICKET + "/statements ")).isEqualTo(Outcome.NO_TICKET);
  }

  static Stream<Vector> hellos() {
    return Vector.read("client-hellos.jsonl").filter(FirstBytesTest::isTls);
  }

  private static boolean isTls(Vector hello) {
    byte[] bytes = hello.hex("bytes");
    return bytes.length > 0 && bytes[0] == 22;
  }

  private static Outcome expected(Vector hello) {
    return switch (hello.text("outcome")) {
      case "needs-more" -> Outcome.NEEDS_MORE;
      case "name" -> {
        String label = hello.text("label");
        // The one ticket of the vectors; secrets and device are the same there.
        yield label.equals("ftcreljbmjumgaabafvz4kvdtasrr7y2mpodnt2j")
            ? Outcome.TICKET
            : label.length() == Ticket.TEXT_LENGTH ? Outcome.BAD_TICKET : Outcome.NO_TICKET;
      }
      default -> Outcome.NO_TICKET;
    };
  }

  @ParameterizedTest
  @MethodSource("hellos")
  void findsTheTicketInTheNameOfTheServer(Vector hello) {
    byte[] bytes = hello.hex("bytes");
    assertThat(firstBytes.judge(bytes, bytes.length)).isEqualTo(expected(hello));
  }

  @Test
  void theVectorsShowATicket() {
    assertThat(hellos().filter(hello -> expected(hello) == Outcome.TICKET).count()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("hellos")
  void withoutACertificateTlsIsRefusedAtTheFirstByte(Vector hello) {
    byte[] bytes = hello.hex("bytes");
    assertThat(firstBytes(false).judge(bytes, 1)).isEqualTo(Outcome.NO_TICKET);
  }

  /// Segments arrive one after another: once said, an outcome stays, whatever follows.
  @Test
  void standsByItsOutcome() {
    var random = new Random(4);
    List<byte[]> seeds =
        Stream.concat(
                Stream.of(request(TICKET), request(ticket(9)), "GET / HTTP/1.1\r\n\r\n")
                    .map(text -> text.getBytes(ISO_8859_1)),
                hellos().map(hello -> hello.hex("bytes")))
            .toList();
    int tickets = 0;
    for (int i = 0; i < 1_500; i++) {
      byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
      for (int change = random.nextInt(3); change > 0; change--) {
        bytes[random.nextInt(Math.min(bytes.length, 80))] = (byte) random.nextInt(256);
      }
      Outcome before = Outcome.NEEDS_MORE;
      for (int length = 1; length <= Math.min(bytes.length, 4096); length++) {
        Outcome outcome = judge(bytes, length);
        if (before != Outcome.NEEDS_MORE) {
          assertThat(outcome).isEqualTo(before);
        }
        before = outcome;
      }
      tickets += before == Outcome.TICKET ? 1 : 0;
    }
    assertThat(tickets).isGreaterThan(25);
  }
}
