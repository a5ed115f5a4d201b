package org.cotejo.server;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import java.util.function.Supplier;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.log.Priority;
import org.cotejo.server.gate.Limit;
import org.cotejo.server.gate.Limits;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.gate.Puzzle;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.telemetry.LaneCounters;
import org.cotejo.server.telemetry.Reason;

/// Somebody without a ticket: a courier, a station that lost its own, or anybody. Heard after all
/// others.
final class OpenCaller implements Caller {
  private final long network;
  private final Shared shared;

  /// Whether something new was taken over this connection. On its event loop; others may see it a
  /// moment later.
  private volatile boolean hasBrought;

  /// What all callers of the lane have in common.
  record Shared(Rates rates, Networks networks, LaneCounters counters, Supplier<Limits> limits) {}

  OpenCaller(long network, Shared shared) {
    this.network = network;
    this.shared = shared;
  }

  @Override
  public Visit hear(HttpRequest request) {
    shared.counters.request(network);
    return new Visited(this, reason(request));
  }

  private Optional<Refusal> reason(HttpRequest request) {
    if (!request.uri().equals("/statements")) {
      return Optional.of(
          new Refusal(Refusal.Problem.NOT_FOUND, "statements are handed in at /statements"));
    }
    if (!request.method().equals(HttpMethod.POST)) {
      return Optional.of(
          new Refusal(Refusal.Problem.METHOD, "hand statements in with POST, bytes as body"));
    }
    return shared.rates.chargeOpen(network)
        ? Optional.empty()
        : Optional.of(new Refusal(Refusal.Problem.TOO_OFTEN, "keep it and try again later"));
  }

  @Override
  public Visit unreadable(Refusal refusal) {
    return new Visited(this, Optional.of(refusal));
  }

  @Override
  public boolean isTurnedAway() {
    if (!shared.networks.isRefused(network)) {
      return false;
    }
    shared.counters.refused(Reason.NETWORK_REFUSED, network);
    return true;
  }

  @Override
  public boolean isOneSenders() {
    return !shared.networks.isSpared(network);
  }

  @Override
  public void left() {
    shared.counters.closed();
  }

  /// A courier who pauses between two statements does not lose the connection to strangers.
  @Override
  public boolean isProved() {
    return hasBrought;
  }

  private record Visited(OpenCaller caller, Optional<Refusal> refusal) implements Visit {
    private Shared shared() {
      return caller.shared;
    }

    @Override
    public Priority priority() {
      return Priority.LAST;
    }

    @Override
    public Optional<Refusal> weigh(Hash leaf, String puzzle) {
      int bits = shared().limits.get().of(Limit.PUZZLE_BITS);
      return bits == 0 || Puzzle.isSolved(leaf, puzzle, bits)
          ? Optional.empty()
          : Optional.of(
              new Refusal(
                  Refusal.Problem.PUZZLE,
                  "header cotejo-puzzle: a nonce that gives %d leading zero bits".formatted(bits)));
    }

    @Override
    public void accepted(KeyId signer, long nanos) {
      caller.hasBrought = true;
      shared().rates.refundOpen(caller.network);
      shared().networks.proved(signer.bits(), caller.network);
      shared().counters.accepted(nanos);
    }

    @Override
    public boolean duplicate(long nanos) {
      shared().counters.duplicate(nanos);
      // Couriers bring what others have brought.
      return true;
    }

    @Override
    public void refused(Refusal.Problem problem) {
      shared().counters.refused(problem.reason(), caller.network);
      if (problem.isFailure()) {
        shared().networks.failed(caller.network);
      }
    }
  }
}
