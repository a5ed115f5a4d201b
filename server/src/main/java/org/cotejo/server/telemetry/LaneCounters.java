package org.cotejo.server.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;

/// The counters of one lane. Every method may be called from any thread; none allocates, locks or
/// throws, so that counting a request that is turned away costs little beside turning it away.
///
/// A network is the key of an IPv4 /24 or an IPv6 /56.
public final class LaneCounters {
  private static final int CONNECTIONS = 0;
  private static final int CLOSED = 1;
  private static final int REQUESTS = 2;
  private static final int BYTES = 3;
  private static final int ACCEPTED = 4;
  private static final int DUPLICATES = 5;
  private static final int REFUSED = 6;
  private static final int COUNTERS = REFUSED + Reason.values().length;

  private final Map<Reason, Integer> refusals = new EnumMap<>(Reason.class);
  private final Tally tally = new Tally(COUNTERS);

  LaneCounters() {
    for (Reason reason : Reason.values()) {
      refusals.put(reason, REFUSED + refusals.size());
    }
  }

  /// A connection was accepted from this network.
  public void connection(long network) {
    tally.add(CONNECTIONS, 1);
  }

  /// A connection that was counted is gone, whoever closed it.
  public void closed() {
    tally.add(CLOSED, 1);
  }

  /// A request has begun: first bytes that ask for something, whatever becomes of it.
  public void request(long network) {
    tally.add(REQUESTS, 1);
  }

  /// This many bytes came in.
  public void bytes(int count) {
    tally.add(BYTES, count);
  }

  /// A request was refused, or a connection on which none was read.
  public void refused(Reason reason, long network) {
    tally.add(requireNonNull(refusals.get(reason)), 1);
  }

  /// A new record was acknowledged.
  ///
  /// @param nanos from its last byte in to the answer handed to the socket
  public void accepted(long nanos) {
    tally.add(ACCEPTED, 1);
  }

  /// A record that the log had already was acknowledged again.
  ///
  /// @param nanos from its last byte in to the answer handed to the socket
  public void duplicate(long nanos) {
    tally.add(DUPLICATES, 1);
  }
}
