package org.cotejo.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Posts one letter on a connection of its own, as a station does.
final class Post {
  private static final int MAX_ANSWER = 1 << 16;

  private Post() {}

  /// What the server said.
  ///
  /// @param status of HTTP
  /// @param index in the log, of what it has taken
  /// @param retryAfter when it would like to be asked again
  /// @param body a receipt, or what is wrong
  record Answer(int status, OptionalLong index, Optional<Duration> retryAfter, String body) {
    /// Whether the server answers for it from now on.
    boolean isTaken() {
      return status / 100 == 2 && index.isPresent();
    }

    static Answer parse(String text) throws IOException {
      int headEnd = text.indexOf("\r\n\r\n");
      if (headEnd < 0 || !text.startsWith("HTTP/1.1 ")) {
        throw new IOException("no answer");
      }
      String head = text.substring(0, headEnd + 2).toLowerCase(Locale.ROOT);
      Optional<String> index = field(head, "cotejo-index");
      return new Answer(
          Integer.parseInt(head.substring(9, 12)),
          index.isPresent() ? OptionalLong.of(Long.parseLong(index.get())) : OptionalLong.empty(),
          field(head, "retry-after").map(seconds -> Duration.ofSeconds(Long.parseLong(seconds))),
          text.substring(headEnd + 4));
    }

    private static Optional<String> field(String head, String name) {
      String begin = "\r\n" + name + ":";
      int at = head.indexOf(begin);
      return at < 0
          ? Optional.empty()
          : Optional.of(head.substring(at + begin.length(), head.indexOf("\r\n", at + 2)).strip());
    }
  }

  /// @param patience for the connection, and for each part of the answer
  /// @throws IOException if no answer comes
  static Answer send(InetSocketAddress server, Letter letter, Duration patience)
      throws IOException {
    try (var socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) patience.toMillis());
      socket.bind(new InetSocketAddress(letter.source(), 0));
      socket.connect(server, (int) patience.toMillis());
      socket.getOutputStream().write(letter.request());
      byte[] answer = socket.getInputStream().readNBytes(MAX_ANSWER);
      return Answer.parse(new String(answer, ISO_8859_1));
    }
  }
}
