package org.cotejo.server.telemetry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// What telemetry knew at the end of a second: for the console and whoever else looks at one server
/// now. It never changes.
///
/// @param started when counting began, in POSIX seconds
/// @param time the newest second counted; the one before `started` if none is yet
/// @param lanes all of them
/// @param gauges values by name
public record Snapshot(
    long started, long time, Map<Lane, LaneView> lanes, SortedMap<String, Long> gauges) {
  /// As many networks are shown with the most of something.
  public static final int MAX_SENDERS = 16;

  /// One lane.
  ///
  /// @param open connections open
  /// @param second the newest second
  /// @param minute the newest 60 seconds
  /// @param total since counting began
  /// @param thisMinute networks in the minute of the clock that is running
  /// @param lastMinute networks in the one before, if it was seen to its end
  public record LaneView(
      long open,
      Span second,
      Span minute,
      Span total,
      Crowd thisMinute,
      Optional<Crowd> lastMinute) {
    static LaneView before(long time) {
      return new LaneView(
          0,
          Span.NONE,
          Span.NONE,
          Span.NONE,
          new Crowd(time - Math.floorMod(time, 60L), 0, List.of(), List.of()),
          Optional.empty());
    }
  }

  /// A span of time.
  public record Span(Counts counts, Latency accepted, Latency duplicates) {
    static final Span NONE = new Span(Counts.NONE, Latency.NONE, Latency.NONE);
  }

  /// The networks of a minute of the clock.
  ///
  /// @param minute its first second
  /// @param distinct about how many there were
  /// @param busiest those with the most requests, the busiest first
  /// @param refusedMost those with the most requests refused, the most first
  public record Crowd(long minute, long distinct, List<Sender> busiest, List<Sender> refusedMost) {}

  /// A network with many of something. During a flood figures are estimates from samples.
  ///
  /// @param network as `192.0.2.0/24` or `2001:db8::/56`
  /// @param atLeast how many, if all doubt is on its side
  /// @param atMost how many, if none is
  /// @param country code of two letters, if the countries' file has one
  public record Sender(String network, long atLeast, long atMost, Optional<String> country) {}

  /// As one line of JSON, see "Telemetry" in docs/formats.md.
  public byte[] json() {
    return SnapshotJson.of(this);
  }
}
