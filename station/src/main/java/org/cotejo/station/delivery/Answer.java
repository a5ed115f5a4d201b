package org.cotejo.station.delivery;

import java.time.Duration;
import java.util.Optional;
import org.cotejo.log.TlogProof;

/// What became of one try to hand in a statement.
public sealed interface Answer {
  /// The log answers for it from now on.
  ///
  /// @param isNew whether this try put it there
  /// @param receipt verified against the log's key
  record Taken(boolean isNew, TlogProof receipt) implements Answer {}

  /// The intake did not take it.
  ///
  /// @param problem URN of the problem
  /// @param detail one sentence of the intake's, one line, at most 300 characters
  /// @param retryAfter how long the intake asked to be left alone
  record Refused(String problem, String detail, Optional<Duration> retryAfter) implements Answer {
    private static final int MAX_DETAIL = 300;

    public Refused {
      String line = detail.replaceAll("\\p{Cntrl}+", " ").strip();
      detail = line.length() > MAX_DETAIL ? line.substring(0, MAX_DETAIL) : line;
    }

    /// What can be done about it.
    public Problem.Remedy remedy() {
      return Problem.remedy(problem);
    }
  }

  /// Nobody answered, or not as an intake of this log does: the statement may be in the log or not.
  record Unheard(String why) implements Answer {}
}
