package org.cotejo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.cotejo.bench.Comparison.Part;

/// A running server that turns everybody away.
///
/// @param process with what it started does the work
/// @param answering answers 403, on kept connections if it is asked to
/// @param silent ends the connection without an answer
/// @param byName ends a TLS connection by the name in its first message
/// @param handshaking refuses only after a whole TLS handshake
record Refuser(
    Part part,
    Process process,
    Optional<Way> answering,
    Optional<Way> silent,
    Optional<Way> byName,
    Optional<Way> handshaking)
    implements AutoCloseable {
  /// @param name what it does, as its documentation calls it
  record Way(String name, InetSocketAddress address) {}

  /// Stops at once: what it did is known.
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
