package org.cotejo.station.delivery;

/// Hands one statement in over one way.
@FunctionalInterface
public interface Poster extends AutoCloseable {
  /// Sending the same bytes again does no harm.
  ///
  /// @param log whose receipt counts
  Answer post(byte[] statement, ElectionLog log);

  @Override
  default void close() {}
}
