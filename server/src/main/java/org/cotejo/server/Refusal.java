package org.cotejo.server;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import org.cotejo.server.gate.Answers;
import org.cotejo.server.telemetry.Reason;
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
    BAD_REQUEST("bad-request", 400, "Not a request this address answers", Reason.BAD_REQUEST),
    MALFORMED("malformed-statement", 400, "Not a well-formed statement", Reason.MALFORMED),
    UNAUTHORIZED(
        "unauthorized", 401, "The operator's token is missing or wrong", Reason.NOT_PERMITTED),
    UNKNOWN_KEY(
        "unknown-key", 403, "Signed by a key this election does not know", Reason.UNKNOWN_KEY),
    BAD_SIGNATURE("bad-signature", 403, "The signature does not verify", Reason.BAD_SIGNATURE),
    NOT_PERMITTED("not-permitted", 403, "The signer may not say this", Reason.NOT_PERMITTED),
    NO_TICKET("no-ticket", 403, "Stations show a ticket here", Reason.NO_TICKET),
    BAD_TICKET("bad-ticket", 403, "Not a ticket in force", Reason.BAD_TICKET),
    NOT_FOUND("not-found", 404, "Nothing here", Reason.NOT_FOUND),
    METHOD("method-not-allowed", 405, "Not the method for this", Reason.METHOD),
    TIMEOUT("timeout", 408, "The request took too long", Reason.TIMEOUT),
    NOT_OPEN("counting-not-open", 409, "Counting is not open yet", Reason.NOT_OPEN),
    TOO_LARGE("too-large", 413, "Larger than any statement", Reason.TOO_LARGE),
    PUZZLE("puzzle", 428, "Solve the puzzle of this lane", Reason.PUZZLE),
    TOO_OFTEN("too-often", 429, "Asked too often", Reason.RATE),
    /// Nothing is wrong with the statement; send it again later.
    BUSY("busy", 503, "Full at the moment", Reason.BUSY);

    private final String type;
    private final int status;
    private final String title;
    private final Reason reason;

    Problem(String type, int status, String title, Reason reason) {
      this.type = type;
      this.status = status;
      this.title = title;
      this.reason = reason;
    }

    /// What it is counted as.
    Reason reason() {
      return reason;
    }

    /// Whether nobody who means well is told so often.
    boolean isFailure() {
      return switch (this) {
        case BAD_REQUEST,
            MALFORMED,
            UNAUTHORIZED,
            UNKNOWN_KEY,
            BAD_SIGNATURE,
            NO_TICKET,
            BAD_TICKET,
            NOT_FOUND,
            METHOD,
            TIMEOUT,
            TOO_LARGE,
            TOO_OFTEN,
            PUZZLE ->
            true;
        case NOT_PERMITTED, NOT_OPEN, BUSY -> false;
      };
    }

    /// The whole answer for those who are not let in, made once.
    Answers answers(String detail) {
      var refusal = new Refusal(this, detail);
      String phrase = HttpResponseStatus.valueOf(status).reasonPhrase();
      return Answers.of(status + " " + phrase, refusal.body(), refusal.retryAfter());
    }

    /// Its type in a problem document (RFC 9457).
    public String urn() {
      return "urn:cotejo:problem:" + type;
    }

    /// The HTTP status it is answered with.
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
            UNAUTHORIZED,
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
