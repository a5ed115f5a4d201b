package org.cotejo.station.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.cotejo.cose.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
  private static final String TICKET = "abcdefghijklmnopqrstuvwxyz234567abcdefgh";

  @ParameterizedTest
  @CsvSource({
    "http://intake.example,          http://intake.example:80",
    "http://intake.example/,         http://intake.example:80",
    "http://127.0.0.1:8703/statements, http://127.0.0.1:8703",
    "https://intake.example,         https://intake.example:443",
    "http://[2001:db8::1]:8700,      http://[2001:db8::1]:8700",
    "http://a.example:8700/" + TICKET + ", http://a.example:8700/" + TICKET,
    "https://a.example/" + TICKET + "/statements, https://a.example:443/" + TICKET,
  })
  void readsWaysAsTheyAreWritten(String text, String written) throws MalformedException {
    Endpoint endpoint = Endpoint.parse(text);
    assertThat(endpoint).hasToString(written);
    assertThat(Endpoint.parse(written)).isEqualTo(endpoint);
    assertThat(endpoint.name()).doesNotContain(TICKET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "intake.example",
        "ftp://intake.example",
        "http:///statements",
        "http://a.example:0",
        "http://a.example:65536",
        "http://u@a.example",
        "http://a.example/?x",
        "http://a.example/#x",
        "http://a.example/other",
        "http://a.example/ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGH",
        "http://a b",
      })
  void refusesWhatIsNoWay(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text)).isInstanceOf(MalformedException.class);
  }

  /// The server name is read before the handshake is over; the path only by plain HTTP.
  @Test
  void showsTheTicketWhereTheDoorLooks() throws MalformedException {
    Endpoint plain = Endpoint.parse("http://a.example/" + TICKET);
    assertThat(plain.path()).isEqualTo("/" + TICKET + "/statements");
    Endpoint secure = Endpoint.parse("https://a.example/" + TICKET);
    assertThat(secure.path()).isEqualTo("/statements");
    assertThat(secure.serverName()).isEqualTo(TICKET + ".a.example");
  }
}
