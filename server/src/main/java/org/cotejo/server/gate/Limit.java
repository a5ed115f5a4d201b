package org.cotejo.server.gate;

import java.util.Arrays;
import java.util.Optional;

/// Everything about the intake that an operator can set, also while it runs, by its name in
/// `limits.json`. The standard values are for one machine and a national election.
public enum Limit {
  /// Connections of ticketed stations at once.
  CONNECTIONS("connections", 8192, 16, 500_000),
  /// Connections at once whose first bytes have not arrived.
  WAITING("waiting", 2048, 16, 500_000),
  /// As many of these from one network.
  WAITING_PER_NETWORK("waitingPerNetwork", 256, 1, 500_000),
  /// Seconds within which the first bytes must have arrived.
  FIRST_BYTES_SECONDS("firstBytesSeconds", 5, 1, 60),
  /// Refused connections kept for a while, because whoever waits does not ask again; 0 closes them
  /// at once.
  PARKED("parked", 4096, 0, 500_000),
  /// Connections a second from one network, unless a station there was heard lately.
  ACCEPTS_PER_NETWORK("acceptsPerNetwork", 2000, 1, 1_000_000),
  /// Refusals a second that one network is told about; the others get no answer.
  ANSWERS_PER_NETWORK("answersPerNetwork", 20, 0, 10_000_000),
  /// Refusals in ten seconds after which a network is refused altogether.
  FAILURES_PER_NETWORK("failuresPerNetwork", 300, 1, 10_000_000),
  /// Seconds for which it is; no more than the kernel keeps an entry ([KernelSet#LONGEST]).
  REFUSED_SECONDS("refusedSeconds", 60, 1, 3600),
  /// Requests with one ticket from one network at once; those whose statement is taken do not
  /// count.
  TICKET_BURST("ticketBurst", 64, 1, 1_000_000),
  /// The same, a second.
  TICKET_PER_SECOND("ticketPerSecond", 8, 1, 1_000_000),
  /// Requests at once from one network by devices that were not heard from there before.
  NETWORK_BURST("networkBurst", 300, 1, 1_000_000),
  /// The same, a second.
  NETWORK_PER_SECOND("networkPerSecond", 20, 1, 1_000_000),
  /// Requests at once of one device from networks that have used up theirs.
  RESERVE_BURST("reserveBurst", 4, 0, 1000),
  /// The same, a minute.
  RESERVE_PER_MINUTE("reservePerMinute", 6, 1, 60_000),
  /// Requests that one wrong signature counts for.
  WRONG_SIGNATURE_COST("wrongSignatureCost", 8, 1, 1000),
  /// Seconds of silence after which a connection ends.
  SILENCE_SECONDS("silenceSeconds", 30, 1, 3600),
  /// Seconds within which a request must have arrived.
  REQUEST_SECONDS("requestSeconds", 20, 1, 3600),
  /// Connections at once of senders without a ticket.
  OPEN_CONNECTIONS("openConnections", 512, 1, 100_000),
  /// Requests without a ticket from one network at once; those whose statement is taken do not
  /// count.
  OPEN_BURST("openBurst", 200, 1, 1_000_000),
  /// The same, a second.
  OPEN_PER_SECOND("openPerSecond", 20, 1, 1_000_000),
  /// Leading zero bits of the puzzle that a sender without a ticket has to solve; 0 asks for none.
  PUZZLE_BITS("puzzleBits", 0, 0, 40);

  private final String label;
  private final int standard;
  private final int least;
  private final int most;

  Limit(String label, int standard, int least, int most) {
    this.label = label;
    this.standard = standard;
    this.least = least;
    this.most = most;
  }

  /// The name in `limits.json`.
  public String label() {
    return label;
  }

  /// The value where `limits.json` has none.
  public int standard() {
    return standard;
  }

  /// The least value that can be set.
  public int least() {
    return least;
  }

  /// The greatest value that can be set.
  public int most() {
    return most;
  }

  static Optional<Limit> of(String label) {
    return Arrays.stream(values()).filter(limit -> limit.label.equals(label)).findFirst();
  }
}
