package org.cotejo.station.outbox;

import java.util.Optional;
import org.cotejo.station.delivery.Answer;

/// What one way said of a statement that it will never take.
///
/// @param way name of the endpoint
/// @param problem URN
/// @param detail one line, for people
public record Refusal(String way, String problem, String detail) {
  static Refusal of(String way, Answer.Refused refused) {
    return new Refusal(way, refused.problem(), refused.detail());
  }

  /// Reads what [#line] writes; empty if it is something else.
  static Optional<Refusal> parse(String line) {
    String[] parts = line.split(" ", 3);
    return parts.length == 3
        ? Optional.of(new Refusal(parts[0], parts[1], parts[2]))
        : Optional.empty();
  }

  String line() {
    return way + " " + problem.replace(' ', '_') + " " + detail;
  }
}
