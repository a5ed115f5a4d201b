package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.atomic.AtomicReference;

/// Judges a connection by its first bytes alone: a ticket as the first segment of the path, or as
/// the first label of the server name where TLS is offered. For one thread; allocates nothing.
public final class FirstBytes {
  private static final byte[] BEFORE = "POST /".getBytes(US_ASCII);
  private static final byte[] AFTER = "/statements ".getBytes(US_ASCII);
  private static final int TICKET_END = BEFORE.length + Ticket.TEXT_LENGTH;
  private static final byte TLS_HANDSHAKE = 22;

  /// What the first bytes are.
  public enum Outcome {
    /// The beginning of what could become any of the others.
    NEEDS_MORE,
    /// A ticket of this intake: [#visitor] says whose.
    TICKET,
    /// What should be a ticket was not issued here, or is of an epoch that is over.
    BAD_TICKET,
    /// No ticket where one has to be.
    NO_TICKET
  }

  private final TicketCheck tickets;
  private final ClientHello hello = new ClientHello();
  private final boolean offersTls;

  /// @param offersTls whether there is a certificate; without one TLS is refused
  public FirstBytes(AtomicReference<TicketSecrets> secrets, boolean offersTls) {
    this.tickets = new TicketCheck(secrets);
    this.offersTls = offersTls;
  }

  /// @param length how many bytes have arrived, at least 1
  public Outcome judge(byte[] bytes, int length) {
    return isTls(bytes) ? judgeHello(bytes, length) : judgePath(bytes, length);
  }

  /// Whether a connection that begins so means to speak TLS.
  public static boolean isTls(byte[] bytes) {
    return bytes[0] == TLS_HANDSHAKE;
  }

  private Outcome judgePath(byte[] bytes, int length) {
    if (!begins(bytes, 0, length, BEFORE)
        || !begins(bytes, TICKET_END, length, AFTER)
        || !couldBeTicket(bytes, length)) {
      return Outcome.NO_TICKET;
    }
    if (length < TICKET_END + AFTER.length) {
      return Outcome.NEEDS_MORE;
    }
    return tickets.check(bytes, BEFORE.length) ? Outcome.TICKET : Outcome.BAD_TICKET;
  }

  /// Tells a path without a ticket from a ticket cut short, so that the former need not wait.
  private static boolean couldBeTicket(byte[] bytes, int length) {
    for (int i = BEFORE.length; i < Math.min(length, TICKET_END); i++) {
      byte c = bytes[i];
      if ((c < 'a' || c > 'z') && (c < '2' || c > '7')) {
        return false;
      }
    }
    return true;
  }

  /// Whether what there is from `at` on is the text or a beginning of it.
  private static boolean begins(byte[] bytes, int at, int length, byte[] text) {
    for (int i = 0; i < text.length && at + i < length; i++) {
      if (bytes[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  private Outcome judgeHello(byte[] bytes, int length) {
    if (!offersTls) {
      return Outcome.NO_TICKET;
    }
    return switch (hello.read(bytes, 0, length)) {
      case NEEDS_MORE -> Outcome.NEEDS_MORE;
      case NAME -> {
        if (hello.labelLength() != Ticket.TEXT_LENGTH) {
          yield Outcome.NO_TICKET;
        }
        yield tickets.check(hello.label(), 0) ? Outcome.TICKET : Outcome.BAD_TICKET;
      }
      case NO_NAME, NOT_TLS, TOO_LARGE -> Outcome.NO_TICKET;
    };
  }

  /// After [Outcome#TICKET]: whose it is.
  public Visitor visitor(long network) {
    return new Visitor(tickets.device(), tickets.epoch() << 8 | tickets.endpoint(), network);
  }
}
