package org.cotejo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.cotejo.bench.flood.FloodPlan.Source;

/// The ground a chaotic night is played on: a server, three regions of stations, and one where the
/// flood comes from.
sealed interface Terrain extends AutoCloseable permits Namespaces, Loopback {
  int REGIONS = 3;

  /// What it can do, for the report.
  String description();

  /// What a command is started with to run beside the server.
  List<String> atServer() throws IOException;

  /// What a command is started with to run in a region.
  List<String> inRegion(int region) throws IOException;

  /// What a command is started with to run where the flood comes from.
  List<String> inHostile() throws IOException;

  Served.Addresses addresses() throws IOException;

  /// The address of a station.
  InetAddress station(int region, int number);

  Source hostile();

  /// Whether links are cut on the ground; if not, senders have to play that they are.
  boolean cutsLinks();

  void cut(int region) throws IOException;

  void join(int region) throws IOException;

  /// Makes the link to a region a bad one.
  void throttle(int region, int kilobits) throws IOException;

  void unthrottle(int region) throws IOException;

  /// Leaves nothing behind. A second call does nothing.
  @Override
  void close();
}
