package org.cotejo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotejo.bench.flood.FloodPlan;
import org.cotejo.bench.flood.FloodPlan.Source;
import org.cotejo.bench.flood.Manner;

/// One way to flood an intake.
///
/// @param messages for the stations' lane
/// @param bare the same without tickets, where that makes sense: for a server that knows none
record Hostile(String name, Manner manner, Path messages, Optional<Path> bare) {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration LONG_PATIENCE = Duration.ofSeconds(20);
  private static final int SAMPLES = 512;

  /// Networks that each of them comes from, none shared with another: what a server has learnt of
  /// one is no help against the next.
  private static final int NETWORKS = 256;

  private static final int FIRST_LOOPBACK = 2;

  /// How many there are.
  static final int KINDS = 11;

  /// All there are.
  ///
  /// @param copied letters of honest stations, whose tickets and statements are copied
  /// @param published letters whose statements are in the log already
  static List<Hostile> all(Unwanted unwanted, List<Letter> copied, List<Letter> published)
      throws IOException {
    List<String> tickets = copied.stream().limit(SAMPLES).map(Hostile::ticket).toList();
    List<byte[]> forged = copied.stream().limit(SAMPLES).map(Hostile::forged).toList();
    List<byte[]> replayed =
        published.stream().limit(SAMPLES).map(letter -> letter.statement().bytes()).toList();
    List<String> replayedTickets = published.stream().limit(SAMPLES).map(Hostile::ticket).toList();
    List<byte[]> junk = unwanted.junk(SAMPLES);
    Path plain = unwanted.plain();
    Path wrong = unwanted.wrongTickets();
    Path underCopies = unwanted.underTickets("copied-tickets", tickets, junk);
    List<Hostile> all = new ArrayList<>();
    all.add(new Hostile("no tickets", Manner.KEEP, plain, Optional.of(plain)));
    all.add(new Hostile("wrong tickets", Manner.KEEP, wrong, Optional.empty()));
    all.add(new Hostile("wrong tickets, no waiting", Manner.HIT, wrong, Optional.of(plain)));
    all.add(new Hostile("copied tickets, junk", Manner.KEEP, underCopies, Optional.empty()));
    all.add(new Hostile("copied tickets, no waiting", Manner.HIT, underCopies, Optional.empty()));
    all.add(
        new Hostile(
            "copied tickets, replays",
            Manner.KEEP,
            unwanted.underTickets("replays", replayedTickets, replayed),
            Optional.of(unwanted.bare("replays-bare", replayed))));
    all.add(
        new Hostile(
            "bad signatures",
            Manner.KEEP,
            unwanted.underTickets("forged", tickets, forged),
            Optional.of(unwanted.bare("forged-bare", forged))));
    all.add(new Hostile("byte by byte", Manner.DRIP, underCopies, Optional.of(plain)));
    Path hellos = unwanted.hellos();
    all.add(new Hostile("TLS hellos, wrong names", Manner.ONCE, hellos, Optional.of(hellos)));
    all.add(new Hostile("connections, silent", Manner.MUTE, plain, Optional.of(plain)));
    all.add(new Hostile("connections, dropped at once", Manner.KNOCK, plain, Optional.of(plain)));
    return List.copyOf(all);
  }

  private static String ticket(Letter letter) {
    return letter.path().substring(1, letter.path().lastIndexOf('/'));
  }

  /// The record with a signature that does not fit.
  private static byte[] forged(Letter letter) {
    byte[] bytes = letter.statement().bytes().clone();
    // The signature is what comes last; its first half is a point, which stays one.
    bytes[bytes.length - 40] ^= 1;
    return bytes;
  }

  /// @param number of the flood, which decides where it comes from
  FloodPlan plan(
      InetSocketAddress target, Path what, int connections, int number, Duration length) {
    return plan(
        target,
        what,
        connections,
        Source.loopback(FIRST_LOOPBACK + number % 250, 0, NETWORKS),
        length);
  }

  FloodPlan plan(
      InetSocketAddress target, Path what, int connections, Source source, Duration length) {
    boolean takesItsTime = manner == Manner.DRIP || manner == Manner.MUTE;
    return new FloodPlan(
        target, manner, what, connections, source, length, takesItsTime ? LONG_PATIENCE : PATIENCE);
  }
}
