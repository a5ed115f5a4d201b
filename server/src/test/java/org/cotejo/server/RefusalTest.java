package org.cotejo.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RefusalTest {
  /// Senders in the field decide by these; a change here is a change of the protocol.
  @Test
  void keepsTheTypesThatSendersKnow() {
    assertThat(
            Arrays.stream(Refusal.Problem.values())
                .map(problem ->
                    "%d %s %d"
                        .formatted(
                            problem.status(), problem.urn(), new Refusal(problem, "").retryAfter()))
                .sorted()
                .collect(Collectors.joining("\n")))
        .isEqualTo(
            """
            400 urn:cotejo:problem:bad-request 0
            400 urn:cotejo:problem:malformed-statement 0
            401 urn:cotejo:problem:unauthorized 0
            403 urn:cotejo:problem:bad-signature 0
            403 urn:cotejo:problem:bad-ticket 0
            403 urn:cotejo:problem:no-ticket 0
            403 urn:cotejo:problem:not-permitted 0
            403 urn:cotejo:problem:unknown-key 0
            404 urn:cotejo:problem:not-found 0
            405 urn:cotejo:problem:method-not-allowed 0
            408 urn:cotejo:problem:timeout 0
            409 urn:cotejo:problem:counting-not-open 30
            413 urn:cotejo:problem:too-large 0
            428 urn:cotejo:problem:puzzle 0
            429 urn:cotejo:problem:too-often 5
            503 urn:cotejo:problem:busy 2\
            """);
  }

  @Test
  void writesAProblemOfTheStandard() {
    assertThat(new String(new Refusal(Refusal.Problem.BUSY, "keep it").body(), UTF_8))
        .isEqualTo(
            "{\"type\":\"urn:cotejo:problem:busy\",\"title\":\"Full at the moment\","
                + "\"status\":503,\"detail\":\"keep it\"}\n");
  }

  @Test
  void staysJsonWhateverTheDetailQuotes() {
    String detail = "no station '\"}\u0000\u2028\ud83d\ude00\\' \r\n<script>";
    JsonNode read =
        JsonMapper.shared().readTree(new Refusal(Refusal.Problem.NOT_PERMITTED, detail).body());

    assertThat(read.get("detail").stringValue()).isEqualTo(detail);
    assertThat(read.size()).isEqualTo(4);
  }
}
