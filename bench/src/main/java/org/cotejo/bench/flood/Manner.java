package org.cotejo.bench.flood;

/// How an unwanted sender behaves on its connections.
public enum Manner {
  /// One message after the other on a connection that is kept for as long as the server keeps it.
  KEEP,
  /// One message on each connection, then waits for the answer or the end.
  ONCE,
  /// One message on each connection, which is reset at once: waits for nothing.
  HIT,
  /// Connects, says nothing and waits.
  MUTE,
  /// Connects and is gone as soon as it is, or as soon as nothing answers.
  KNOCK,
  /// Sends its message byte by byte, as slowly as it dares.
  DRIP
}
