package org.cotejo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.cotejo.bench.flood.FloodPlan.Source;

/// All on one machine's loopback, where nothing can be cut or throttled.
///
/// @param reason why it is not better
/// @param addresses of the server
record Loopback(String reason, Served.Addresses addresses) implements Terrain {
  private static final int FIRST_REGION = 20;
  private static final int HOSTILE = 66;

  @Override
  public String description() {
    return "on the loopback ("
        + reason
        + "): senders play that links are cut; nothing is throttled";
  }

  @Override
  public List<String> atServer() {
    return List.of();
  }

  @Override
  public List<String> inRegion(int region) {
    return List.of();
  }

  @Override
  public List<String> inHostile() {
    return List.of();
  }

  @Override
  public InetAddress station(int region, int number) {
    return InetAddress.ofLiteral(
        "127.%d.%d.%d".formatted(FIRST_REGION + region, number / 200 % 250, 1 + number % 200));
  }

  @Override
  public Source hostile() {
    return Source.loopback(HOSTILE, 0, 256);
  }

  @Override
  public boolean cutsLinks() {
    return false;
  }

  @Override
  public void cut(int region) throws IOException {}

  @Override
  public void join(int region) throws IOException {}

  @Override
  public void throttle(int region, int kilobits) throws IOException {}

  @Override
  public void unthrottle(int region) throws IOException {}

  @Override
  public void close() {}
}
