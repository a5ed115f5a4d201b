package org.cotejo.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotejo.bench.flood.FloodPlan;
import org.cotejo.bench.flood.FloodProcess;
import org.cotejo.bench.flood.Tally;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures how honest stations fare while somebody floods the intake.
@Command(
    name = "siege",
    mixinStandardHelpOptions = true,
    description = {
      "Honest records that are acknowledged, and how soon, beside a flood at full speed.",
      "",
      "Each kind of flood has one core; the server, the stations and everything else share the rest."
          + " Each record is sent once, on a connection of its own; what is not acknowledged within"
          + " ten seconds is lost. While the disk alone takes too long with a file of nobody's, a"
          + " flood is tried again, up to three times. Beside it the same without the gate: nginx"
          + " with limit_req for each address, in front of the lane for everybody."
    })
final class Siege implements Callable<Integer> {
  private static final long SEED = 4;
  private static final int STATIONS = 4000;
  private static final int WARM_UP = 1000;

  /// How often a flood is tried while the disk alone takes too long.
  private static final int ATTEMPTS = 3;

  private static final double LIMIT_MILLIS = 50;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "12",
      description = "Length of each flood (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--honest",
      paramLabel = "R",
      defaultValue = "200",
      description = "Honest records a second (default ${DEFAULT-VALUE}).")
  private int perSecond;

  @Option(
      names = "--connections",
      paramLabel = "K",
      split = ",",
      defaultValue = "512,2000",
      description = "Connections of the flood, one after the other (default ${DEFAULT-VALUE}).")
  private List<Integer> connections = List.of();

  @Option(
      names = "--only",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Only floods whose name has this in it.")
  private String only = "";

  @Option(names = "--kernel", description = "Let the kernel help (nft): needs root.")
  private boolean kernel;

  @Option(names = "--no-peer", description = "Without nginx beside it.")
  private boolean withoutPeer;

  /// A server under siege, and how it is reached.
  ///
  /// @param knowsTickets whether letters have to show them
  private record Place(String name, InetSocketAddress address, boolean knowsTickets) {
    /// Letters as they are posted there.
    List<Letter> addressed(List<Letter> letters) {
      return knowsTickets ? letters : letters.stream().map(Letter::withoutTicket).toList();
    }

    /// Where messages for it are kept.
    String file() {
      return knowsTickets ? "with-tickets" : "without-tickets";
    }
  }

  @Override
  public Integer call() throws IOException {
    if (seconds < 1 || perSecond < 1 || connections.isEmpty()) {
      throw new IOException("--seconds and --honest are at least 1");
    }
    var lines = new Lines(spec.commandLine().getOut());
    lines.title(
        "siege: %d honest records/s beside each flood, %d s; 0 are to be lost, 99 %% within %.0f ms"
            .formatted(perSecond, seconds, LIMIT_MILLIS));
    try (var directory = WorkDirectory.onDisk(null, "siege");
        var flood = FloodProcess.start(Cores.last());
        var disk = new DiskWatch(directory.path())) {
      besiegeOurs(directory.path(), flood, disk, lines);
      if (!withoutPeer && Program.NGINX.isInstalled()) {
        besiegePeer(directory.path(), flood, disk, lines);
      } else if (!withoutPeer) {
        lines.title("  " + Program.NGINX.missing());
      }
    }
    return Bench.MEASURED;
  }

  private Rehearsal found(Path root) throws IOException {
    int floods = ATTEMPTS * Hostile.KINDS * connections.size();
    int needed = WARM_UP + (1 + floods) * perSecond * seconds;
    return Rehearsal.found(root, STATIONS, needed / STATIONS + 1);
  }

  private void besiegeOurs(Path directory, FloodProcess flood, DiskWatch disk, Lines lines)
      throws IOException {
    Rehearsal rehearsal = found(directory.resolve("ours"));
    List<String> options = new ArrayList<>(Served.tls(Certificate.make(directory)));
    if (kernel) {
      options.addAll(List.of("--kernel", "nft"));
    }
    try (var server = Served.start(rehearsal.directory(), List.of(), options)) {
      rehearsal.open(server.addresses().open());
      besiege(
          rehearsal, new Place("cotejo", server.addresses().intake(), true), flood, disk, lines);
    }
  }

  private void besiegePeer(Path directory, FloodProcess flood, DiskWatch disk, Lines lines)
      throws IOException {
    Rehearsal rehearsal = found(directory.resolve("peer"));
    // What nginx lets through is not limited again.
    Served.limit(
        rehearsal.directory(),
        Map.of(
            "openConnections", 10_000,
            "openBurst", 1_000_000,
            "openPerSecond", 1_000_000,
            "acceptsPerNetwork", 1_000_000,
            "failuresPerNetwork", 10_000_000));
    Path own = Files.createDirectory(directory.resolve("nginx"));
    InetSocketAddress limited = Ports.free(1).getFirst();
    List<String> proxy = List.of("--spare", "127.0.0.0/24");
    try (var server = Served.start(rehearsal.directory(), List.of(), proxy)) {
      rehearsal.open(server.addresses().open());
      Process nginx = Nginx.limiting(own, limited, server.addresses().open());
      try {
        besiege(rehearsal, new Place("nginx, limit_req", limited, false), flood, disk, lines);
      } finally {
        nginx.destroy();
      }
    }
  }

  private void besiege(
      Rehearsal rehearsal, Place place, FloodProcess flood, DiskWatch disk, Lines lines)
      throws IOException {
    lines.title(place.name());
    var stations = new Honest(place.address(), perSecond);
    int each = perSecond * seconds;
    int next = WARM_UP;
    List<Letter> first = letters(rehearsal, 0, WARM_UP);
    var _ = stations.send(place.addressed(first));
    List<Letter> copied = letters(rehearsal, next, next + each);
    Path messages =
        Files.createDirectory(rehearsal.directory().root().resolveSibling(place.file()));
    List<Hostile> floods = Hostile.all(new Unwanted(messages, SEED), copied, first);
    var _ = disk.take();
    Honest.Outcome alone = stations.send(place.addressed(copied));
    var _ = report(lines, "nobody else", alone, Tally.NOTHING, disk.take());
    next += each;
    var supply = new Supply(rehearsal, next);
    int number = 0;
    for (int count : connections) {
      for (Hostile hostile : floods) {
        if (!hostile.name().contains(only)
            || !(place.knowsTickets() || hostile.bare().isPresent())) {
          continue;
        }
        boolean isOver = false;
        for (int attempt = 0; attempt < ATTEMPTS && !isOver; attempt++) {
          number++;
          FloodPlan plan =
              hostile.plan(
                  place.address(),
                  place.knowsTickets() ? hostile.messages() : hostile.bare().orElseThrow(),
                  count,
                  number,
                  Duration.ofSeconds(seconds));
          List<Letter> letters = place.addressed(supply.take(each));
          var _ = disk.take();
          FloodProcess.Running running = flood.begin(plan);
          Honest.Outcome outcome = stations.send(letters);
          Latencies forced = disk.take();
          String name = "%,d × %s".formatted(count, hostile.name());
          isOver = report(lines, name, outcome, running.await(), forced);
        }
      }
    }
  }

  /// Letters that nobody has sent yet.
  private static final class Supply {
    private final Rehearsal rehearsal;
    private int next;

    Supply(Rehearsal rehearsal, int next) {
      this.rehearsal = rehearsal;
      this.next = next;
    }

    List<Letter> take(int count) throws IOException {
      List<Letter> letters = letters(rehearsal, next, next + count);
      next += count;
      return letters;
    }
  }

  private static List<Letter> letters(Rehearsal rehearsal, int from, int to) throws IOException {
    return rehearsal.letters(from, to, Honest::address);
  }

  /// @return whether it says something: not if the disk alone took longer than is allowed
  private static boolean report(
      Lines lines, String name, Honest.Outcome outcome, Tally tally, Latencies forced) {
    boolean isMet = outcome.lost() == 0 && outcome.latencies().millis(0.99) <= LIMIT_MILLIS;
    boolean isDisks = !isMet && outcome.lost() == 0 && forced.millis(1) > LIMIT_MILLIS;
    String verdict = isMet ? "met" : isDisks ? "not met, nor by the disk alone" : "not met";
    lines.line(name, outcome.text() + ": " + verdict);
    lines.line("", "the disk, forcing a file of nobody's meanwhile: " + forced);
    if (tally.nanos() > 0) {
      lines.line("", "beside " + tally.text());
    }
    return !isDisks;
  }
}
