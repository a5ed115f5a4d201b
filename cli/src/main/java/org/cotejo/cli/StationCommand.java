package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.ElectionPackage;
import org.cotejo.station.Desk;
import org.cotejo.station.StationDirectory;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.entry.BlankSheet;
import org.cotejo.station.outbox.Item;
import org.cotejo.station.outbox.Outbox;
import org.cotejo.station.outbox.Sending;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What a station does with what it has signed.
@Command(
    name = "station",
    mixinStandardHelpOptions = true,
    description = {
      "Open a station, enter and sign its counts, and send them until the log has answered.",
      "",
      "What is entered and signed survives power cuts; sending a statement twice does no harm."
    },
    subcommands = {
      StationCommand.Init.class,
      OpenCommand.class,
      EnterCommand.class,
      CloseCommand.class,
      StationSheetCommand.class,
      StationCommand.Add.class,
      StationCommand.Send.class,
      StationCommand.Status.class,
      StationReceiptCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  cotejo station open --key S0000001.p12 --dir station",
      "  cotejo station enter --contest mayor --clerk ana --dir station",
      "  cotejo station close --contest mayor --key S0000001.p12 --dir station",
      "  cotejo station sheet --contest mayor --dir station --out mayor.pdf",
      "  cotejo station send --dir station"
    })
final class StationCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "say what to do: cotejo station init, open, enter, close, sheet, add, send, status or"
            + " receipt");
  }

  /// The station that is meant.
  static final class Station {
    @Option(
        names = "--dir",
        required = true,
        paramLabel = "D",
        description = "The directory of the station.")
    private Path directory = Path.of("");

    StationDirectory open() {
      return new StationDirectory(directory);
    }
  }

  /// The count of a contest at that station.
  static final class Count {
    @Mixin private Station station = new Station();

    @Option(names = "--contest", required = true, paramLabel = "C", description = "The contest.")
    private String contest = "";

    Desk desk() throws IOException {
      return station.open().desk();
    }

    /// @throws IOException if the contest is not held at this station
    BlankSheet sheet(Desk desk) throws IOException {
      try {
        return desk.sheet(contest);
      } catch (MalformedException e) {
        throw new IOException("--contest: " + e.getMessage(), e);
      }
    }
  }

  private static List<String> names(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::name).toList();
  }

  /// Makes the directory of a station.
  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = {
        "Make the directory of a station: the election, the ways to its log, an empty outbox.",
        "A way is http://HOST:PORT/<ticket> for the lane of stations, http://HOST:PORT for the one"
            + " without tickets. They can be changed later, in the file `endpoints`.",
        "Where counts are entered, give the package and the station too."
      },
      footer = {
        "",
        "Example:",
        "  cotejo station init --election election.statement --authority authority.pub \\",
        "      --endpoint http://intake.example:8700/<ticket> \\",
        "      --endpoint http://intake.example:8703 \\",
        "      --package public/package --station S0000001 --dir station"
      })
  static final class Init implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Station station = new Station();

    @Option(
        names = "--election",
        required = true,
        paramLabel = "FILE",
        description = "The election statement, entry 0 of the log.")
    private Path election = Path.of("");

    @Mixin private TrustedAuthority authority = new TrustedAuthority();

    @Option(
        names = "--endpoint",
        required = true,
        paramLabel = "URL",
        description = "A way to the log; may be repeated, all of them are tried at once.")
    private List<String> endpoints = List.of();

    @ArgGroup(exclusive = false)
    private @Nullable Entering entering;

    /// What is needed where counts are entered.
    static final class Entering {
      @Option(
          names = "--package",
          required = true,
          paramLabel = "DIR",
          description = "The election package, which is copied.")
      private Path directory = Path.of("");

      @Option(
          names = "--station",
          required = true,
          paramLabel = "CODE",
          description = "Which of its stations this is.")
      private String station = "";

      StationDirectory.Place place(ElectionLog log) throws IOException {
        ElectionPackage election = StationDirectory.election(directory, log);
        if (election.station(station).isEmpty()) {
          throw new IOException(
              "no station '%s' in %s; see its stations.csv".formatted(station, directory));
        }
        return new StationDirectory.Place(election, station);
      }
    }

    @Override
    public Integer call() throws IOException {
      ElectionLog log = Founding.read(election);
      if (!log.isFoundedBy(authority.keys())) {
        throw new IOException(
            "%s: not signed by a key of --authority; ask the authority for both"
                .formatted(election));
      }
      var ways = new ArrayList<Endpoint>();
      for (String endpoint : endpoints) {
        try {
          ways.add(Endpoint.parse(endpoint));
        } catch (MalformedException e) {
          throw new CommandLine.ParameterException(
              spec.commandLine(), "--endpoint: " + e.getMessage(), e);
        }
      }
      if (ways.size() > StationDirectory.MAX_ENDPOINTS
          || names(ways).stream().distinct().count() < ways.size()) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--endpoint: at most %d, no two to the same host and port"
                .formatted(StationDirectory.MAX_ENDPOINTS));
      }
      Optional<StationDirectory.Place> place =
          entering == null ? Optional.empty() : Optional.of(entering.place(log));
      station.open().init(log, ways, place);
      var words = new Words();
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          words.say(
              "station.made",
              station.directory,
              log.election().code(),
              String.join(", ", names(ways))));
      tellMode(log, words, out);
      out.flush();
      return ExitCode.DONE;
    }
  }

  /// Marks what is not the election itself.
  static void tellMode(ElectionLog log, Words words, PrintWriter out) {
    String mode = "mode." + log.election().mode().label();
    if (words.has(mode)) {
      out.println(words.say(mode));
    }
  }

  /// Puts statements into the outbox.
  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = {
        "Put signed statements into the outbox, in this order.",
        "When the command ends they are on disk. One that is there already is not added again."
      },
      footer = {"", "Example:", "  cotejo station add mayor.statement --dir station"})
  static final class Add implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "A signed statement.")
    private List<Path> files = List.of();

    @Mixin private Station station = new Station();

    @Override
    public Integer call() throws IOException {
      var words = new Words();
      PrintWriter out = spec.commandLine().getOut();
      try (Outbox outbox = station.open().outbox()) {
        for (Path file : files) {
          boolean isNew;
          try {
            isNew = outbox.add(InputFile.read(file, Sign1.MAX_BYTES));
          } catch (MalformedException e) {
            throw new IOException("%s: %s; it was not added".formatted(file, e.getMessage()), e);
          }
          out.println(words.say(isNew ? "station.added" : "station.known", file));
        }
      }
      out.flush();
      return ExitCode.DONE;
    }
  }

  /// Sends what is in the outbox.
  @Command(
      name = "send",
      mixinStandardHelpOptions = true,
      description = {
        "Send what is in the outbox over all ways at once, until the log has answered for it.",
        "",
        "Waits longer after each failure, and as long as a server asks. Ctrl-C loses nothing."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo station send --dir station",
        "  cotejo station send --dir station --for 600",
        "",
        "Exit codes: 0 all is delivered; 1 something was refused for good by every way;",
        "  2 something is still to be sent."
      })
  static final class Send implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(365);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Station station = new Station();

    @Option(
        names = "--for",
        paramLabel = "SECONDS",
        description = "How long to try at most (default: until it is done).")
    private long seconds = LONGEST.toSeconds();

    @Option(
        names = "--again",
        description =
            "Try also what every way has refused; when the authority has changed something.")
    private boolean again;

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (seconds < 1 || seconds > LONGEST.toSeconds()) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--for is 1 to " + LONGEST.toSeconds());
      }
      StationDirectory directory = station.open();
      ElectionLog log = directory.log();
      List<Endpoint> endpoints = directory.endpoints();
      var words = new Words();
      var screen = new Screen(spec.commandLine().getOut());
      try (Outbox outbox = directory.outbox()) {
        if (again) {
          outbox.tryAgain();
        }
        String what = words.say("station.sending");
        var sending =
            new Sending(
                outbox,
                log,
                endpoints,
                new SecureRandom(),
                items ->
                    screen.progress(
                        what, items.stream().filter(Item::isDelivered).count(), items.size()));
        sending.run(Duration.ofSeconds(seconds));
        screen.clear();
        return OutboxText.tell(outbox, names(endpoints), words, spec.commandLine().getOut());
      }
    }
  }

  /// Shows what is in the outbox.
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Show every statement in the outbox and how each way is doing.",
      footer = {
        "",
        "Example:",
        "  cotejo station status --dir station",
        "",
        "Exit codes: 0 all is delivered; 1 something was refused for good by every way;",
        "  2 something is still to be sent."
      })
  static final class Status implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Station station = new Station();

    @Override
    public Integer call() throws IOException {
      StationDirectory directory = station.open();
      List<String> ways = names(directory.endpoints());
      try (Outbox outbox = directory.outbox()) {
        return OutboxText.tell(outbox, ways, new Words(), spec.commandLine().getOut());
      }
    }
  }
}
