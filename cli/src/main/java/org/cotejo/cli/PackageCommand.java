package org.cotejo.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.model.Device;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.ElectionPackageWriter;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.SyntheticElection;
import org.cotejo.model.bulgaria.BulgarianOpenData;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Makes and checks election packages.
@Command(
    name = "package",
    mixinStandardHelpOptions = true,
    description = "Make and check election packages.",
    subcommands = {
      PackageCommand.Check.class,
      PackageCommand.Import.class,
      PackageCommand.Synthesize.class
    },
    footer = {
      "",
      "Examples:",
      "  cotejo package check my-election",
      "  cotejo package synthesize --stations 1000 --contests 2 --seed 7 --out trial"
    })
final class PackageCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo package check, import or synthesize");
  }

  /// Reads a package and says what is wrong with it.
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Read a package and say what is wrong with it.",
      footer = {"", "Example:", "  cotejo package check examples/bulgaria-2021-07-11/package"})
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "The package.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException {
      if (!Files.isDirectory(directory)) {
        throw new NotDirectoryException(directory.toString());
      }
      var words = new Words();
      var out = spec.commandLine().getOut();
      return switch (ElectionPackageReader.read(directory)) {
        case PackageOutcome.Read(ElectionPackage election) -> {
          List<Device> unusable =
              election.devices().parallelStream().filter(d -> !d.key().isUsable()).toList();
          unusable.forEach(device -> out.println(words.say("package.unusable", device.key())));
          if (!unusable.isEmpty()) {
            yield ExitCode.DOES_NOT_HOLD;
          }
          out.println(
              words.say(
                  "package",
                  words.count(election.stations().size()),
                  words.count(election.areas().size()),
                  words.count(election.contests().size()),
                  words.count(election.devices().size())));
          yield ExitCode.DONE;
        }
        case PackageOutcome.Refused(List<String> errors) -> {
          errors.forEach(out::println);
          yield ExitCode.DOES_NOT_HOLD;
        }
      };
    }
  }

  /// Makes a package and figures from somebody's open data.
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = "Make a package and reported figures from open data.",
      footer = {
        "",
        "Example:",
        "  cotejo package import bulgaria opendata/2021-07-11 bulgaria-2021-07-11"
      })
  static final class Import implements Callable<Integer> {
    /// Data sets that can be read.
    enum Format {
      BULGARIA
    }

    @Parameters(index = "0", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}")
    private Format format = Format.BULGARIA;

    @Parameters(index = "1", paramLabel = "DIR", description = "The data set's files.")
    private Path data = Path.of("");

    @Parameters(
        index = "2",
        paramLabel = "OUT",
        description = "New directory: package/ and figures.csv.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
      return switch (format) {
        case BULGARIA -> {
          BulgarianOpenData.Imported imported = BulgarianOpenData.read(data);
          NewDirectory.make(
              out,
              inside -> {
                ElectionPackageWriter.write(
                    imported.packageFiles().files(), inside.resolve("package"));
                Files.write(
                    inside.resolve("figures.csv"),
                    FiguresFile.text(BulgarianOpenData.CHANNELS, imported.figures()));
              });
          yield ExitCode.DONE;
        }
      };
    }
  }

  /// Makes a consistent election of any size.
  @Command(
      name = "synthesize",
      mixinStandardHelpOptions = true,
      description = "Make a consistent election of any size, the same for the same seed.",
      footer = {
        "",
        "Example:",
        "  cotejo package synthesize --stations 100000 --contests 10 --seed 1 \\",
        "      --out trial"
      })
  static final class Synthesize implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = "--stations",
        required = true,
        paramLabel = "N",
        description = "1 to 1,000,000 polling stations.")
    private int stations;

    @Option(
        names = "--contests",
        paramLabel = "C",
        defaultValue = "1",
        description = "1 to 64 contests, each at every station (default ${DEFAULT-VALUE}).")
    private int contests;

    @Option(
        names = "--seed",
        paramLabel = "S",
        defaultValue = "1",
        description = "Any number (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--out",
        paramLabel = "DIR",
        description =
            "New directory: package/ and figures.csv (default synthetic-N-C-S in this directory).")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
      SyntheticElection election;
      try {
        election = new SyntheticElection(stations, contests, seed);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.ParameterException(spec.commandLine(), "give " + e.getMessage(), e);
      }
      Path target =
          out == null ? Path.of("synthetic-%d-%d-%d".formatted(stations, contests, seed)) : out;
      NewDirectory.make(target, inside -> write(election, inside));
      spec.commandLine().getOut().println(target);
      return ExitCode.DONE;
    }

    private void write(SyntheticElection election, Path inside) throws IOException {
      ElectionPackageWriter.write(election.packageFiles().files(), inside.resolve("package"));
      try (var figures = Files.newOutputStream(inside.resolve("figures.csv"))) {
        for (int contest = 0; contest < contests; contest++) {
          for (int from = 0; from < stations; from += 1000) {
            write(figures, election, contest, from);
          }
        }
      }
    }

    private void write(OutputStream figures, SyntheticElection election, int contest, int from)
        throws IOException {
      var reported =
          IntStream.range(from, Math.min(from + 1000, stations))
              .mapToObj(station -> election.reported(contest, station))
              .toList();
      byte[] text = FiguresFile.text(List.of("paper"), reported);
      boolean isFirst = contest == 0 && from == 0;
      int start = 0;
      while (!isFirst && text[start++] != '\n') {
        // The header stands once, at the top of the file.
      }
      figures.write(text, start, text.length - start);
    }
  }
}
