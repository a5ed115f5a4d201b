package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.Mode;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.PollingStation;
import org.cotejo.server.KeyFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Keys of authorities and courts. They belong on machines that are on no network.
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Make keys.",
    subcommands = {KeyCommand.Generate.class, KeyCommand.Devices.class},
    footer = {"", "Example:", "  cotejo key generate authority"})
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo key generate or devices");
  }

  /// Makes one key pair.
  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      description = "Make an Ed25519 key: NAME.key (private) and NAME.pub (for --authority).",
      footer = {"", "Example:", "  cotejo key generate authority"})
  static final class Generate implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Path without ending.")
    private Path name = Path.of("");

    @Override
    public Integer call() throws IOException {
      String last = name.getFileName() == null ? "" : name.getFileName().toString();
      if (last.isEmpty() || last.equals(".") || last.equals("..")) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "'%s' is not a path of a file without its ending".formatted(name));
      }
      SigningKey key = SigningKey.generate(Algorithm.ED25519, new SecureRandom());
      Path privateFile = name.resolveSibling(last + ".key");
      Path publicFile = name.resolveSibling(last + ".pub");
      if (Files.exists(publicFile, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(publicFile.toString());
      }
      KeyFile.write(privateFile, key);
      try {
        Files.writeString(publicFile, AuthorityKeys.of(key.verificationKey()).text());
      } catch (IOException e) {
        // Neither without the other.
        Files.delete(privateFile);
        throw e;
      }
      var out = spec.commandLine().getOut();
      out.println(key.verificationKey());
      out.println(new Words().say("key.made", privateFile, publicFile));
      return ExitCode.DONE;
    }
  }

  /// Makes the keys of a rehearsal.
  @Command(
      name = "devices",
      mixinStandardHelpOptions = true,
      description = {
        "Make a key for every station of a rehearsal, and the devices.csv of its package.",
        "Keys of a real election are made on the devices that sign: it is refused."
      },
      footer = {"", "Example:", "  cotejo key devices trial/package --out devices"})
  static final class Devices implements Callable<Integer> {
    private static final String HEADER = "station,key\n";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "PACKAGE",
        description = "The package, before the election is founded.")
    private Path source = Path.of("");

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "New directory for STATION.key.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
      ElectionPackage election =
          switch (ElectionPackageReader.read(source)) {
            case PackageOutcome.Read(ElectionPackage read) -> read;
            case PackageOutcome.Refused(List<String> errors) ->
                throw new IOException(source + "/" + String.join("\n", errors));
          };
      if (election.mode() == Mode.REAL || !election.devices().isEmpty()) {
        throw new IOException(
            election.mode() == Mode.REAL
                ? source + ": of a real election, whose keys are made on the devices that sign"
                : source + "/devices.csv: has devices already; remove its rows for new ones");
      }
      var random = new SecureRandom();
      var table = new StringBuilder(HEADER);
      NewDirectory.make(
          out,
          inside -> {
            for (PollingStation station : election.stations()) {
              SigningKey key = SigningKey.generate(Algorithm.ED25519, random);
              KeyFile.write(inside.resolve(station.code() + ".key"), key);
              table.append(station.code()).append(',').append(key.verificationKey()).append('\n');
            }
          });
      Path devices = source.resolve("devices.csv");
      Files.writeString(devices, table);
      String count = new Words().count(election.stations().size());
      spec.commandLine().getOut().println(new Words().say("key.devices", count, out, devices));
      return ExitCode.DONE;
    }
  }
}
