package org.cotejo.audit.docket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.audit.docket.Deadline.Status;
import org.junit.jupiter.api.Test;

/// What marks can tell of a deadline, and what they cannot.
class DeadlineTest {
  private static final Instant DUE = Instant.ofEpochSecond(1_000);

  private static Status status(long after, long before) {
    return Deadline.status(
        DUE, Optional.of(new Arrival(mark(after), mark(before))), OptionalLong.of(5_000));
  }

  private static OptionalLong mark(long seconds) {
    return seconds < 0 ? OptionalLong.empty() : OptionalLong.of(seconds);
  }

  @Test
  void decidesOnlyWhatTheMarksAroundAStatementDecide() {
    assertThat(status(900, 999)).isEqualTo(Status.IN_TIME);
    assertThat(status(-1, 0)).isEqualTo(Status.IN_TIME);
    assertThat(status(999, 1_000)).isEqualTo(Status.NOT_DECIDED);
    assertThat(status(940, 1_060)).isEqualTo(Status.NOT_DECIDED);
    assertThat(status(940, -1)).isEqualTo(Status.NOT_DECIDED);
    assertThat(status(1_000, 1_060)).isEqualTo(Status.LATE);
    assertThat(status(2_000, -1)).isEqualTo(Status.LATE);
  }

  @Test
  void termRunsUntilAMarkIsBeyondIt() {
    assertThat(Deadline.status(DUE, Optional.empty(), OptionalLong.empty()))
        .isEqualTo(Status.RUNNING);
    assertThat(Deadline.status(DUE, Optional.empty(), OptionalLong.of(999)))
        .isEqualTo(Status.RUNNING);
    assertThat(Deadline.status(DUE, Optional.empty(), OptionalLong.of(1_000)))
        .isEqualTo(Status.PASSED);
  }
}
