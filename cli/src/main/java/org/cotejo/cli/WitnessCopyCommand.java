package org.cotejo.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.Address;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.NewFile;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.WitnessCopy;
import org.cotejo.server.KeyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What an organisation's agent does who holds a copy of a sheet.
@Command(
    name = "witness-copy",
    mixinStandardHelpOptions = true,
    description = {
      "Sign what an organisation's copy of a sheet says.",
      "",
      "It is logged beside the record of the station and changes no count; where the two differ, a"
          + " finding says in which figures. An organisation logs at most 3 copies of one sheet."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo witness-copy --figures sheet.csv --package public/package \\",
      "      --election election.statement --key agent.key",
      "  cotejo witness-copy --statement scanned.bin --election election.statement \\",
      "      --key agent.key --send http://intake.example:8703"
    })
final class WitnessCopyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  @ArgGroup(multiplicity = "1")
  private WhichElection election = new WhichElection();

  @Option(
      names = "--package",
      paramLabel = "DIR",
      description = "The package, to read figures with (default: that of --dir).")
  private @Nullable Path packageDirectory;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The private key of the agent, or of the organisation itself.")
  private Path key = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The new file (default CONTEST-STATION.copy).")
  private @Nullable Path out;

  @Option(
      names = "--send",
      paramLabel = "URL",
      converter = Address.Intake.class,
      description = "Hand it in there too, at the lane without tickets.")
  private @Nullable URI intake;

  /// What was read from the copy.
  static final class Source {
    @Option(
        names = "--figures",
        required = true,
        paramLabel = "CSV",
        description = "The figures on the copy: a file of reported figures with one row.")
    private @Nullable Path figures;

    @Option(
        names = "--statement",
        required = true,
        paramLabel = "FILE",
        description = "The station's signed statement, as the code on the paper has it.")
    private @Nullable Path statement;
  }

  @Override
  public Integer call() throws IOException, MalformedException {
    WitnessCopy copy = copy();
    Sign1 signed = copy.sign(election.id(), KeyFile.read(key));
    Path file =
        out == null
            ? Path.of(copy.about().contest() + "-" + copy.about().station() + ".copy")
            : out;
    NewFile.write(file, signed.bytes());
    var print = spec.commandLine().getOut();
    String leaf = Hash.sha256(new byte[1], signed.bytes()).hex();
    print.println(new Words().say("copy.written", copy.about(), file, leaf));
    return intake == null
        ? ExitCode.DONE
        : new Delivery(intake, print).handIn(signed.bytes(), "witness-copy " + copy.about());
  }

  private WitnessCopy copy() throws IOException, MalformedException {
    if (source.statement != null) {
      var statement =
          WitnessCopy.Signed.of(InputFile.read(source.statement, WitnessCopy.MAX_STATEMENT));
      return new WitnessCopy(statement.record().about(), statement);
    }
    if (source.figures == null) {
      throw new IllegalStateException("one of the two is required");
    }
    List<FiguresFile.Reported> rows = FiguresFile.read(source.figures, electionPackage());
    if (rows.size() != 1) {
      throw new IOException(
          "%s: %d rows of figures; a copy is of one sheet".formatted(source.figures, rows.size()));
    }
    FiguresFile.Reported row = rows.getFirst();
    return new WitnessCopy(row.about(), new WitnessCopy.Written(row.figures()));
  }

  private ElectionPackage electionPackage() throws IOException {
    Path directory = packageDirectory == null ? election.packageDirectory() : packageDirectory;
    if (directory == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--figures are read with the package: give --package too");
    }
    return PackageDirectory.read(directory);
  }
}
