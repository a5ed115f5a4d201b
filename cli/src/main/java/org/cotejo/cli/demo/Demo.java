package org.cotejo.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.cotejo.audit.DoesNotHoldException;
import org.cotejo.audit.Seen;
import org.cotejo.audit.Verdict;
import org.cotejo.audit.Verifier;
import org.cotejo.audit.bulk.BulkExport;
import org.cotejo.audit.bulk.BulkFormat;
import org.cotejo.cli.terminal.Address;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.StopSignal;
import org.cotejo.cli.terminal.VerdictText;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.NoteVerifier;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.server.Announcement;
import org.cotejo.server.ElectionServer;
import org.cotejo.server.ServerSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Re-enacts an election night from first record to verified publication.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "A whole election night on this machine, in under a minute.",
      "",
      "13,005 polling stations of a real election sign the figures they reported and send them over"
          + " HTTP to a server on free ports of this machine, which logs, counts and publishes them."
          + " At the end the published files are verified and compared with the official totals."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo demo                 stays up at the end, until Ctrl-C",
      "  cotejo demo --exit --dir night",
      "  cotejo demo --rate 0        as fast as this machine can"
    })
public final class Demo implements Callable<Integer> {
  private static final Duration BULLETIN = Duration.ofSeconds(4);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--exit", description = "End after the verification.")
  private boolean exit;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "600",
      description = "Sendings a second; 0 is as fast as possible (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--dir",
      paramLabel = "D",
      description = "Keep everything in this new directory (default: a temporary one).")
  private @Nullable Path directory;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Make keys and order from this number, the same each time; for tests alone.")
  private @Nullable Long seed;

  @Option(
      names = "--election",
      paramLabel = "DIR",
      description = "Another election: package/ and figures.csv (default: the example).")
  private @Nullable Path election;

  private final Words words = new Words();
  private final AtomicLong covered = new AtomicLong();

  Demo() {}

  @Override
  public Integer call() throws IOException, InterruptedException, MalformedException {
    if (rate < 0) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--rate is 0 or more");
    }
    try (var stop = new StopSignal()) {
      if (directory != null) {
        return play(directory, stop);
      }
      Path temporary = Files.createTempDirectory("cotejo-demo");
      try {
        return play(temporary.resolve("election"), stop);
      } finally {
        NewDirectory.remove(temporary);
      }
    }
  }

  private int play(Path target, StopSignal stop)
      throws IOException, InterruptedException, MalformedException {
    var screen = new Screen(spec.commandLine().getOut());
    long number = seed == null ? new SecureRandom().nextLong() : seed;
    Cast cast = Cast.gather(example(), target, number, seed != null);
    screen.line(
        words.say(
            "demo.start",
            words.count(cast.election().stations().size()),
            words.count(cast.election().areas().size())));
    var settings =
        new ServerSettings(
            ServerSettings.Addresses.local(),
            Duration.ofSeconds(1),
            BULLETIN,
            ServerSettings.FrontSettings.PLAIN);
    try (ElectionServer server =
        ElectionServer.start(
            cast.directory(), settings, InstantSource.system(), new Teller(screen))) {
      return run(screen, server, cast, number, target, stop);
    }
  }

  private Path example() throws IOException {
    if (election != null) {
      return election;
    }
    Path home = Path.of(System.getProperty("cotejo.home", "."));
    Path example = home.resolve("examples").resolve("bulgaria-2021-07-11");
    if (!Files.isDirectory(example)) {
      throw new IOException(example + " is missing; give another election with --election DIR");
    }
    return example;
  }

  private int run(
      Screen screen, ElectionServer server, Cast cast, long number, Path target, StopSignal stop)
      throws IOException, InterruptedException, MalformedException {
    URI intake = Address.url(server.intakeAddress());
    URI open = Address.url(server.openAddress());
    URI site = Address.url(server.siteAddress());
    screen.line(words.say("serve.intake", intake));
    screen.line(words.say("serve.site", site));
    screen.line("");
    var _ = post(open, cast.signed(new PhaseChange(Phase.COUNTING_OPEN)));
    screen.line(words.say("demo.night"));
    long start = System.nanoTime();
    var night =
        new Night(
            intake,
            cast.tickets(),
            NoteVerifier.parse(Files.readString(cast.directory().logVkey()).strip()),
            cast.directory().electionId(),
            cast.stationKeys(),
            cast.reported(),
            cast.election().stations(),
            number,
            accepted ->
                screen.progress(words.say("demo.sending"), accepted, cast.reported().size()));
    Night.Outcome outcome = night.send(rate, stop::isGiven);
    if (stop.isGiven()) {
      screen.line(words.say("demo.stopped"));
      return ExitCode.NOT_DONE;
    }
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    long closed = post(open, cast.signed(new PhaseChange(Phase.RECORDS_CLOSED)));
    while (covered.get() <= closed && !stop.isGiven()) {
      Thread.sleep(50);
    }
    screen.line("");
    screen.line(
        words.say(
            "demo.sent",
            words.count(outcome.accepted()),
            words.count(outcome.recognised()),
            words.count(outcome.refused()),
            seconds));
    outcome.problems().forEach(problem -> screen.line(words.say("demo.wrong", problem)));
    boolean holds = verify(screen, cast);
    if (holds && (directory != null || !exit)) {
      holds = export(screen, cast);
    }
    if (directory != null) {
      screen.line("");
      screen.line(words.say("demo.kept", target));
      screen.line(
          "  cotejo verify %s --authority %s"
              .formatted(cast.directory().publicDirectory(), cast.directory().authorityFile()));
    }
    if (!exit && !stop.isGiven()) {
      screen.line("");
      screen.line(words.say("demo.up", site));
      stop.await();
    }
    return holds && outcome.problems().isEmpty() ? ExitCode.DONE : ExitCode.DOES_NOT_HOLD;
  }

  private boolean verify(Screen screen, Cast cast) throws IOException {
    AuthorityKeys authority = AuthorityKeys.read(cast.directory().authorityFile());
    var verifier =
        new Verifier(
            authority,
            Seen.NOTHING,
            InstantSource.system(),
            new VerdictText(words, screen).progress());
    Path published = cast.directory().publicDirectory();
    Verdict verdict = verifier.verify(published);
    screen.line("");
    new VerdictText(words, screen).tell(published.toString(), verdict);
    return verdict instanceof Verdict.Holds(var summary)
        && cast.official().compare(summary.fold(), words, screen);
  }

  /// Bulk data of the last bulletin, where the pages look for it. In a night with readers another
  /// process makes it.
  private boolean export(Screen screen, Cast cast) throws IOException {
    Path published = cast.directory().publicDirectory();
    try {
      BulkExport.Written written =
          BulkExport.write(
              published,
              cast.directory().dataDirectory(),
              EnumSet.allOf(BulkFormat.class),
              Optional.empty(),
              (step, done, total) -> screen.progress(words.say("export." + step), done, total));
      screen.line("");
      screen.line(words.say("demo.data", words.count(written.files().size())));
      return true;
    } catch (DoesNotHoldException e) {
      new VerdictText(words, screen).tell(published.toString(), e.verdict());
      return false;
    }
  }

  /// @return the index the log gave it
  private static long post(URI intake, byte[] statement) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(intake.resolve("/statements"))
            .POST(HttpRequest.BodyPublishers.ofByteArray(statement))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 201) {
        throw new IOException("the authority's statement was refused: " + response.body());
      }
      return response.headers().firstValueAsLong("cotejo-index").orElseThrow();
    }
  }

  /// Tells of bulletins as they are published.
  private final class Teller implements ElectionServer.Listener {
    private final Screen screen;

    Teller(Screen screen) {
      this.screen = screen;
    }

    @Override
    public void published(Announcement of) {
      screen.line(
          "  "
              + words.say(
                  "demo.bulletin",
                  of.bulletin().number(),
                  words.count(of.counted()),
                  words.count(of.stations()),
                  words.count(of.bulletin().logSize())));
      covered.set(of.bulletin().logSize());
    }

    @Override
    public void failed(Exception cause) {
      System.err.println("cotejo: " + words.say("serve.failed", Words.reason(cause)));
      Runtime.getRuntime().halt(70);
    }
  }
}
