package org.cotejo.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.cotejo.audit.Mirror;
import org.cotejo.audit.Progress;
import org.cotejo.audit.Seen;
import org.cotejo.audit.Verdict;
import org.cotejo.audit.Verifier;
import org.cotejo.cli.terminal.Address;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.VerdictText;
import org.cotejo.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Keeps a verified copy of a publication.
@Command(
    name = "mirror",
    mixinStandardHelpOptions = true,
    description = {
      "Copy a publication, verified, into a directory that can be served.",
      "",
      "Fetches what is new, verifies everything as `cotejo verify` does, and only then exchanges what"
          + " the directory holds. A state that does not hold, or does not extend the one held, never"
          + " gets there. Broken off, it goes on where it was. What is not verified yet is beside"
          + " it, in DIR.incoming."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo mirror https://results.example mirror --authority authority.pub",
      "  cotejo mirror https://results.example mirror --authority authority.pub \\",
      "      --watch",
      "",
      "Exit codes: 0 everything holds and is in DIR; 1 something does not;",
      "  2 nothing could be checked. After 1 and 2 DIR is as it was."
    })
final class MirrorCommand implements Callable<Integer> {
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "URL",
      description = "Where the publication is.",
      converter = Address.Publication.class)
  private URI source = URI.create("");

  @Parameters(index = "1", paramLabel = "DIR", description = "The mirror: new, empty, or one.")
  private Path directory = Path.of("");

  @Mixin private Trust trust = new Trust();

  @Option(
      names = "--watch",
      description = "Go on with every newer state, until Ctrl-C; look less often while none comes.")
  private boolean watch;

  private final Words words = new Words();
  private volatile boolean stopping;

  @Override
  public Integer call() throws IOException {
    var screen = new Screen(spec.commandLine().getOut());
    Progress progress = new VerdictText(words, screen).progress();
    Seen seen = trust.seen(Optional.empty());
    var verifier = new Verifier(trust.keys(), seen, InstantSource.system(), progress);
    try (var mirror = Mirror.open(source, directory, progress)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(mirror)));
      int code = pull(mirror, verifier, screen);
      return watch ? follow(mirror, verifier, screen) : code;
    } finally {
      screen.clear();
    }
  }

  /// At Ctrl-C what was fetched stays for the next time.
  private void stop(Mirror mirror) {
    stopping = true;
    try {
      mirror.close();
    } catch (IOException e) {
      System.err.println("cotejo: " + e.getMessage());
    }
  }

  private int pull(Mirror mirror, Verifier verifier, Screen screen) throws IOException {
    Verdict verdict = mirror.pull(verifier);
    // A verdict on files that stopped coming would be a false one.
    if (stopping) {
      return ExitCode.NOT_DONE;
    }
    int code = tell(verdict, screen);
    if (code != ExitCode.DONE) {
      tellKept(mirror, verdict, screen);
    }
    return code;
  }

  /// While an election is followed, a line for each state is enough.
  private int tell(Verdict verdict, Screen screen) {
    var text = new VerdictText(words, screen);
    if (watch && verdict instanceof Verdict.Holds(var summary)) {
      screen.line(
          words.say(
              "mirror.state", directory, words.count(summary.size()), text.age(summary.age())));
      return ExitCode.DONE;
    }
    return text.tell(source.toString(), verdict);
  }

  private void tellKept(Mirror mirror, Verdict verdict, Screen screen) throws IOException {
    OptionalLong size = mirror.size();
    if (size.isEmpty()) {
      screen.line(words.say("mirror.empty", directory));
      return;
    }
    screen.line(words.say("mirror.kept", directory, words.count(size.getAsLong())));
    if (verdict instanceof Verdict.DoesNotHold) {
      screen.line(words.say("mirror.fork", directory, source));
    }
  }

  /// Looks again and again, half as often each time that nothing new is there.
  private int follow(Mirror mirror, Verifier verifier, Screen screen) throws IOException {
    screen.line(words.say("mirror.watching", source));
    Duration wait = SHORTEST_WAIT;
    while (!stopping) {
      if (!sleep(wait)) {
        return ExitCode.NOT_DONE;
      }
      boolean progressed = isNew(mirror, screen) && pull(mirror, verifier, screen) == ExitCode.DONE;
      wait = progressed ? SHORTEST_WAIT : longer(wait);
    }
    return ExitCode.NOT_DONE;
  }

  private static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
  }

  private boolean isNew(Mirror mirror, Screen screen) {
    try {
      return !mirror.isCurrent();
    } catch (IOException e) {
      if (!stopping) {
        screen.line(words.say("couldNotCheck", Words.reason(e)));
      }
      return false;
    }
  }

  private static boolean sleep(Duration wait) {
    try {
      Thread.sleep(wait);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
