package org.cotejo.station.fleet;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.cotejo.station.delivery.Answer;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.delivery.Poster;

/// A way as somebody in the fleet has it: what a network does to it comes before the sockets of
/// this machine, and only so many of all are used at once.
final class Link implements Poster {
  private final Poster whole;
  private final Supplier<NightPlan.Link> weather;
  private final Shared shared;

  /// What all links of a fleet have in common.
  ///
  /// @param places how many may send at once
  record Shared(Semaphore places, CompressedTime time, AnswerCounts answers) {}

  /// @param weather how it does, asked once for each try
  Link(Poster whole, Supplier<NightPlan.Link> weather, Shared shared) {
    this.whole = whole;
    this.weather = weather;
    this.shared = shared;
  }

  @Override
  public Answer post(byte[] statement, ElectionLog log) {
    Answer answer = shared.time.isStopped() ? new Answer.Unheard("stopped") : tried(statement, log);
    shared.answers.count(answer);
    return answer;
  }

  private Answer tried(byte[] statement, ElectionLog log) {
    return switch (weather.get()) {
      case DEAD -> new Answer.Unheard("there is no network");
      case WHOLE -> sent(statement, log);
      case BREAKS_BEFORE_THE_ANSWER -> {
        var _ = sent(statement, log);
        whole.close();
        yield new Answer.Unheard("the link broke before the answer");
      }
    };
  }

  private Answer sent(byte[] statement, ElectionLog log) {
    shared.places.acquireUninterruptibly();
    try {
      Answer answer = whole.post(statement, log);
      // A server asks for its own time, not for the time of the night.
      return answer
              instanceof Answer.Refused(String problem, String detail, Optional<Duration> wait)
          ? new Answer.Refused(problem, detail, wait.map(shared.time::here))
          : answer;
    } finally {
      shared.places.release();
    }
  }

  @Override
  public void close() {
    whole.close();
  }
}
