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

/// Somebody who showed a ticket. Each request shows it again, except within TLS, where the server's
/// name did.
final class StationCaller implements Caller {
  private final Visitor visitor;
  private final boolean isTls;
  private final Shared shared;

  /// The door has charged the first request.
  private boolean isPaid = true;

  /// What all callers of the lane have in common.
  ///
  /// @param tickets for the event loop of the connection
  record Shared(
      Rates rates, Networks networks, LaneCounters counters, ThreadLocal<FirstBytes> tickets) {}

  StationCaller(Visitor visitor, boolean isTls, Shared shared) {
    this.visitor = visitor;
    this.isTls = isTls;
    this.shared = shared;
  }

  @Override
  public Priority priority() {
    return Priority.FIRST;
  }

  @Override
  public Optional<Refusal> hear(HttpRequest request) {
    shared.counters.request(visitor.network());
    if (!request.method().equals(HttpMethod.POST)) {
      return Optional.of(
          new Refusal(Refusal.Problem.METHOD, "hand statements in with POST, bytes as body"));
    }
    boolean isNamed = isTls && request.uri().equals("/statements");
    if (!isNamed && !showsTicket(request.uri())) {
      return Optional.of(
          new Refusal(
              Refusal.Problem.BAD_TICKET,
              "each request on a connection shows the ticket that the first one showed"));
    }
    boolean mayAsk = isPaid || shared.rates.charge(visitor);
    isPaid = false;
    return mayAsk
        ? Optional.empty()
        : Optional.of(new Refusal(Refusal.Problem.TOO_OFTEN, "keep it and try again later"));
  }

  private boolean showsTicket(String uri) {
    if (!uri.endsWith("/statements")) {
      return false;
    }
    byte[] line = ("POST " + uri + " ").getBytes(US_ASCII);
    FirstBytes tickets = shared.tickets.get();
    return tickets.judge(line, line.length) == FirstBytes.Outcome.TICKET
        && tickets.visitor(visitor.network()).equals(visitor);
  }

  @Override
  public Optional<Refusal> weigh(Hash leaf, String puzzle) {
    return Optional.empty();
  }

  @Override
  public void accepted(KeyId signer, long nanos) {
    shared.rates.refund(visitor);
    shared.networks.proved(signer.bits(), visitor.network());
    shared.counters.accepted(nanos);
  }

  @Override
  public void duplicate(long nanos) {
    shared.counters.duplicate(nanos);
  }

  @Override
  public void refused(Refusal.Problem problem) {
    shared.counters.refused(reason(problem), visitor.network());
    if (problem == Refusal.Problem.BAD_SIGNATURE) {
      shared.rates.chargeWrongSignature(visitor);
    }
    if (isFailure(problem)) {
      shared.networks.failed(visitor.network());
    }
  }

  /// Whether nobody who means well is told so often.
  static boolean isFailure(Refusal.Problem problem) {
    return switch (problem) {
      case BAD_REQUEST,
          MALFORMED,
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

  static Reason reason(Refusal.Problem problem) {
    return switch (problem) {
      case BAD_REQUEST -> Reason.BAD_REQUEST;
      case MALFORMED -> Reason.MALFORMED;
      case UNKNOWN_KEY -> Reason.UNKNOWN_KEY;
      case BAD_SIGNATURE -> Reason.BAD_SIGNATURE;
      case NOT_PERMITTED -> Reason.NOT_PERMITTED;
      case NO_TICKET -> Reason.NO_TICKET;
      case BAD_TICKET -> Reason.BAD_TICKET;
      case NOT_FOUND -> Reason.NOT_FOUND;
      case METHOD -> Reason.METHOD;
      case TIMEOUT -> Reason.TIMEOUT;
      case NOT_OPEN -> Reason.NOT_OPEN;
      case TOO_LARGE -> Reason.TOO_LARGE;
      case PUZZLE -> Reason.PUZZLE;
      case TOO_OFTEN -> Reason.RATE;
      case BUSY -> Reason.BUSY;
    };
  }

  @Override
  public void left() {
    shared.counters.closed();
  }

  @Override
  public boolean isProved() {
    return shared.networks.isProved(visitor.device(), visitor.network());
  }
}
