package org.cotejo.server.gate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// What somebody hears who is not let in: whole responses made once, so that refusing copies
/// nothing.
///
/// @param keeping leaves the connection open
/// @param last ends it
public record Answers(MemorySegment keeping, MemorySegment last) {

  /// @param status such as `403 Forbidden`
  /// @param problem body, as `application/problem+json`
  /// @param retryAfter seconds; 0 for none
  public static Answers of(String status, byte[] problem, int retryAfter) {
    return new Answers(
        response(status, problem, retryAfter, "keep-alive"),
        response(status, problem, retryAfter, "close"));
  }

  private static MemorySegment response(
      String status, byte[] problem, int retryAfter, String connection) {
    byte[] bytes = bytes(status, problem, retryAfter, connection);
    MemorySegment segment = Arena.global().allocate(bytes.length);
    segment.copyFrom(MemorySegment.ofArray(bytes));
    return segment;
  }

  /// A whole response.
  ///
  /// @param connection `keep-alive` or `close`
  private static byte[] bytes(String status, byte[] problem, int retryAfter, String connection) {
    String head =
        "HTTP/1.1 %s\r\ncontent-type: application/problem+json\r\ncontent-length: %d\r\n%sconnection: %s\r\n\r\n"
            .formatted(
                status,
                problem.length,
                retryAfter == 0 ? "" : "retry-after: " + retryAfter + "\r\n",
                connection);
    return (head + new String(problem, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
  }
}
