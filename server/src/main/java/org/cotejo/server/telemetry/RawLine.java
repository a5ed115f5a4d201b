package org.cotejo.server.telemetry;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// A line of raw counters, see "Raw counters" in docs/formats.md. There is one way to write each,
/// so that a hash over lines is a hash over figures.
final class RawLine {
  static final String HEADER =
      "time,seconds,lane,open,connections,closed,requests,bytes,accepted,duplicates,"
          + "p50,p90,p99,max,networks,refused\n";

  /// No line is longer, its line feed not counted.
  static final int MAX_BYTES = 1_024;

  private static final int FIELDS = 16;

  private RawLine() {}

  /// The line, with its line feed.
  static String encode(Second second) {
    Counts counted = second.counted();
    Latency accepted = second.accepted();
    String refused =
        counted.refused().entrySet().stream()
            .map(entry -> entry.getKey().label() + "=" + entry.getValue())
            .sorted(Comparator.naturalOrder())
            .collect(joining(" "));
    return "%d,%d,%s,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%s\n"
        .formatted(
            second.time(),
            second.seconds(),
            second.lane().label(),
            second.open(),
            counted.connections(),
            counted.closed(),
            counted.requests(),
            counted.bytes(),
            counted.accepted(),
            counted.duplicates(),
            accepted.p50(),
            accepted.p90(),
            accepted.p99(),
            accepted.max(),
            second.networks(),
            refused);
  }

  /// What a line says, without its line feed; empty if it is not exactly as we write them.
  static Optional<Second> parse(String line) {
    String[] fields = line.split(",", -1);
    Optional<Lane> lane = fields.length == FIELDS ? Lane.of(fields[2]) : Optional.empty();
    if (lane.isEmpty()) {
      return Optional.empty();
    }
    try {
      Counts counted =
          new Counts(
              Long.parseLong(fields[4]),
              Long.parseLong(fields[5]),
              Long.parseLong(fields[6]),
              Long.parseLong(fields[7]),
              Long.parseLong(fields[8]),
              Long.parseLong(fields[9]),
              refused(fields[15]));
      Latency accepted =
          new Latency(
              Long.parseLong(fields[10]),
              Long.parseLong(fields[11]),
              Long.parseLong(fields[12]),
              Long.parseLong(fields[13]));
      Second second =
          new Second(
              Long.parseLong(fields[0]),
              Long.parseLong(fields[1]),
              lane.get(),
              Long.parseLong(fields[3]),
              counted,
              accepted,
              Long.parseLong(fields[14]));
      // Leading zeros, signs, another order: anything but our own spelling.
      return Optional.of(second).filter(read -> encode(read).equals(line + "\n"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Map<Reason, Long> refused(String field) {
    Map<Reason, Long> refused = new EnumMap<>(Reason.class);
    if (!field.isEmpty()) {
      for (String pair : field.split(" ", -1)) {
        int equals = pair.indexOf('=');
        Reason reason =
            Reason.of(pair.substring(0, Math.max(equals, 0)))
                .orElseThrow(() -> new IllegalArgumentException("no such reason"));
        refused.put(reason, Long.parseLong(pair.substring(equals + 1)));
      }
    }
    return refused;
  }
}
