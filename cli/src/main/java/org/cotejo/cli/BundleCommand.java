package org.cotejo.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.NewDirectory;
import org.cotejo.station.StationDirectory;
import org.cotejo.station.bundle.BundleWriter;
import org.cotejo.station.bundle.Delivery;
import org.cotejo.station.bundle.Fate;
import org.cotejo.station.bundle.Inventory;
import org.cotejo.station.bundle.Part;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.delivery.Endpoint;
import org.cotejo.station.delivery.Line;
import org.cotejo.station.delivery.Time;
import org.cotejo.station.outbox.Item;
import org.cotejo.station.outbox.Outbox;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What couriers carry.
@Command(
    name = "bundle",
    mixinStandardHelpOptions = true,
    description = {
      "Carry statements and receipts of any number of stations in one file.",
      "",
      "Anyone may carry one and anyone may deliver it: statements prove themselves."
    },
    subcommands = {
      BundleCommand.Pack.class,
      BundleCommand.Inspect.class,
      BundleCommand.Deliver.class
    },
    footer = {
      "",
      "Examples:",
      "  cotejo bundle pack night.bundle --station station",
      "  cotejo bundle inspect night.bundle",
      "  cotejo bundle deliver night.bundle --to http://intake.example:8703"
    })
final class BundleCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo bundle pack, inspect or deliver");
  }

  /// Makes a bundle.
  @Command(
      name = "pack",
      mixinStandardHelpOptions = true,
      description = {
        "Pack statements, and the receipts that are there, into a new file.",
        "From the outboxes of stations, from files with one statement each, or both."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo bundle pack night.bundle --station station",
        "  cotejo bundle pack night.bundle a.statement b.statement \\",
        "      --election election.statement"
      })
  static final class Pack implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "BUNDLE", description = "The new file.")
    private Path bundle = Path.of("");

    @Parameters(index = "1..*", paramLabel = "FILE", description = "A signed statement.")
    private List<Path> files = List.of();

    @Option(
        names = "--station",
        paramLabel = "D",
        description = "The directory of a station; may be repeated.")
    private List<Path> stations = List.of();

    @Option(
        names = "--election",
        paramLabel = "FILE",
        description = "The election statement that statements in files are of; may be repeated.")
    private List<Path> elections = List.of();

    @Override
    public Integer call() throws IOException {
      if (stations.isEmpty() && files.isEmpty()) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "nothing to pack: give --station, or files with statements");
      }
      var writer = new BundleWriter();
      try {
        for (Path election : elections) {
          writer.add(new Part.Election(Founding.read(election)));
        }
        for (Path station : stations) {
          add(writer, new StationDirectory(station));
        }
        for (Path file : files) {
          writer.add(statement(file));
        }
      } catch (IllegalStateException e) {
        throw new IOException(e.getMessage(), e);
      }
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(
                  bundle, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
        writer.write(out);
      } catch (IOException e) {
        throw NewDirectory.failed(bundle, e);
      }
      return tell(bundle, Delivery.inspect(bundle), spec.commandLine().getOut());
    }

    private static void add(BundleWriter writer, StationDirectory station) throws IOException {
      writer.add(new Part.Election(station.log()));
      try (Outbox outbox = station.outbox()) {
        for (Item item : outbox.items()) {
          writer.add(new Part.Signed(item.statement()));
          item.receipt().ifPresent(receipt -> writer.add(new Part.Receipt(item.leaf(), receipt)));
        }
      }
    }

    private static Part statement(Path file) throws IOException {
      try {
        return new Part.Signed(Sign1.decode(InputFile.read(file, Sign1.MAX_BYTES)));
      } catch (MalformedException e) {
        throw new IOException("%s: %s; leave it out".formatted(file, e.getMessage()), e);
      }
    }
  }

  private static int tell(Path bundle, Inventory inventory, PrintWriter out) {
    var words = new Words();
    out.println(words.say("bundle.name", bundle, inventory.name().hex()));
    for (ElectionLog log : inventory.elections()) {
      out.println(words.say("bundle.election", log.election().code(), log.id()));
      StationCommand.tellMode(log, words, out);
    }
    out.println(words.say("bundle.statements", words.count(inventory.size())));
    inventory
        .statements()
        .forEach((kind, count) -> out.println("  %-16s%12s".formatted(kind, words.count(count))));
    if (inventory.undecodable() > 0) {
      out.println(words.say("bundle.undecodable", words.count(inventory.undecodable())));
    }
    inventory
        .without()
        .forEach((id, count) -> out.println(words.say("bundle.without", words.count(count), id)));
    out.println(
        words.say(
            "bundle.receipts", words.count(inventory.receipts()), words.count(inventory.proven())));
    out.flush();
    return inventory.proven() == inventory.receipts() ? ExitCode.DONE : ExitCode.DOES_NOT_HOLD;
  }

  /// Says what is in a bundle.
  @Command(
      name = "inspect",
      mixinStandardHelpOptions = true,
      description = {
        "Check a bundle to its last byte and say what is in it.",
        "Receipts are checked with the log's keys in the election statement; signatures of statements"
            + " are for the log to judge."
      },
      footer = {
        "",
        "Example:",
        "  cotejo bundle inspect night.bundle",
        "",
        "Exit codes: 0 it is sound; 1 it is, but has receipts that do not verify;",
        "  2 it is not sound, or could not be read."
      })
  static final class Inspect implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "BUNDLE", description = "The bundle.")
    private Path bundle = Path.of("");

    @Override
    public Integer call() throws IOException {
      return tell(bundle, Delivery.inspect(bundle), spec.commandLine().getOut());
    }
  }

  /// Hands a bundle in.
  @Command(
      name = "deliver",
      mixinStandardHelpOptions = true,
      description = {
        "Hand in every statement of a bundle, over one connection, in its order.",
        "",
        "Goes on where it was broken off; what the log has already does no harm. Waits as long as the"
            + " intake asks."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo bundle deliver night.bundle --to http://intake.example:8703",
        "  cotejo bundle deliver night.bundle --to http://intake.example:8703 --for 600",
        "",
        "Exit codes: 0 all is in the log; 1 something was refused; 2 something is left."
      })
  static final class Deliver implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofDays(365);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "BUNDLE", description = "The bundle.")
    private Path bundle = Path.of("");

    @Option(
        names = "--to",
        required = true,
        paramLabel = "URL",
        description = "The intake: http://HOST:PORT of the lane without tickets.")
    private String to = "";

    @Option(
        names = "--state",
        paramLabel = "FILE",
        description = "Where it is noted how far it has come (default: BUNDLE.delivery).")
    private @Nullable Path state;

    @Option(
        names = "--for",
        paramLabel = "SECONDS",
        description = "How long to try at most (default: until it is done).")
    private long seconds = LONGEST.toSeconds();

    @Override
    public Integer call() throws IOException, InterruptedException {
      if (seconds < 1 || seconds > LONGEST.toSeconds()) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--for is 1 to " + LONGEST.toSeconds());
      }
      var words = new Words();
      PrintWriter out = spec.commandLine().getOut();
      var screen = new Screen(out);
      String what = words.say("bundle.delivering");
      Path note = state == null ? Path.of(bundle + ".delivery") : state;
      try (var line = new Line(endpoint(), PATIENCE)) {
        var delivery =
            new Delivery(
                bundle,
                note,
                line,
                new SecureRandom(),
                Time.UPTIME,
                (done, total, word) -> screen.progress(what + " " + word, done, total));
        Delivery.Report report = delivery.run(Duration.ofSeconds(seconds));
        screen.clear();
        return tell(report, words, out);
      }
    }

    private Endpoint endpoint() {
      try {
        return Endpoint.parse(to);
      } catch (MalformedException e) {
        throw new CommandLine.ParameterException(spec.commandLine(), "--to: " + e.getMessage(), e);
      }
    }

    private static int tell(Delivery.Report report, Words words, PrintWriter out) {
      report
          .fates()
          .forEach((leaf, fate) -> {
            if (fate instanceof Fate.Refused refused) {
              out.println(
                  words.say("bundle.refused", leaf.hex(), refused.problem(), refused.detail()));
            }
          });
      report
          .words()
          .forEach(
              (word, count) -> out.println(words.say("bundle.left", words.count(count), word)));
      long refused = report.count(Fate.Refused.class);
      out.println(
          words.say(
              "bundle.report",
              words.count(report.count(Fate.New.class)),
              words.count(report.count(Fate.Known.class)),
              words.count(refused),
              words.count(report.left())));
      out.flush();
      return report.left() > 0
          ? ExitCode.NOT_DONE
          : refused > 0 ? ExitCode.DOES_NOT_HOLD : ExitCode.DONE;
    }
  }
}
