package org.cotejo.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.cotejo.server.gate.KernelSet;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.UserlandOnly;

/// What a server is started with.
///
/// @param publish time between checkpoints while entries arrive, at least a second
/// @param bulletin time between bulletins while there is news
public record ServerSettings(
    Addresses addresses, Duration publish, Duration bulletin, FrontSettings front) {
  public ServerSettings {
    if (publish.compareTo(Duration.ofSeconds(1)) < 0 || bulletin.compareTo(publish) < 0) {
      throw new IllegalArgumentException(
          "publish at most once a second, and bulletins no more often than that");
    }
  }

  /// Where to listen; port 0 picks a free one.
  ///
  /// @param intake for stations, which show a ticket
  /// @param open for statements without a ticket
  /// @param operators for whoever has the operator key
  /// @param site for the published files
  public record Addresses(
      InetSocketAddress intake,
      InetSocketAddress open,
      InetSocketAddress operators,
      InetSocketAddress site) {

    /// Free ports of this machine.
    public static Addresses local() {
      var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new Addresses(free, free, free, free);
    }
  }

  /// A certificate and its private key, each a file in PEM.
  public record Tls(Path certificate, Path key) {}

  /// How the kernel is asked to refuse networks.
  @FunctionalInterface
  public interface KernelChoice {
    KernelChoice NONE = ports -> new UserlandOnly("it was not asked to");

    /// @param ports that the networks are to be kept from
    KernelSet open(SortedSet<Integer> ports);
  }

  /// What of the front door is not needed everywhere.
  ///
  /// @param tls for the stations' lane
  /// @param countries an MMDB file, to tell the countries of networks
  /// @param otlp where counters are sent to, as OTLP over HTTP
  /// @param spared networks that are never refused, above all those of one's own proxies
  /// @param takesOver from a server of the same election that runs on this machine
  public record FrontSettings(
      Optional<Tls> tls,
      Optional<Path> countries,
      Optional<URI> otlp,
      KernelChoice kernel,
      Set<Network> spared,
      boolean takesOver) {
    public static final FrontSettings PLAIN =
        new FrontSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            KernelChoice.NONE,
            Set.of(),
            false);
  }
}
