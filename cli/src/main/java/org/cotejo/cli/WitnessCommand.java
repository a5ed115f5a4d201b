package org.cotejo.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.Address;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.StopSignal;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Cosigner;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.Witness;
import org.cotejo.server.KeyFile;
import org.cotejo.server.WitnessServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs a witness of other people's logs until it is told to stop.
@Command(
    name = "witness",
    mixinStandardHelpOptions = true,
    description = {
      "Cosign logs that only grow.",
      "",
      "Logs send their checkpoints to /add-checkpoint (C2SP tlog-witness); each is cosigned if it"
          + " extends the one before, and kept in --dir first. Keep that directory: a witness that"
          + " forgets can be made to cosign a fork. Ctrl-C or SIGTERM stops it."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo key generate witness",
      "  cotejo witness --key witness.key --name witness.example/w1 --dir seen \\",
      "      --log \"$(cat log.vkey)\""
    })
final class WitnessCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description =
          "The witness's private key, made by `cotejo key generate` and used for this alone.")
  private Path key = Path.of("");

  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "What it signs as: a domain of yours and a path.")
  private String name = "";

  @Option(
      names = "--log",
      required = true,
      arity = "1..*",
      paramLabel = "VKEY",
      converter = Watched.class,
      description = "Key of a log to watch, as in its log.vkey; several may be of one log.")
  private List<NoteVerifier> logs = List.of();

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "D",
      description = "Where it keeps what it cosigned; made if there is none.")
  private Path directory = Path.of("");

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8702",
      converter = Address.Listening.class,
      description = "Where logs ask (default ${DEFAULT-VALUE}).")
  private InetSocketAddress listen = new InetSocketAddress(0);

  @Override
  public Integer call() throws IOException {
    var words = new Words();
    var screen = new Screen(spec.commandLine().getOut());
    Cosigner cosigner = cosigner();
    try (var stop = new StopSignal();
        Witness witness = Witness.open(directory, cosigner, logs, InstantSource.system());
        WitnessServer server = new WitnessServer(witness, listen, new Telling(words, screen))) {
      screen.line(words.say("witness.listening", Address.url(server.address())));
      screen.line(words.say("witness.key", cosigner.verifier().vkey()));
      witness
          .sizes()
          .forEach((origin, size) ->
              screen.line(
                  size.isPresent()
                      ? words.say("witness.log", origin, words.count(size.getAsLong()))
                      : words.say("witness.log.new", origin)));
      stop.await();
      screen.line(words.say("witness.stopping"));
    }
    return ExitCode.DONE;
  }

  private Cosigner cosigner() throws IOException {
    try {
      return Cosigner.ed25519(name, KeyFile.read(key));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--name '%s': %s".formatted(name, e.getMessage()), e);
    }
  }

  /// The key of a log to watch, from its text form.
  static final class Watched implements ITypeConverter<NoteVerifier> {
    Watched() {}

    @Override
    public NoteVerifier convert(String text) {
      try {
        return NoteVerifier.parse(text.strip());
      } catch (MalformedException e) {
        throw new CommandLine.TypeConversionException("'%s': %s".formatted(text, e.getMessage()));
      }
    }
  }

  /// Tells the terminal what its operator has to know.
  private record Telling(Words words, Screen screen) implements WitnessServer.Listener {
    @Override
    public void inconsistent(String origin, String reason) {
      screen.line(words.say("witness.inconsistent", origin, reason));
    }

    @Override
    public void notKept(IOException problem) {
      screen.line(words.say("witness.notKept", Words.reason(problem)));
    }
  }
}
