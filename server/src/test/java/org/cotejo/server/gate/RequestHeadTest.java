package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotejo.server.gate.RequestHead.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
  private static final String POST = "POST /x HTTP/1.1\r\nHost: h\r\n";

  private static Frame frame(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    return RequestHead.of(bytes, bytes.length);
  }

  /// Behind the bytes is what a buffer held before: it must not matter.
  private static Frame frame(byte[] bytes, int length, int behind) {
    byte[] buffer = Arrays.copyOf(bytes, length + 64);
    Arrays.fill(buffer, length, buffer.length, (byte) behind);
    return RequestHead.of(buffer, length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        POST + "\r\n",
        POST + "Content-Length: 0\r\n\r\n",
        POST + "Content-Length: 5\r\n\r\nhello",
        POST + "CONTENT-LENGTH:5\r\n\r\nhello",
        POST + "content-length:    5\r\n\r\n\r\n\r\n\n",
        POST + "cOnNeCtIoN: Keep-Alive\r\nContent-Length: 000005\r\n\r\nhello",
        POST + "Connection: keep-alive\r\nX-Content-Length: 9\r\n\r\n",
      })
  void seesOneWholeRequestThatLeavesTheConnectionOpen(String text) {
    assertThat(frame(text)).isEqualTo(Frame.WHOLE_KEEPING_OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
        "GET / HTTP/1.2\r\n\r\n",
        POST + "Connection: close\r\n\r\n",
        POST + "connection:close\r\nContent-Length: 5\r\n\r\nhello",
        POST + "Connection: close\r\nConnection: keep-alive\r\n\r\n",
        POST + "Connection: upgrade\r\n\r\n",
        POST + "Connection: \r\n\r\n",
        // The answer to it has no body, but the answers here do.
        "HEAD / HTTP/1.1\r\n\r\n",
      })
  void seesOneWholeRequestAfterWhichTheConnectionEnds(String text) {
    assertThat(frame(text)).isEqualTo(Frame.WHOLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\r\n",
        "\r\n\r\n",
        "GET / HTTP/1.1",
        "GET / HTTP/1.1\r\n",
        "GET / HTTP/1.1\n\n",
        "GET / HTTP/1.1\r\n\n\r\n",
        "GET / HTTP/1.1\r\nHost: h\n\r\n",
        POST + "Content-Length: 5\r\n\r\nhell",
        POST + "Content-Length: 5\r\n\r\nhello!",
        POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        POST + "Content-Length: 5, 5\r\n\r\nhello",
        POST + "Content-Length: +5\r\n\r\nhello",
        POST + "Content-Length: -5\r\n\r\nhello",
        POST + "Content-Length: 5 \r\n\r\nhello",
        POST + "Content-Length: 0x5\r\n\r\nhello",
        POST + "Content-Length:\r\n\r\n",
        POST + "Content-Length: 5\n\r\n\r\nhello",
        POST + "Content-Length: 0000005\r\n\r\nhello",
        POST + "Content-Length: 99999999999999999999\r\n\r\n",
        POST + "Content-Length : 5\r\n\r\n",
        POST + " Content-Length: 5\r\n\r\n",
        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        POST + "transfer-encoding:\r\n\r\n",
        POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
        POST + "\r\n" + POST + "\r\n",
        POST + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n",
      })
  void whateverIsNotPlainlyOneRequestEndsTheConnection(String text) {
    assertThat(frame(text)).isEqualTo(Frame.OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n\r\n",
        POST + "Content-Length: 5\r\n\r\nhello",
        POST + "Connection: close\r\nContent-Length: 12\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
      })
  void aRequestCutShortIsNone(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    for (int length = 0; length < bytes.length; length++) {
      for (int behind : new int[] {0, '\n', '5', ' ', ':'}) {
        assertThat(frame(bytes, length, behind)).isEqualTo(Frame.OTHER);
      }
    }
    assertThat(frame(bytes, bytes.length, '\n')).isNotEqualTo(Frame.OTHER);
  }

  @Test
  void anyBytesAreSomethingAndWhatFollowsThemDoesNotMatter() {
    var random = new Random(4);
    List<String> parts =
        List.of(
            "POST / HTTP/1.1\r\n",
            "GET / HTTP/1.0\r\n",
            "Content-Length:",
            " 5",
            "\r\n",
            "\n",
            "Connection:",
            "k",
            "Transfer-Encoding:",
            "hello",
            "\r",
            ":",
            " ",
            "\0",
            "\u00ff");
    int whole = 0;
    for (int i = 0; i < 20_000; i++) {
      var text = new StringBuilder();
      for (int part = random.nextInt(12); part >= 0; part--) {
        text.append(
            random.nextInt(20) == 0
                ? String.valueOf((char) random.nextInt(256))
                : parts.get(random.nextInt(parts.size())));
      }
      byte[] bytes = text.toString().getBytes(ISO_8859_1);
      Frame frame = RequestHead.of(bytes, bytes.length);
      assertThat(frame(bytes, bytes.length, '\n')).isEqualTo(frame);
      assertThat(frame(bytes, bytes.length, '7')).isEqualTo(frame);
      whole += frame == Frame.OTHER ? 0 : 1;
      for (int length = 0; length < bytes.length; length++) {
        assertThat(RequestHead.of(Arrays.copyOf(bytes, length), length)).isNotNull();
      }
    }
    assertThat(whole).isGreaterThan(20);
  }
}
