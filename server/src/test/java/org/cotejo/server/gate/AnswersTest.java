package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final byte[] PROBLEM = "{\"title\":\"Señal\"}\n".getBytes(UTF_8);

  private static String text(MemorySegment segment) {
    return new String(segment.toArray(ValueLayout.JAVA_BYTE), UTF_8);
  }

  @Test
  void areWholeResponsesThatSayWhatBecomesOfTheConnection() {
    Answers answers = Answers.of("403 Forbidden", PROBLEM, 0);

    assertThat(text(answers.keeping()))
        .isEqualTo(
            """
            HTTP/1.1 403 Forbidden\r
            content-type: application/problem+json\r
            content-length: 19\r
            connection: keep-alive\r
            \r
            {"title":"Señal"}
            """);
    assertThat(text(answers.last()))
        .isEqualTo(text(answers.keeping()).replace("keep-alive", "close"));
  }

  @Test
  void sayWhenToComeBackIfThatMakesSense() {
    assertThat(text(Answers.of("503 Service Unavailable", PROBLEM, 5).last()))
        .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
        .contains("\r\nretry-after: 5\r\n")
        .endsWith("\r\n\r\n{\"title\":\"Señal\"}\n");
  }
}
