package org.cotejo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.bench.flood.FloodPlan.Source;

/// Network namespaces of Linux, one for the server and one at the end of each link: links can be
/// cut and throttled, and nothing is seen or touched outside. Needs root.
final class Namespaces implements Terrain {
  private static final InetAddress SERVER = InetAddress.ofLiteral("10.77.0.1");
  private static final int INTAKE = 8700;
  private static final int SITE = 8701;
  private static final int OPEN = 8703;
  private static final int OPERATORS = 8704;

  /// Name of each link at its far end.
  private static final String UPLINK = "uplink";

  /// The link after those of the regions.
  private static final int HOSTILE = REGIONS;

  private final String name = "cotejo-" + ProcessHandle.current().pid();
  private final List<String> made = new ArrayList<>();
  private final boolean hasNetem;

  /// @throws IOException if it is not permitted; nothing is left then
  Namespaces() throws IOException {
    try {
      make(server());
      in(server(), "address", "add", SERVER.getHostAddress() + "/32", "dev", "lo");
      for (int link = 0; link <= HOSTILE; link++) {
        connect(link);
      }
      hasNetem = tryNetem();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private String server() {
    return name + "-server";
  }

  private String end(int link) {
    return name + "-" + link;
  }

  /// The network behind a link.
  private static String prefix(int link) {
    return link == HOSTILE ? "10.66.0.0/16" : "10.77.%d.0/24".formatted(1 + link);
  }

  private void make(String namespace) throws IOException {
    var _ = Program.IP.run("netns", "add", namespace);
    made.add(namespace);
    in(namespace, "link", "set", "lo", "up");
  }

  private static void in(String namespace, String... command) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("-n", namespace));
    arguments.addAll(List.of(command));
    var _ = Program.IP.run(arguments.toArray(String[]::new));
  }

  /// Any address of the prefix is one of the namespace at the far end.
  private void connect(int link) throws IOException {
    make(end(link));
    in(
        server(),
        "link",
        "add",
        "link" + link,
        "type",
        "veth",
        "peer",
        "name",
        UPLINK,
        "netns",
        end(link));
    in(server(), "address", "add", "10.78.%d.1/30".formatted(link), "dev", "link" + link);
    in(server(), "link", "set", "link" + link, "up");
    in(end(link), "address", "add", "10.78.%d.2/30".formatted(link), "dev", UPLINK);
    in(end(link), "link", "set", UPLINK, "up");
    in(end(link), "route", "add", "default", "via", "10.78.%d.1".formatted(link));
    in(end(link), "route", "add", "local", prefix(link), "dev", "lo");
    route(link);
  }

  private void route(int link) throws IOException {
    in(server(), "route", "replace", prefix(link), "via", "10.78.%d.2".formatted(link));
  }

  private boolean tryNetem() {
    try {
      shape(0, "netem", "delay", "1ms");
      unthrottle(0);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void shape(int link, String... discipline) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("-n", server(), "qdisc", "replace", "dev", "link" + link, "root"));
    arguments.addAll(List.of(discipline));
    var _ = Program.TC.run(arguments.toArray(String[]::new));
  }

  /// Has one core do all that the kernel does with what arrives from the flood, another what it
  /// does with the answers.
  void steerFlood(int serverCore, int floodCore) throws IOException {
    steer(server(), "link" + HOSTILE, serverCore);
    steer(end(HOSTILE), UPLINK, floodCore);
  }

  private static void steer(String namespace, String device, int core) throws IOException {
    String file = "/sys/class/net/%s/queues/rx-0/rps_cpus".formatted(device);
    var _ =
        Program.IP.run(
            "netns", "exec", namespace, "sh", "-c", "echo %x > %s".formatted(1 << core, file));
  }

  @Override
  public String description() {
    return "in network namespaces; bad links have "
        + (hasNetem ? "delay, loss and little room" : "little room (no netem in this kernel)");
  }

  @Override
  public List<String> atServer() throws IOException {
    return Program.IP.command("netns", "exec", server());
  }

  @Override
  public List<String> inRegion(int region) throws IOException {
    return Program.IP.command("netns", "exec", end(region));
  }

  @Override
  public List<String> inHostile() throws IOException {
    return Program.IP.command("netns", "exec", end(HOSTILE));
  }

  @Override
  public Served.Addresses addresses() {
    return new Served.Addresses(
        new InetSocketAddress(SERVER, INTAKE),
        new InetSocketAddress(SERVER, OPEN),
        new InetSocketAddress(SERVER, OPERATORS),
        new InetSocketAddress(SERVER, SITE));
  }

  @Override
  public InetAddress station(int region, int number) {
    return InetAddress.ofLiteral("10.77.%d.%d".formatted(1 + region, 1 + number % 250));
  }

  @Override
  public Source hostile() {
    return Source.of("10.66.0.0", 256);
  }

  @Override
  public boolean cutsLinks() {
    return true;
  }

  @Override
  public void cut(int region) throws IOException {
    in(server(), "link", "set", "link" + region, "down");
  }

  @Override
  public void join(int region) throws IOException {
    in(server(), "link", "set", "link" + region, "up");
    route(region);
  }

  @Override
  public void throttle(int region, int kilobits) throws IOException {
    if (hasNetem) {
      shape(region, "netem", "delay", "150ms", "50ms", "loss", "3%", "rate", kilobits + "kbit");
    } else {
      shape(region, "tbf", "rate", kilobits + "kbit", "burst", "4kb", "latency", "400ms");
    }
  }

  @Override
  public void unthrottle(int region) throws IOException {
    var _ = Program.TC.run("-n", server(), "qdisc", "del", "dev", "link" + region, "root");
  }

  @Override
  public synchronized void close() {
    for (String namespace : made) {
      try {
        var _ = Program.IP.run("netns", "delete", namespace);
      } catch (IOException e) {
        System.err.println("bench: " + e.getMessage());
      }
    }
    made.clear();
  }
}
