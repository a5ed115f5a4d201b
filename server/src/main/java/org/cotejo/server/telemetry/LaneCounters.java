package org.cotejo.server.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;

/// The counters of one lane. Every method may be called from any thread; none allocates, locks or
/// throws, so that counting a request that is turned away costs little beside turning it away.
///
/// A network is the key of an IPv4 /24 or an IPv6 /56, never 0.
public final class LaneCounters {
  private static final int CONNECTIONS = 0;
  private static final int CLOSED = 1;
  private static final int REQUESTS = 2;
  private static final int BYTES = 3;
  private static final int REFUSED = 4;

  private final Map<Reason, Integer> refusals = new EnumMap<>(Reason.class);
  private final Tally tally;
  private final AnswerTimes accepted = new AnswerTimes();
  private final AnswerTimes duplicates = new AnswerTimes();
  private final long seed;
  private volatile Gathering gathering;

  LaneCounters(long seed) {
    for (Reason reason : Reason.values()) {
      refusals.put(reason, REFUSED + refusals.size());
    }
    this.tally = new Tally(REFUSED + refusals.size());
    this.seed = seed;
    this.gathering = gathering(new HyperLogLog(), Counts.NONE);
  }

  /// A connection was accepted from this network.
  public void connection(long network) {
    tally.add(CONNECTIONS, 1);
    gathering.distinct().add(Bits.mix(network ^ seed));
  }

  /// A connection that was counted is gone, whoever closed it.
  public void closed() {
    tally.add(CLOSED, 1);
  }

  /// A request has begun: first bytes that ask for something, whatever becomes of it.
  public void request(long network) {
    long event = tally.add(REQUESTS, 1);
    Gathering now = gathering;
    now.distinct().add(Bits.mix(network ^ seed));
    now.requests().offer(event, network);
  }

  /// This many bytes came in.
  public void bytes(int count) {
    tally.add(BYTES, count);
  }

  /// A request was refused, or a connection on which none was read.
  public void refused(Reason reason, long network) {
    long event = tally.add(requireNonNull(refusals.get(reason)), 1);
    Gathering now = gathering;
    now.distinct().add(Bits.mix(network ^ seed));
    now.refusals().offer(event, network);
  }

  /// A new record was acknowledged.
  ///
  /// @param nanos from its last byte in to the answer handed to the socket
  public void accepted(long nanos) {
    accepted.add(nanos);
  }

  /// A record that the log had already was acknowledged again.
  ///
  /// @param nanos from its last byte in to the answer handed to the socket
  public void duplicate(long nanos) {
    duplicates.add(nanos);
  }

  /// Everything counted so far. What goes on meanwhile may be in it or not.
  Totals totals() {
    // Closed first: a connection that ends between the two looks may not make fewer than none open.
    long closed = tally.sum(CLOSED);
    Distribution acceptedTimes = accepted.distribution();
    Distribution duplicateTimes = duplicates.distribution();
    Map<Reason, Long> refused = new EnumMap<>(Reason.class);
    refusals.forEach((reason, counter) -> refused.put(reason, tally.sum(counter)));
    Counts counts =
        new Counts(
            tally.sum(CONNECTIONS),
            closed,
            tally.sum(REQUESTS),
            tally.sum(BYTES),
            acceptedTimes.answers(),
            duplicateTimes.answers(),
            refused);
    return new Totals(counts, acceptedTimes, duplicateTimes);
  }

  AnswerTimes acceptedTimes() {
    return accepted;
  }

  AnswerTimes duplicateTimes() {
    return duplicates;
  }

  /// Lays out a new gathering, and hands out the one until now.
  ///
  /// @param distinct the sketch of the minute that the next second is in
  /// @param last what the second that ended counted; the next is expected to be like it
  Gathering gatherAnew(HyperLogLog distinct, Counts last) {
    Gathering until = gathering;
    gathering = gathering(distinct, last);
    return until;
  }

  private Gathering gathering(HyperLogLog distinct, Counts last) {
    return new Gathering(
        distinct, new Samples(last.requests(), seed), new Samples(last.allRefused(), ~seed));
  }
}
