package org.cotejo.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.Address;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.StopSignal;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Policy;
import org.cotejo.log.WitnessReply;
import org.cotejo.publication.Witnessing;
import org.cotejo.server.Announcement;
import org.cotejo.server.ElectionDirectory;
import org.cotejo.server.ElectionServer;
import org.cotejo.server.ServerSettings;
import org.cotejo.server.Witnesses;
import org.cotejo.server.gate.Network;
import org.cotejo.server.gate.NftablesSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs an election's server until it is told to stop.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Take statements in, keep the log, publish.",
      "",
      "Ctrl-C or SIGTERM stops it in order: what was taken is committed and published. Killed, it goes"
          + " on at the next start where its journal ends."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo serve --dir night",
      "  cotejo serve --dir night --intake 0.0.0.0:8700 --bulletin 300",
      "  cotejo serve --dir night --kernel nft --open 0.0.0.0:8703",
      "  cotejo serve --dir night --take-over          relieves the one that runs",
      "  cotejo serve --dir night --witnesses witnesses.policy"
    })
final class Serve implements Callable<Integer> {
  /// Time-marks, which date everything between them, come with checkpoints, one a minute at least.
  private static final int LONGEST = 60;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dir",
      required = true,
      paramLabel = "D",
      description = "Directory of the election, made by `cotejo election create`.")
  private Path directory = Path.of("");

  @Option(
      names = "--intake",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8700",
      converter = Address.Listening.class,
      description =
          "Where stations hand statements in, with their tickets (default ${DEFAULT-VALUE}).")
  private InetSocketAddress intake = new InetSocketAddress(0);

  @Option(
      names = "--open",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8703",
      converter = Address.Listening.class,
      description =
          "Where statements are handed in without a ticket; heard last (default ${DEFAULT-VALUE}).")
  private InetSocketAddress open = new InetSocketAddress(0);

  @Option(
      names = "--operators",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8704",
      converter = Address.Listening.class,
      description = {
        "Where whoever has private/operators.token asks how the intake stands"
            + " (default ${DEFAULT-VALUE})."
      })
  private InetSocketAddress operators = new InetSocketAddress(0);

  @Option(
      names = "--site",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:8701",
      converter = Address.Listening.class,
      description = "Where the published files are served (default ${DEFAULT-VALUE}).")
  private InetSocketAddress site = new InetSocketAddress(0);

  @Option(
      names = "--publish",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description =
          "1 to 60: time between checkpoints while entries arrive (default ${DEFAULT-VALUE}).")
  private int publish;

  @Option(
      names = "--bulletin",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Time between bulletins while there is news (default ${DEFAULT-VALUE}).")
  private int bulletin;

  @Option(
      names = "--witnesses",
      paramLabel = "FILE",
      description = {
        "Witnesses to ask for cosignatures, with their addresses and a quorum (C2SP tlog-policy);"
            + " without it, those of the election statement if it has their addresses. Without"
            + " enough of them, publication goes on and says so."
      })
  private @Nullable Path witnesses;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = {
        "Speak TLS with stations too: a wildcard certificate, in PEM. The ticket is the first label of"
            + " the server's name."
      })
  private @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The private key of that certificate, in PEM.")
  private @Nullable Path tlsKey;

  @Option(
      names = "--kernel",
      paramLabel = "nft|SOCKET",
      description = {
        "Have the kernel drop what comes from networks that keep failing: by nft itself, which needs"
            + " CAP_NET_ADMIN, or by `cotejo nft-helper` at this socket."
      })
  private @Nullable String kernel;

  @Option(
      names = "--spare",
      paramLabel = "NETWORK",
      converter = Spared.class,
      description =
          "A network that is never refused, such as that of a proxy: 192.0.2.0/24. May be repeated.")
  private List<Network> spared = new ArrayList<>();

  @Option(
      names = "--countries",
      paramLabel = "FILE",
      description = "An MMDB file, to show the countries of networks.")
  private @Nullable Path countries;

  @Option(
      names = "--otlp",
      paramLabel = "URL",
      description = "Send counters there every 10 seconds (OpenTelemetry, OTLP over HTTP).")
  private @Nullable URI otlp;

  @Option(
      names = "--take-over",
      description = {
        "Take over from the server of this election that runs here: nobody is refused meanwhile, and it"
            + " ends. The addresses must be the same."
      })
  private boolean takeOver;

  /// Reads a network.
  static final class Spared implements CommandLine.ITypeConverter<Network> {
    Spared() {}

    @Override
    public Network convert(String text) {
      try {
        return Network.parse(text);
      } catch (MalformedException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    var words = new Words();
    var screen = new Screen(spec.commandLine().getOut());
    var election = new ElectionDirectory(directory);
    if (!ElectionServer.isFounded(election)) {
      throw new IOException(
          directory + " holds no election; make one with `cotejo election create`");
    }
    if (publish < 1 || publish > LONGEST || bulletin < publish) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "--publish is 1 to %d, and --bulletin at least --publish".formatted(LONGEST));
    }
    var settings =
        new ServerSettings(
            new ServerSettings.Addresses(intake, open, operators, site),
            Duration.ofSeconds(publish),
            Duration.ofSeconds(bulletin),
            frontSettings());
    try (var stop = new StopSignal();
        ElectionServer server = start(election, settings, new Telling(words, screen, stop))) {
      screen.line(words.say("serve.intake", Address.url(server.intakeAddress())));
      screen.line(words.say("serve.open", Address.url(server.openAddress())));
      screen.line(words.say("serve.operators", Address.url(server.operatorsAddress())));
      screen.line(words.say("serve.site", Address.url(server.siteAddress())));
      if (kernel != null) {
        screen.line(
            server
                .kernelProblem()
                .map(problem -> words.say("serve.kernel.not", problem))
                .orElseGet(() -> words.say("serve.kernel")));
      }
      if (server.cutBytes() > 0) {
        screen.line(words.say("serve.cut", words.count(server.cutBytes())));
      }
      stop.await();
      screen.line(words.say("serve.stopping"));
    }
    return ExitCode.DONE;
  }

  private ServerSettings.FrontSettings frontSettings() {
    return new ServerSettings.FrontSettings(
        tls(),
        Optional.ofNullable(countries),
        Optional.ofNullable(otlp),
        kernelChoice(),
        Set.copyOf(spared),
        takeOver);
  }

  private Optional<ServerSettings.Tls> tls() {
    if (tlsCertificate == null && tlsKey == null) {
      return Optional.empty();
    }
    if (tlsCertificate == null || tlsKey == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--tls-certificate and --tls-key go together");
    }
    return Optional.of(new ServerSettings.Tls(tlsCertificate, tlsKey));
  }

  private ServerSettings.KernelChoice kernelChoice() {
    if (kernel == null) {
      return ServerSettings.KernelChoice.NONE;
    }
    String choice = kernel;
    return choice.equals("nft")
        ? NftablesSet::throughCommand
        : ports -> NftablesSet.throughHelper(Path.of(choice));
  }

  private ElectionServer start(ElectionDirectory election, ServerSettings settings, Telling telling)
      throws IOException {
    InstantSource clock = InstantSource.system();
    Optional<Witnesses> asked = asked(election);
    return asked.isPresent()
        ? ElectionServer.start(election, settings, clock, telling, asked.get())
        : ElectionServer.start(election, settings, clock, telling);
  }

  private Optional<Witnesses> asked(ElectionDirectory election) throws IOException {
    if (witnesses != null) {
      return Optional.of(witnesses(witnesses.toString(), PolicyFile.read(witnesses)));
    }
    String place = "the election statement in " + directory;
    Optional<Policy> bound;
    try {
      bound = PolicyFile.bound(election.witnessPolicy());
    } catch (MalformedException e) {
      throw new IOException(place + ": " + e.getMessage(), e);
    }
    return bound.isPresent() ? Optional.of(witnesses(place, bound.get())) : Optional.empty();
  }

  private static Witnesses witnesses(String place, Policy policy) throws IOException {
    try {
      return Witnesses.of(policy);
    } catch (MalformedException e) {
      throw new IOException(
          "%s: %s; name them with their addresses in a file: --witnesses FILE"
              .formatted(place, e.getMessage()),
          e);
    }
  }

  /// Tells the terminal about bulletins, and stops the process at once when it can no longer keep
  /// its promises.
  static final class Telling implements ElectionServer.Listener {
    private final Words words;
    private final Screen screen;
    private final StopSignal stop;

    Telling(Words words, Screen screen, StopSignal stop) {
      this.words = words;
      this.screen = screen;
      this.stop = stop;
    }

    @Override
    public void noticed(String line) {
      screen.line(line);
    }

    @Override
    public void succeeded() {
      screen.line(words.say("serve.succeeded"));
      stop.give();
    }

    @Override
    public void published(Announcement of) {
      screen.line(
          words.say(
              "serve.bulletin",
              of.bulletin().number(),
              words.count(of.counted()),
              words.count(of.stations()),
              words.count(of.bulletin().logSize())));
    }

    @Override
    public void witnessed(Witnessing state) {
      List<String> missing =
          state.replies().stream()
              .filter(reply -> reply.outcome() != WitnessReply.Outcome.COSIGNED)
              .map(reply -> reply.witness() + " " + reply.outcome().label())
              .toList();
      int cosigned = state.replies().size() - missing.size();
      screen.line(
          state.hasQuorum()
              ? words.say("serve.witnessed", cosigned, state.replies().size())
              : words.say(
                  "serve.unwitnessed", words.count(state.size()), String.join(", ", missing)));
    }

    @Override
    public void failed(Exception cause) {
      // What the disk holds is unknown now. Nothing may be answered any more, so no hook may run.
      System.err.println("cotejo: " + words.say("serve.failed", Words.reason(cause)));
      System.err.println(words.say("serve.recover"));
      Runtime.getRuntime().halt(70);
    }
  }
}
