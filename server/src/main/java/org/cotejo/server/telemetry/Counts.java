package org.cotejo.server.telemetry;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/// What a lane counted in some span of time.
///
/// @param closed connections that ended
/// @param accepted new records acknowledged
/// @param duplicates records acknowledged again
/// @param refused requests refused, by reason; reasons that did not occur are absent
public record Counts(
    long connections,
    long closed,
    long requests,
    long bytes,
    long accepted,
    long duplicates,
    Map<Reason, Long> refused) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of());

  public Counts {
    Map<Reason, Long> occurred = new EnumMap<>(Reason.class);
    occurred.putAll(refused);
    occurred.values().removeIf(count -> count == 0);
    boolean negative = occurred.values().stream().anyMatch(count -> count < 0);
    if (negative || (connections | closed | requests | bytes | accepted | duplicates) < 0) {
      throw new IllegalArgumentException("a count below 0");
    }
    refused = Collections.unmodifiableMap(occurred);
  }

  /// Connections that have not ended, of all that were counted from the start.
  long open() {
    return connections - closed;
  }

  /// Requests refused for whatever reason.
  public long allRefused() {
    return refused.values().stream().reduce(0L, Math::addExact);
  }

  public long refused(Reason reason) {
    return refused.getOrDefault(reason, 0L);
  }

  Counts plus(Counts other) {
    return with(other, Math::addExact);
  }

  /// What was counted since.
  Counts minus(Counts earlier) {
    return with(earlier, Math::subtractExact);
  }

  private Counts with(Counts other, LongBinaryOperator operator) {
    Map<Reason, Long> both = new EnumMap<>(Reason.class);
    for (Reason reason : Reason.values()) {
      both.put(reason, operator.applyAsLong(refused(reason), other.refused(reason)));
    }
    return new Counts(
        operator.applyAsLong(connections, other.connections),
        operator.applyAsLong(closed, other.closed),
        operator.applyAsLong(requests, other.requests),
        operator.applyAsLong(bytes, other.bytes),
        operator.applyAsLong(accepted, other.accepted),
        operator.applyAsLong(duplicates, other.duplicates),
        both);
  }
}
