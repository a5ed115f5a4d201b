package org.cotejo.station.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cotejo.log.TlogProof;

/// An answer of an HTTP/1.1 server (RFC 9112), as much of it as an intake sends: a status, some
/// fields, a body of a stated length.
final class Reply {
  /// Nothing that an intake sends is longer than a receipt.
  static final int MAX_BODY = TlogProof.MAX_BYTES;

  private static final int MAX_HEAD = 8192;
  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

  private final int status;
  private final Map<String, String> fields;
  private final byte[] body;

  private Reply(int status, Map<String, String> fields, byte[] body) {
    this.status = status;
    this.fields = fields;
    this.body = body;
  }

  /// @throws IOException if there is no such answer
  static Reply read(InputStream in) throws IOException {
    String head = head(in);
    if (!head.matches("(?s)HTTP/1\\.[01] [1-5][0-9]{2}( [^\r\n]*)?\r\n.*")) {
      throw new IOException("what answers there is no HTTP server");
    }
    Map<String, String> fields = new HashMap<>();
    String[] lines = head.split("\r\n", -1);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        fields.put(
            lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).strip());
      }
    }
    return new Reply(Integer.parseInt(head.substring(9, 12)), fields, body(in, fields));
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    int matched = 0;
    while (matched < 4) {
      int next = in.read();
      if (next < 0) {
        throw new IOException(head.size() == 0 ? "no answer" : "the answer broke off");
      }
      if (head.size() == MAX_HEAD) {
        throw new IOException("the head of the answer is longer than " + MAX_HEAD + " bytes");
      }
      head.write(next);
      boolean fits = next == (matched % 2 == 0 ? '\r' : '\n');
      matched = fits ? matched + 1 : next == '\r' ? 1 : 0;
    }
    return head.toString(ISO_8859_1);
  }

  private static byte[] body(InputStream in, Map<String, String> fields) throws IOException {
    String length = fields.getOrDefault("content-length", "");
    if (fields.containsKey("transfer-encoding") || !length.matches("[0-9]{1,9}")) {
      throw new IOException("the answer does not say how long it is");
    }
    int count = Integer.parseInt(length);
    if (count > MAX_BODY) {
      throw new IOException("the answer is longer than " + MAX_BODY + " bytes");
    }
    byte[] body = in.readNBytes(count);
    if (body.length < count) {
      throw new IOException("the answer broke off");
    }
    return body;
  }

  int status() {
    return status;
  }

  byte[] body() {
    return body;
  }

  /// Whether the server ends the connection after this.
  boolean isLast() {
    return fields.getOrDefault("connection", "").toLowerCase(Locale.ROOT).contains("close");
  }

  /// How long the server asks to be left alone, at most an hour: whoever answers here may not be
  /// the intake, and silences nobody for longer. Given as a date it is not read, since the clock
  /// here may be wrong.
  Optional<Duration> retryAfter() {
    String seconds = fields.getOrDefault("retry-after", "");
    if (!seconds.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    Duration asked = Duration.ofSeconds(Long.parseLong(seconds));
    return Optional.of(asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked);
  }
}
