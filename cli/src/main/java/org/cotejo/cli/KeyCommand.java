package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Pkcs12;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.Token;
import org.cotejo.log.Cosigner;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Mode;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.PollingStation;
import org.cotejo.model.PrivateFile;
import org.cotejo.server.KeyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Keys. Those of authorities and courts belong on machines that are on no network.
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Make keys.",
    subcommands = {KeyCommand.Generate.class, KeyCommand.Devices.class, KeyCommand.Show.class},
    footer = {"", "Example:", "  cotejo key generate authority"})
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo key generate, devices or show");
  }

  /// Makes one key pair.
  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      description = {
        "Make a key: NAME.key (private) and NAME.pub (for --authority).",
        "With --pkcs12 the private key is in NAME.p12 under a password; with --token it is in a"
            + " PKCS#11 token and never leaves it. Tokens make ES256 keys."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo key generate authority",
        "  cotejo key generate S0000001 --pkcs12",
        "  cotejo key generate S0000001 \\",
        "      --token \\",
        "      'pkcs11:object=S0000001?module-path=/usr/lib/softhsm/libsofthsm2.so'"
      })
  static final class Generate implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Path without ending.")
    private Path name = Path.of("");

    @ArgGroup private Kept kept = new Kept();

    @Option(names = "--es256", description = "With --pkcs12: an ES256 key, not an Ed25519 one.")
    private boolean es256;

    @Mixin private Password password = new Password();

    /// Where the private key is kept, if not in a key file.
    static final class Kept {
      @Option(names = "--pkcs12", description = "Keep it in NAME.p12, under a password.")
      private boolean pkcs12;

      @Option(
          names = "--token",
          paramLabel = "URI",
          description = "Make it in a token: pkcs11:object=LABEL?module-path=LIBRARY.")
      private @Nullable String token;
    }

    @Override
    public Integer call() throws IOException, MalformedException {
      String last = name.getFileName() == null ? "" : name.getFileName().toString();
      if (last.isEmpty() || last.equals(".") || last.equals("..")) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "'%s' is not a path of a file without its ending".formatted(name));
      }
      if (es256 && !kept.pkcs12) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--es256 goes with --pkcs12: a key file holds an Ed25519 key");
      }
      Path publicFile = name.resolveSibling(last + ".pub");
      if (Files.exists(publicFile, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(publicFile.toString());
      }
      var out = spec.commandLine().getOut();
      if (kept.token != null) {
        TokenAddress address = TokenAddress.parse(kept.token);
        SigningKey key =
            Token.open(address.module(), address.slot(), password.read(kept.token))
                .generate(address.object());
        Files.writeString(publicFile, AuthorityKeys.of(key.verificationKey()).text());
        out.println(key.verificationKey());
        out.println(new Words().say("key.inToken", address.object(), publicFile));
        return ExitCode.DONE;
      }
      Path privateFile = name.resolveSibling(last + (kept.pkcs12 ? ".p12" : ".key"));
      SigningKey key = make(privateFile);
      try {
        Files.writeString(publicFile, AuthorityKeys.of(key.verificationKey()).text());
      } catch (IOException e) {
        // Neither without the other.
        Files.delete(privateFile);
        throw e;
      }
      out.println(key.verificationKey());
      out.println(new Words().say("key.made", privateFile, publicFile));
      return ExitCode.DONE;
    }

    private SigningKey make(Path file) throws IOException {
      SigningKey key =
          SigningKey.generate(es256 ? Algorithm.ES256 : Algorithm.ED25519, new SecureRandom());
      if (!kept.pkcs12) {
        KeyFile.write(file, key);
        return key;
      }
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      byte[] bytes = Pkcs12.write(key, password.choose(file.toString()));
      PrivateFile.create(file).close();
      try {
        Files.write(file, bytes, StandardOpenOption.WRITE);
      } catch (IOException e) {
        Files.delete(file);
        throw NewDirectory.failed(file, e);
      }
      return key;
    }
  }

  /// Prints the public half of a private key.
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = {
        "Print the public key of a private one, as devices.csv has it.",
        "With --witness, as policies have it that name a witness; `cotejo witness` tells the same."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo key show S0000001.p12",
        "  cotejo key show witness.key --witness witness.example/w1"
      })
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "KEY",
        description =
            "A key file, a PKCS#12 file, or a token as pkcs11:object=LABEL?module-path=LIBRARY.")
    private String key = "";

    @Option(
        names = "--witness",
        paramLabel = "NAME",
        description = "The name that the key cosigns as: a domain and a path.")
    private @Nullable String witness;

    @Mixin private Password password = new Password();

    @Override
    public Integer call() throws IOException {
      SigningKey read = KeyAddress.read(key, password);
      spec.commandLine()
          .getOut()
          .println(witness == null ? read.verificationKey() : cosigning(read, witness));
      return ExitCode.DONE;
    }

    private String cosigning(SigningKey key, String name) {
      try {
        return Cosigner.ed25519(name, key).verifier().vkey();
      } catch (IllegalArgumentException e) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--witness '%s': %s".formatted(name, e.getMessage()), e);
      }
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
      ElectionPackage election = PackageDirectory.read(source);
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
