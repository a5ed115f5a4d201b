package org.cotejo.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.audit.Fetched;
import org.cotejo.audit.Progress;
import org.cotejo.audit.Seen;
import org.cotejo.audit.Verdict;
import org.cotejo.audit.Verifier;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.VerdictText;
import org.cotejo.cli.terminal.Words;
import org.cotejo.log.Policy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Verifies a publication and says so in words.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Verify a publication from its files alone.",
      "",
      "Everything but the authority's keys is taken from the log itself: its keys, the operator's, the"
          + " election package. Checks every signature, the whole tree, who may say what, and"
          + " recomputes every bulletin and every published file to the byte."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo verify public/ --authority authority.pub",
      "  cotejo verify https://results.example --authority authority.pub",
      "  cotejo verify public/ --authority ed25519:9b62… --at-least 13013",
      "  cotejo verify public/ --authority authority.pub --policy witnesses.policy",
      "",
      "Exit codes: 0 everything holds; 1 something does not (the first place is named);",
      "  2 nothing could be checked, because it is absent or out of reach."
    })
final class Verify implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "DIR-or-URL", description = "Where the publication is.")
  private String source = "";

  @Mixin private Trust trust = new Trust();

  @Option(
      names = "--forget",
      description =
          "Do not compare with the newest state this user verified before, nor remember this one.")
  private boolean forget;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "Demand cosignatures of witnesses: a C2SP tlog-policy with whom you know and how many"
              + " must have cosigned.")
  private Optional<Path> policy = Optional.empty();

  private volatile boolean stopping;

  @Override
  public Integer call() throws IOException {
    var words = new Words();
    var screen = new Screen(spec.commandLine().getOut());
    var text = new VerdictText(words, screen);
    Seen seen = seen();
    Optional<Policy> demanded =
        policy.isPresent() ? Optional.of(PolicyFile.read(policy.get())) : Optional.empty();
    var verifier =
        new Verifier(trust.keys(), seen, InstantSource.system(), text.progress(), demanded);
    try {
      Verdict verdict = verify(verifier, text.progress());
      // A verdict on files that were being removed would be a false one.
      return stopping ? ExitCode.NOT_DONE : text.tell(source, verdict);
    } finally {
      screen.clear();
    }
  }

  private Verdict verify(Verifier verifier, Progress progress) throws IOException {
    if (!source.startsWith("http://") && !source.startsWith("https://")) {
      return verifier.verify(Path.of(source));
    }
    try (var fetched = new Fetched(URI.create(source), progress)) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(fetched)));
      return fetched.verify(verifier);
    } catch (IllegalArgumentException e) {
      return new Verdict.CouldNotCheck("not an address: " + source);
    }
  }

  /// At Ctrl-C nothing stays behind.
  private void stop(Fetched fetched) {
    stopping = true;
    try {
      fetched.close();
    } catch (IOException e) {
      System.err.println("cotejo: " + e.getMessage());
    }
  }

  private Seen seen() throws IOException {
    return trust.seen(forget ? Optional.empty() : Optional.of(memory()));
  }

  /// Where this user's newest verified states are remembered, by the XDG base directory rules. Made
  /// now, so that nobody learns after a minute of checking that it cannot be.
  private static Path memory() throws IOException {
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state == null || state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    Path memory = base.resolve("cotejo").resolve("seen");
    try {
      Files.createDirectories(memory);
    } catch (IOException e) {
      throw new IOException(
          "what is verified cannot be remembered in %s: use --forget, or set XDG_STATE_HOME"
              .formatted(memory),
          e);
    }
    return memory;
  }
}
