package org.cotejo.server.telemetry;

import java.util.Map;
import org.cotejo.cose.Hash;

/// What raw counters say about a span of time, for a statement about an incident. All figures are
/// exact integers and the same on every machine that reads the same lines.
///
/// @param from first second
/// @param to last second, included
/// @param lanes those with any line in the window
/// @param unreadable lines in the files of these days that are not as we write them, and so are
///   part of nothing here
/// @param sha256 over the window's lines with their line feeds, in the order of the files
public record Window(
    long from, long to, Map<Lane, LaneFigures> lanes, long unreadable, Hash sha256) {
  /// One lane.
  ///
  /// @param seconds how many of the window's seconds the lines cover; the percentiles are over
  ///   these
  /// @param refused requests refused for whatever reason
  /// @param refusedFor requests refused, by reason; reasons that did not occur are absent
  /// @param distinctNetworks the most in any minute of the clock, an estimate
  public record LaneFigures(
      long seconds,
      Figures requests,
      Figures accepted,
      Figures refused,
      Map<Reason, Figures> refusedFor,
      long distinctNetworks) {}

  /// Figures of single seconds: what they add up to, and percentiles by nearest rank.
  public record Figures(long sum, long p50, long p90, long p99, long max) {}
}
