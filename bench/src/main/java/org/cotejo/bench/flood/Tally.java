package org.cotejo.bench.flood;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// What a flood did and what came of it.
///
/// @param attempts to connect
/// @param connected connections that came about
/// @param messages sent whole
/// @param taken answers 2xx
/// @param refused any other answers
/// @param closed connections that the server ended without answering the last message
/// @param unanswered connections given up because nothing happened
/// @param failed attempts that the system refused
public record Tally(
    long nanos,
    long attempts,
    long connected,
    long messages,
    long taken,
    long refused,
    long closed,
    long unanswered,
    long failed) {
  public static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0);
  private static final int FIELDS = 9;

  private long[] figures() {
    return new long[] {
      nanos, attempts, connected, messages, taken, refused, closed, unanswered, failed
    };
  }

  String line() {
    return LongStream.of(figures()).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  static Tally parse(String line) throws IOException {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IOException("the flood ended with: " + line);
    }
    return of(Arrays.stream(fields).mapToLong(Long::parseLong).toArray());
  }

  private static Tally of(long[] f) {
    return new Tally(f[0], f[1], f[2], f[3], f[4], f[5], f[6], f[7], f[8]);
  }

  /// Both together, when they ran at the same time.
  public Tally plus(Tally other) {
    long[] sum = figures();
    long[] more = other.figures();
    for (int i = 1; i < sum.length; i++) {
      sum[i] += more[i];
    }
    sum[0] = Math.max(sum[0], more[0]);
    return of(sum);
  }

  /// What came of it each second, in words.
  public String text() {
    return "%,.0f connections, %,.0f messages, %,.0f taken, %,.0f refused, %,.0f closed a second"
        .formatted(
            perSecond(connected),
            perSecond(messages),
            perSecond(taken),
            perSecond(refused),
            perSecond(closed));
  }

  private double perSecond(long count) {
    return nanos == 0 ? 0 : count * 1e9 / nanos;
  }
}
