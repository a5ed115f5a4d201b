package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.audit.LogHistory;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Fork;
import org.cotejo.log.NoteVerifier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What logs are asked apart from what their entries say.
@Command(
    name = "log",
    mixinStandardHelpOptions = true,
    description = "Compare logs, and check what they signed.",
    subcommands = {LogCommand.Compare.class, CheckCommand.class},
    footer = {
      "",
      "Examples:",
      "  cotejo log compare mirror https://results.example --key log.vkey",
      "  cotejo log check fork.proof --key log.vkey"
    })
final class LogCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo log compare A B, or cotejo log check FILE");
  }

  /// Tells whether two places show one history.
  @Command(
      name = "compare",
      mixinStandardHelpOptions = true,
      description = {
        "Tell whether two places show one history of a log.",
        "",
        "Either one continues the other, or the log signed two histories: then a proof of that is"
            + " printed, which needs nothing else to be checked but the log's key. Keep it."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo log compare mirror https://results.example --authority authority.pub",
        "  cotejo log compare mirror other --key log.vkey > fork.proof",
        "",
        "Exit codes: 0 one history; 1 a fork, the proof is on standard output;",
        "  2 they could not be compared."
      })
  static final class Compare implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "A", description = "A directory or an address.")
    private String first = "";

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private String second = "";

    @ArgGroup(multiplicity = "1")
    private Keys keys = new Keys();

    private final Words words = new Words();

    /// Whose signature a checkpoint must have.
    static final class Keys {
      @Option(
          names = "--key",
          required = true,
          paramLabel = "VKEY",
          description = "The log's public key: a file like log.vkey, or its text.")
      private @Nullable String key;

      @Option(
          names = "--authority",
          required = true,
          paramLabel = "KEY",
          description = "The authority's public keys, which vouch for the log's in entry 0.")
      private @Nullable String authority;
    }

    @Override
    public Integer call() throws IOException {
      LogHistory.Place one = PublishedPlace.of(first, spec);
      LogHistory.Place other = PublishedPlace.of(second, spec);
      List<NoteVerifier> logKeys = logKeys(one, other);
      LogHistory a = LogHistory.read(one, logKeys);
      LogHistory b = LogHistory.read(other, logKeys);
      Optional<Fork> fork = Fork.between(a.checkpoint(), a.tree(), b.checkpoint(), b.tree());
      if (fork.isPresent()) {
        return tell(fork.get(), logKeys);
      }
      var out = spec.commandLine().getOut();
      long sizeA = a.tree().size();
      long sizeB = b.tree().size();
      out.println(
          sizeA == sizeB
              ? words.say("compare.same", first, second, words.count(sizeA))
              : sizeA < sizeB
                  ? words.say(
                      "compare.prefix", first, words.count(sizeA), second, words.count(sizeB))
                  : words.say(
                      "compare.prefix", second, words.count(sizeB), first, words.count(sizeA)));
      out.flush();
      return ExitCode.DONE;
    }

    private int tell(Fork fork, List<NoteVerifier> logKeys) throws IOException {
      byte[] proof = fork.bytes();
      try {
        Fork.parse(proof).verify(logKeys);
      } catch (MalformedException e) {
        throw new IOException("two logs were compared: " + e.getMessage(), e);
      }
      var out = spec.commandLine().getOut();
      out.print(new String(proof, StandardCharsets.UTF_8));
      out.flush();
      var err = spec.commandLine().getErr();
      err.println(words.say("compare.fork", words.count(fork.index()), first, second));
      err.flush();
      return ExitCode.DOES_NOT_HOLD;
    }

    private List<NoteVerifier> logKeys(LogHistory.Place one, LogHistory.Place other)
        throws IOException {
      if (keys.authority != null) {
        var authority = TrustedAuthority.keys(keys.authority);
        var common = new ArrayList<>(LogHistory.logKeys(one, authority));
        common.retainAll(LogHistory.logKeys(other, authority));
        if (common.isEmpty()) {
          throw new IOException(words.say("compare.others", first, second));
        }
        return common;
      }
      return List.of(LogKey.read(keys.key == null ? "" : keys.key));
    }
  }
}
