package org.cotejo.bench.flood;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One flood, bounded in connections and time.
///
/// @param messages a file of messages, see [Messages]; they are sent in turn
/// @param source where it comes from
/// @param patience how long it waits for the server to do something, before it begins anew
public record FloodPlan(
    InetSocketAddress target,
    Manner manner,
    Path messages,
    int connections,
    Source source,
    Duration length,
    Duration patience) {
  private static final int MAX_CONNECTIONS = 16_384;
  private static final int FIELDS = 9;

  public FloodPlan {
    if (connections < 1 || connections > MAX_CONNECTIONS || length.isNegative()) {
      throw new IllegalArgumentException("1 to " + MAX_CONNECTIONS + " connections, for a while");
    }
    if (target.isUnresolved() || messages.toString().contains(" ")) {
      throw new IllegalArgumentException("a target that is known, a file without spaces");
    }
  }

  /// Addresses of neighbouring networks, each a /24.
  ///
  /// @param first address of the first network, ending in .0; 0.0.0.0 leaves the address to the
  ///   system
  /// @param networks how many
  public record Source(InetAddress first, int networks) {
    static final int HOSTS = 200;

    public Source {
      if (networks < 1 || first.getAddress().length != Integer.BYTES) {
        throw new IllegalArgumentException("one or more networks of IPv4");
      }
    }

    /// Networks from 127.a.b.0/24 on.
    public static Source loopback(int a, int b, int networks) {
      return of("127." + a + "." + b + ".0", networks);
    }

    public static Source of(String first, int networks) {
      return new Source(InetAddress.ofLiteral(first), networks);
    }

    /// Spreads numbers over networks first, then over the hosts of each.
    int bits(long number) {
      byte[] bytes = first.getAddress();
      int bits = (bytes[0] & 0xFF) << 24 | (bytes[1] & 0xFF) << 16 | (bytes[2] & 0xFF) << 8;
      if (bits == 0) {
        return 0;
      }
      int network = (int) (number % networks);
      int host = 1 + (int) (number / networks % HOSTS);
      return bits + (network << 8) + host;
    }
  }

  String line() {
    return String.join(
        " ",
        List.of(
            target.getAddress().getHostAddress(),
            Integer.toString(target.getPort()),
            manner.name(),
            messages.toString(),
            Integer.toString(connections),
            source.first().getHostAddress(),
            Integer.toString(source.networks()),
            Long.toString(length.toMillis()),
            Long.toString(patience.toMillis())));
  }

  static FloodPlan parse(String line) throws IOException {
    String[] fields = line.split(" ", -1);
    if (fields.length != FIELDS) {
      throw new IOException("not a plan: " + line);
    }
    return new FloodPlan(
        new InetSocketAddress(InetAddress.ofLiteral(fields[0]), Integer.parseInt(fields[1])),
        Manner.valueOf(fields[2]),
        Path.of(fields[3]),
        Integer.parseInt(fields[4]),
        Source.of(fields[5], Integer.parseInt(fields[6])),
        Duration.ofMillis(Long.parseLong(fields[7])),
        Duration.ofMillis(Long.parseLong(fields[8])));
  }
}
