package org.cotejo.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.log.Priority;
import org.cotejo.server.gate.FirstBytes;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.gate.Visitor;
import org.cotejo.server.telemetry.LaneCounters;
import org.cotejo.server.telemetry.Reason;

/// Somebody who showed a ticket at the door. Each request shows one again, its own; within TLS,
/// where the server's name did, it need not.
final class StationCaller implements Caller {
  private final Visitor first;
  private final boolean isTls;
  private final Shared shared;

  /// What the door has charged the first request to, until it comes.
  private Rates.Paid paid;

  /// What all callers of the lane have in common.
  ///
  /// @param tickets for the event loop of the connection
  record Shared(
      Rates rates, Networks networks, LaneCounters counters, ThreadLocal<FirstBytes> tickets) {}

  /// @param first whose ticket the door has seen
  /// @param paid what the door has charged for the first request
  StationCaller(Visitor first, Rates.Paid paid, boolean isTls, Shared shared) {
    this.first = first;
    this.paid = paid;
    this.isTls = isTls;
    this.shared = shared;
  }

  @Override
  public Visit hear(HttpRequest request) {
    shared.counters.request(first.network());
    if (!request.method().equals(HttpMethod.POST)) {
      return refuse(
          new Refusal(Refusal.Problem.METHOD, "hand statements in with POST, bytes as body"));
    }
    Optional<Visitor> visitor = visitor(request.uri());
    if (visitor.isEmpty()) {
      return refuse(
          new Refusal(Refusal.Problem.BAD_TICKET, "hand statements in at /<ticket>/statements"));
    }
    Rates.Paid now =
        paid != Rates.Paid.NOTHING && visitor.get().equals(first)
            ? paid
            : shared.rates.charge(visitor.get());
    paid = Rates.Paid.NOTHING;
    return new Visited(
        visitor.get(),
        now,
        now == Rates.Paid.NOTHING
            ? Optional.of(new Refusal(Refusal.Problem.TOO_OFTEN, "keep it and try again later"))
            : Optional.empty(),
        shared);
  }

  private Optional<Visitor> visitor(String path) {
    if (isTls && path.equals("/statements")) {
      return Optional.of(first);
    }
    byte[] line = ("POST " + path + " ").getBytes(US_ASCII);
    FirstBytes tickets = shared.tickets.get();
    return path.endsWith("/statements")
            && tickets.judge(line, line.length) == FirstBytes.Outcome.TICKET
        ? Optional.of(tickets.visitor(first.network()))
        : Optional.empty();
  }

  private Visit refuse(Refusal refusal) {
    return new Visited(first, Rates.Paid.NOTHING, Optional.of(refusal), shared);
  }

  @Override
  public Visit unreadable(Refusal refusal) {
    return refuse(refusal);
  }

  @Override
  public boolean isTurnedAway() {
    if (!shared.networks.isRefused(first.network()) || isProved()) {
      return false;
    }
    shared.counters.refused(Reason.NETWORK_REFUSED, first.network());
    return true;
  }

  @Override
  public boolean isOneSenders() {
    return !shared.networks.isSpared(first.network());
  }

  @Override
  public void left() {
    shared.counters.closed();
  }

  @Override
  public boolean isProved() {
    return shared.networks.isProved(first.device(), first.network());
  }

  private record Visited(Visitor visitor, Rates.Paid paid, Optional<Refusal> refusal, Shared shared)
      implements Visit {
    @Override
    public Priority priority() {
      return Priority.FIRST;
    }

    @Override
    public Optional<Refusal> weigh(Hash leaf, String puzzle) {
      return Optional.empty();
    }

    @Override
    public void accepted(KeyId signer, long nanos) {
      shared.rates.refund(visitor, paid);
      shared.networks.proved(signer.bits(), visitor.network());
      if (visitor.device() != signer.bits()) {
        // A courier's ticket, with which others' statements come.
        shared.networks.proved(visitor.device(), visitor.network());
      }
      shared.counters.accepted(nanos);
    }

    @Override
    public boolean duplicate(long nanos) {
      shared.counters.duplicate(nanos);
      return shared.networks.isProved(visitor.device(), visitor.network());
    }

    @Override
    public void refused(Refusal.Problem problem) {
      shared.counters.refused(problem.reason(), visitor.network());
      if (problem == Refusal.Problem.BAD_SIGNATURE) {
        shared.rates.chargeWrongSignature(visitor);
      }
      if (problem.isFailure()) {
        shared.networks.failed(visitor.network());
      }
    }
  }
}
