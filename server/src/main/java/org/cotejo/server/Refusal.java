package org.cotejo.server;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Why the intake or the console turns a request away, as an RFC 9457 problem with a stable type.
///
/// @param detail one sentence for the person at the other end
public record Refusal(Problem problem, String detail) {
  private static final JsonFactory JSON = new JsonFactory();

  /// The problem types. Their URNs are stable: senders decide by them whether to try again.
  public enum Problem {
    BAD_REQUEST("bad-request", 400, "Not a request this address answers"),
    MALFORMED("malformed-statement", 400, "Not a well-formed statement"),
    UNAUTHORIZED("unauthorized", 401, "The operator's token is missing or wrong"),
    UNKNOWN_KEY("unknown-key", 403, "Signed by a key this election does not know"),
    BAD_SIGNATURE("bad-signature", 403, "The signature does not verify"),
    NOT_PERMITTED("not-permitted", 403, "The signer may not say this"),
    NOT_FOUND("not-found", 404, "Nothing here"),
    METHOD("method-not-allowed", 405, "Not the method for this"),
    TIMEOUT("timeout", 408, "The request took too long"),
    NOT_OPEN("counting-not-open", 409, "Counting is not open yet"),
    TOO_LARGE("too-large", 413, "Larger than any statement"),
    /// Nothing is wrong with the statement; send it again later.
    BUSY("busy", 503, "Full at the moment");

    private final String type;
    private final int status;
    private final String title;

    Problem(String type, int status, String title) {
      this.type = type;
      this.status = status;
      this.title = title;
    }

    public String urn() {
      return "urn:cotejo:problem:" + type;
    }

    public int status() {
      return status;
    }

    /// Seconds after which trying again makes sense; 0 if it does not.
    public int retryAfter() {
      return switch (this) {
        case BUSY -> 2;
        case NOT_OPEN -> 30;
        case BAD_REQUEST,
            MALFORMED,
            UNAUTHORIZED,
            UNKNOWN_KEY,
            BAD_SIGNATURE,
            NOT_PERMITTED,
            NOT_FOUND,
            METHOD,
            TIMEOUT,
            TOO_LARGE ->
            0;
      };
    }
  }

  /// The `application/problem+json` body.
  byte[] body() {
    var bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("type", problem.urn());
      json.writeStringProperty("title", problem.title);
      json.writeNumberProperty("status", problem.status);
      json.writeStringProperty("detail", detail);
      json.writeEndObject();
      json.writeRaw('\n');
    }
    return bytes.toByteArray();
  }
}
