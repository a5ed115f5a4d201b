package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.log.Merkle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What operators hand in at their console: statements, and requests for an incident.
@Timeout(60)
class ConsoleStatementsIT extends BareConsole {
  @Test
  void takesStatementsLikeTheIntake() throws IOException {
    Hash leaf = Merkle.leaf("bytes".getBytes(UTF_8));
    Wire.Reply first = asOperator("POST", "/statements", "bytes");
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("cotejo-index")).isEqualTo("41");
    assertThat(first.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(first.body()).isEqualTo("TLOG_PROOF " + leaf);
    assertThat(taken.poll()).isEqualTo("bytes".getBytes(UTF_8));

    isNew = false;
    Wire.Reply again = asOperator("POST", "/statements", "bytes", "Accept: application/cose");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.header("content-type"))
        .isEqualTo("application/cose; cose-type=\"cose-sign1\"");
    assertThat(again.body()).isEqualTo("COSE " + leaf);
  }

  @Test
  void refusesStatementsLikeTheIntake() throws IOException {
    refusal = Optional.of(new Refusal(Refusal.Problem.NOT_PERMITTED, "the log is closed"));
    Wire.Reply refused = asOperator("POST", "/statements", "bytes");
    Wire.assertProblem(refused, 403, "not-permitted");
    assertThat(refused.headers()).doesNotContainKey("retry-after");

    refusal = Optional.of(new Refusal(Refusal.Problem.BUSY, "keep it"));
    Wire.Reply busy = asOperator("POST", "/statements", "bytes");
    Wire.assertProblem(busy, 503, "busy");
    assertThat(busy.header("retry-after")).isEqualTo("2");
  }

  @Test
  void takesTheLargestStatementAndNothingLarger() throws IOException {
    for (String path : List.of("/statements", "/incidents")) {
      Wire.Reply larger = asOperator("POST", path, "x".repeat(16_385));
      Wire.assertProblem(larger, 413, "too-large");
      try (Wire wire = new Wire(console.address())) {
        wire.send(
            "POST %s HTTP/1.1\r\nHost: h\r\nAuthorization: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
                .formatted(path, token.authorization()));
        wire.send("4001\r\n" + "x".repeat(16_385) + "\r\n0\r\n\r\n");
        Wire.assertProblem(wire.read(), 413, "too-large");
      }
    }
    assertNothingHappened();
    assertThat(asOperator("POST", "/statements", "x".repeat(16_384)).status()).isEqualTo(201);
    assertThat(taken.remove()).hasSize(16_384);
  }

  @Test
  void logsAnIncidentAndHandsItsStatementOut() throws IOException {
    String text = "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2,\"text\":\"\\u00f1\"}";
    Wire.Reply reply = asOperator("POST", "/incidents", text);
    assertThat(reply.status()).isEqualTo(201);
    assertThat(asked.remove())
        .isEqualTo(new IncidentRequest("intake/open", 1, 2, Optional.of("ñ")));
    assertThat(reply.header("cotejo-index")).isEqualTo("41");
    byte[] statement = Base64.getDecoder().decode(reply.header("cotejo-statement"));
    assertThat(statement).isEqualTo(statement().bytes());
    assertThat(reply.body()).isEqualTo("TLOG_PROOF " + Merkle.leaf(statement));

    refusal = Optional.of(new Refusal(Refusal.Problem.NOT_FOUND, "no counters"));
    Wire.assertProblem(asOperator("POST", "/incidents", INCIDENT), 404, "not-found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "[]",
        "{",
        "{}",
        "{\"vantage\":\"intake/open\",\"from\":1}",
        "{\"from\":1,\"to\":2}",
        "{\"vantage\":7,\"from\":1,\"to\":2}",
        "{\"vantage\":\"intake/open\",\"from\":1.5,\"to\":2}",
        "{\"vantage\":\"intake/open\",\"from\":\"1\",\"to\":2}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":99999999999999999999}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2,\"text\":null}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2,\"who\":\"x\"}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2,\"to\":3}",
        "{\"vantage\":\"intake/open\",\"from\":1,\"to\":2}{}"
      })
  void refusesWhatIsNoRequestForAnIncident(String body) throws IOException {
    Wire.assertProblem(asOperator("POST", "/incidents", body), 400, "bad-request");
    assertThat(asked).isEmpty();
  }
}
