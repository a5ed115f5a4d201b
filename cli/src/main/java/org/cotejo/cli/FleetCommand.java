package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.PackageFit;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.fleet.Conditions;
import org.cotejo.station.fleet.Fleet;
import org.cotejo.station.fleet.InventedFigures;
import org.cotejo.station.fleet.NightPlan;
import org.cotejo.station.fleet.Report;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Plays all stations of a rehearsal.
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    description = {
      "Play every station of a rehearsal against a server, in less time than a night takes.",
      "",
      "Counts close over six hours; areas lose their network; links fail, also after the log has"
          + " heard; clocks are wrong; records are sent twice, carried by couriers, or only"
          + " photographed. The same seed gives the same night. Figures are invented.",
      "A real election is refused: what this sends names the election statement it is given, and no"
          + " other log takes it."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo key devices trial/package --out devices",
      "  cotejo fleet --package trial/package --election election.statement \\",
      "      --keys devices --tickets tickets.csv --to http://127.0.0.1:8700 \\",
      "      --open http://127.0.0.1:8703",
      "  cotejo fleet … --seed 7 --compress 7200 --cut-off 600 --outage 24 \\",
      "      --couriers 333",
      "",
      "Ctrl-C stops it; the same command goes on. Exit codes: 0 the log has everything;",
      "  2 something is left, or it could not be done."
    })
final class FleetCommand implements Callable<Integer> {
  private static final int MOST_COMPRESSION = 20_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--package",
      required = true,
      paramLabel = "DIR",
      description = "The election's package.")
  private Path source = Path.of("");

  @Option(
      names = "--election",
      required = true,
      paramLabel = "FILE",
      description = "The election statement, entry 0 of the log.")
  private Path founding = Path.of("");

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "DIR",
      description = "STATION.key for every station, as `cotejo key devices` makes them.")
  private Path keys = Path.of("");

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "Where stations send; may be repeated, all are tried at once.")
  private List<String> to = List.of();

  @Option(
      names = "--tickets",
      paramLabel = "FILE",
      description = "The stations' tickets, as `cotejo ticket issue` writes them.")
  private @Nullable Path tickets;

  @Option(
      names = "--open",
      paramLabel = "URL",
      description =
          "The lane without tickets, for what is carried and photographed (default: the first"
              + " --to).")
  private @Nullable String open;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Which night (default ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--compress",
      paramLabel = "F",
      defaultValue = "1440",
      description =
          "How much faster than a real night, 1 to 20000 (default ${DEFAULT-VALUE}: a day a"
              + " minute).")
  private int compress;

  @Option(
      names = "--cut-off",
      paramLabel = "N",
      defaultValue = "40",
      description =
          "Stations of a thousand without network when the polls close (default"
              + " ${DEFAULT-VALUE}).")
  private int cutOff;

  @Option(
      names = "--outage",
      paramLabel = "HOURS",
      defaultValue = "4",
      description = "For how long (default ${DEFAULT-VALUE}).")
  private int hours;

  @Option(
      names = "--couriers",
      paramLabel = "N",
      defaultValue = "20",
      description = "Stations of a thousand that only couriers bring (default ${DEFAULT-VALUE}).")
  private int couriers;

  @Option(
      names = "--photographs",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Stations of a thousand of which there are only photographs (default"
              + " ${DEFAULT-VALUE}).")
  private int photographs;

  @Option(
      names = "--dir",
      paramLabel = "D",
      defaultValue = "fleet",
      description = "Where the stations keep what they have (default ${DEFAULT-VALUE}).")
  private Path directory = Path.of("");

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write the summary, and the totals that the log should come to, as JSON.")
  private @Nullable Path report;

  private final Words words = new Words();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (compress < 1 || compress > MOST_COMPRESSION) {
      throw slip("--compress is 1 to " + MOST_COMPRESSION);
    }
    Conditions conditions = conditions();
    List<Endpoint> lanes = new ArrayList<>();
    for (String url : to) {
      lanes.add(endpoint("--to", url));
    }
    Endpoint carried = open == null ? lanes.getFirst() : endpoint("--open", open);
    ElectionLog log = Founding.read(founding);
    ElectionPackage election = rehearsed(log);
    var figures = new InventedFigures(election, seed);
    var crew =
        new RehearsalCrew(
            election,
            log.id(),
            keys,
            figures,
            lanes,
            tickets == null ? Map.of() : RehearsalCrew.tickets(tickets),
            directory.resolve("photographs"));
    crew.check();
    var screen = new Screen(spec.commandLine().getOut());
    String mark = mark(log.election().mode());
    screen.line(
        words.say("fleet.start", mark, words.count(election.stations().size()), election.code()));
    var fleet =
        new Fleet(
            directory,
            log,
            NightPlan.of(seed, election.stations(), conditions),
            crew,
            carried,
            compress,
            (done, stations) -> screen.progress(words.say("fleet.done"), done, stations));
    var told = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(fleet, told)));
    try {
      Report came = fleet.run("%s seed %d %s".formatted(log.id(), seed, conditions));
      screen.clear();
      if (report != null) {
        Files.write(
            report, new FleetReport(log, election, seed, compress, figures).json(mark, came));
      }
      return tell(mark, came);
    } finally {
      told.countDown();
    }
  }

  private static String mark(Mode mode) {
    return mode.label().toUpperCase(Locale.ROOT);
  }

  private CommandLine.ParameterException slip(String text) {
    return new CommandLine.ParameterException(spec.commandLine(), text);
  }

  private Endpoint endpoint(String option, String url) {
    try {
      return Endpoint.parse(url);
    } catch (MalformedException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private Conditions conditions() {
    Conditions usual = Conditions.USUAL;
    try {
      return new Conditions(
          cutOff,
          Duration.ofHours(hours),
          couriers,
          photographs,
          usual.flapping(),
          usual.wrongClocks(),
          usual.twice());
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /// The package, if it is that of the log and of no real election.
  private ElectionPackage rehearsed(ElectionLog log) throws IOException {
    ElectionPackage election = PackageDirectory.read(source);
    if (log.election().mode() == Mode.REAL || election.mode() == Mode.REAL) {
      throw new IOException(
          "%s is a real election; rehearse one whose election.json says \"mode\": \"rehearsal\""
              .formatted(log.election().code()));
    }
    Optional<String> difference = PackageFit.difference(election, log.election());
    if (difference.isPresent()) {
      throw new IOException(
          "%s: %s; give the package that was founded".formatted(source, difference.get()));
    }
    return election;
  }

  private static void stop(Fleet fleet, CountDownLatch told) {
    fleet.stop();
    try {
      told.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int tell(String mark, Report came) {
    PrintWriter out = spec.commandLine().getOut();
    came.stations()
        .forEach((route, count) ->
            out.println(
                words.say(
                    "fleet.route",
                    words.say("fleet.route." + route.label()),
                    words.count(came.done().getOrDefault(route, 0)),
                    words.count(count))));
    out.println(
        words.say(
            "fleet.answers",
            words.count(came.taken()),
            words.count(came.known()),
            words.count(came.unheard())));
    came.problems()
        .forEach((urn, count) -> out.println(words.say("fleet.problem", urn, words.count(count))));
    out.println(
        came.left() == 0
            ? words.say("fleet.all", mark)
            : words.say("fleet.left", mark, words.count(came.left())));
    out.flush();
    return came.left() == 0 ? ExitCode.DONE : ExitCode.NOT_DONE;
  }
}
