package org.cotejo.server.gate;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.cotejo.server.gate.TokenBuckets.Charge;

/// How often whoever shows a ticket may ask, so that a copied ticket hurts nobody but those who use
/// it. Any thread.
///
/// Every request is charged to its ticket and network together. A network from which the device was
/// not heard before pays from an account of its own besides; once that is empty, the device has a
/// small reserve for networks not yet seen. Whoever signs what the log takes gets everything back,
/// so the honest are never slowed down; whoever cannot sign pays alone.
public final class Rates {
  private static final int TICKETS = 1 << 18;
  private static final int NETWORKS = 1 << 16;
  private static final long SECOND = 1_000_000_000L;
  private static final long MINUTE = 60 * SECOND;

  private final TokenBuckets tickets;
  private final TokenBuckets networks;
  private final TokenBuckets reserves;
  private final TokenBuckets open;
  private final LongSupplier clock;
  private final Supplier<Limits> limits;
  private final Networks standing;

  /// @param clock nanoseconds, never going back
  /// @param seed unknown to senders
  public Rates(LongSupplier clock, Supplier<Limits> limits, Networks standing, long seed) {
    this.tickets = new TokenBuckets(TICKETS, seed);
    this.networks = new TokenBuckets(NETWORKS, seed);
    this.reserves = new TokenBuckets(NETWORKS, seed);
    this.open = new TokenBuckets(NETWORKS, seed);
    long start = clock.getAsLong();
    this.clock = () -> clock.getAsLong() - start + 1;
    this.limits = limits;
    this.standing = standing;
  }

  /// Which accounts a request was charged to.
  public enum Paid {
    /// None had anything left: it is not heard.
    NOTHING,
    TICKET,
    TICKET_AND_NETWORK,
    TICKET_AND_RESERVE
  }

  /// Charges one request.
  public Paid charge(Visitor visitor) {
    Limits now = limits.get();
    long nanos = clock.getAsLong();
    Charge charged =
        tickets.charge(
            pair(visitor),
            nanos,
            SECOND / now.of(Limit.TICKET_PER_SECOND),
            now.of(Limit.TICKET_BURST),
            1);
    if (charged == Charge.EMPTY) {
      return Paid.NOTHING;
    }
    if (standing.isProved(visitor.device(), visitor.network())) {
      return Paid.TICKET;
    }
    if (networks.charge(
            visitor.network(),
            nanos,
            SECOND / now.of(Limit.NETWORK_PER_SECOND),
            now.of(Limit.NETWORK_BURST),
            1)
        == Charge.TAKEN) {
      return Paid.TICKET_AND_NETWORK;
    }
    return reserves.charge(
                visitor.device(),
                nanos,
                MINUTE / now.of(Limit.RESERVE_PER_MINUTE),
                now.of(Limit.RESERVE_BURST),
                1)
            == Charge.TAKEN
        ? Paid.TICKET_AND_RESERVE
        : Paid.NOTHING;
  }

  /// Gives back what a statement was charged that the log has newly taken.
  public void refund(Visitor visitor, Paid paid) {
    Limits now = limits.get();
    long nanos = clock.getAsLong();
    tickets.refund(pair(visitor), nanos, SECOND / now.of(Limit.TICKET_PER_SECOND), 1);
    switch (paid) {
      case NOTHING, TICKET -> {}
      case TICKET_AND_NETWORK ->
          networks.refund(visitor.network(), nanos, SECOND / now.of(Limit.NETWORK_PER_SECOND), 1);
      case TICKET_AND_RESERVE ->
          reserves.refund(visitor.device(), nanos, MINUTE / now.of(Limit.RESERVE_PER_MINUTE), 1);
    }
  }

  /// A wrong signature, which cost a verification: charged to ticket and network together, and to
  /// nobody else.
  public void chargeWrongSignature(Visitor visitor) {
    Limits now = limits.get();
    tickets.owe(
        pair(visitor),
        clock.getAsLong(),
        SECOND / now.of(Limit.TICKET_PER_SECOND),
        now.of(Limit.WRONG_SIGNATURE_COST));
  }

  /// Charges a request without a ticket.
  ///
  /// @return false if its network has asked too often
  public boolean chargeOpen(long network) {
    Limits now = limits.get();
    return open.charge(
            network,
            clock.getAsLong(),
            SECOND / now.of(Limit.OPEN_PER_SECOND),
            now.of(Limit.OPEN_BURST),
            1)
        == Charge.TAKEN;
  }

  /// Gives back what a request without a ticket was charged: its statement was taken.
  public void refundOpen(long network) {
    open.refund(network, clock.getAsLong(), SECOND / limits.get().of(Limit.OPEN_PER_SECOND), 1);
  }

  private static long pair(Visitor visitor) {
    return TokenBuckets.mix(
        TokenBuckets.mix(visitor.device() + visitor.ticket()) ^ visitor.network());
  }
}
