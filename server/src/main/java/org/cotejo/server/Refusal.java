package org.cotejo.server;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Why the intake turns a request away, as an RFC 9457 problem with a stable type.
///
/// @param detail one sentence for the person at the other end
/// @param retryAfter seconds after which trying again makes sense; 0 if it does not
public record Refusal(Problem problem, String detail, int retryAfter) {
  private static final JsonFactory JSON = new JsonFactory();

  /// The problem types. Their URNs are stable: senders decide by them whether to try again.
  public enum Problem {
    BAD_REQUEST("bad-request", 400, "Not a request this address answers"),
    MALFORMED("malformed-statement", 400, "Not a well-formed statement"),
    UNKNOWN_KEY("unknown-key", 403, "Signed by a key this election does not know"),
    BAD_SIGNATURE("bad-signature", 403, "The signature does not verify"),
    NOT_PERMITTED("not-permitted", 403, "The signer may not say this"),
    NO_TICKET("no-ticket", 403, "Stations show a ticket here"),
    BAD_TICKET("bad-ticket", 403, "Not a ticket in force"),
    NOT_FOUND("not-found", 404, "Nothing here"),
    METHOD("method-not-allowed", 405, "Only POST is answered here"),
    TIMEOUT("timeout", 408, "The request took too long"),
    NOT_OPEN("counting-not-open", 409, "Counting is not open yet"),
    TOO_LARGE("too-large", 413, "Larger than any statement"),
    PUZZLE("puzzle", 428, "Solve the puzzle of this lane"),
    TOO_OFTEN("too-often", 429, "Asked too often"),
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
    private int retryAfter() {
      return switch (this) {
        case BUSY -> 2;
        case TOO_OFTEN -> 5;
        case NOT_OPEN -> 30;
        case BAD_REQUEST,
            MALFORMED,
            UNKNOWN_KEY,
            BAD_SIGNATURE,
            NOT_PERMITTED,
            NO_TICKET,
            BAD_TICKET,
            NOT_FOUND,
            METHOD,
            TIMEOUT,
            TOO_LARGE,
            PUZZLE ->
            0;
      };
    }
  }

  /// A refusal after which the usual time is to pass.
  public Refusal(Problem problem, String detail) {
    this(problem, detail, problem.retryAfter());
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
