package org.cotejo.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.Address;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.LogKeyChange;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Statement;
import org.cotejo.server.ElectionDirectory;
import org.cotejo.server.KeyFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What an authority does: found an election and move it through its phases.
@Command(
    name = "election",
    mixinStandardHelpOptions = true,
    description = "Found an election and move it through its phases.",
    subcommands = {
      ElectionCommand.Create.class,
      ElectionCommand.ChangePhase.class,
      ElectionCommand.ChangeLogKey.class
    },
    footer = {
      "",
      "Examples:",
      "  cotejo election create --package my-election --origin results.example/2026 \\",
      "      --authority-key authority.key --dir night",
      "  cotejo election phase counting-open --dir night --authority-key authority.key"
    })
final class ElectionCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo election create, phase or log-key");
  }

  /// Makes the directory of an election.
  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = {
        "Sign the election statement and make the directory that `cotejo serve` runs.",
        "Makes the keys of the log and the operator; the authority's key is read, not kept."
      },
      footer = {
        "",
        "Example:",
        "  cotejo election create --package my-election --origin results.example/2026 \\",
        "      --authority-key authority.key --dir night"
      })
  static final class Create implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(names = "--package", required = true, paramLabel = "DIR", description = "The package.")
    private Path source = Path.of("");

    @Option(
        names = "--origin",
        required = true,
        paramLabel = "NAME",
        description = "Name of the log: a domain you hold and a path, never used before.")
    private String origin = "";

    @Option(
        names = "--authority-key",
        required = true,
        paramLabel = "FILE",
        description = "The authority's private key.")
    private Path authorityKey = Path.of("");

    @Option(
        names = "--court",
        paramLabel = "KEY",
        description = "Public key that signs rulings, as ed25519:<hex>; may be repeated.")
    private List<String> courts = new ArrayList<>();

    @Option(
        names = "--dir",
        required = true,
        paramLabel = "D",
        description = "New directory for the election.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException {
      ElectionPackage election =
          switch (ElectionPackageReader.read(source)) {
            case PackageOutcome.Read(ElectionPackage read) -> read;
            case PackageOutcome.Refused(List<String> errors) ->
                throw new IOException(String.join("\n", errors));
          };
      var courtKeys = new ArrayList<VerificationKey>();
      for (String court : courts) {
        courtKeys.add(court(court));
      }
      var random = new SecureRandom();
      SigningKey authority = KeyFile.read(authorityKey);
      new ElectionDirectory(directory)
          .found(
              election.files(),
              origin,
              AuthorityKeys.of(authority.verificationKey()),
              authority,
              SigningKey.generate(Algorithm.ED25519, random),
              SigningKey.generate(Algorithm.ED25519, random),
              courtKeys,
              random);
      var out = spec.commandLine().getOut();
      out.println(new Words().say("election.made", directory));
      return ExitCode.DONE;
    }

    private VerificationKey court(String text) {
      try {
        return VerificationKey.parse(text);
      } catch (MalformedException e) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--court: " + e.getMessage(), e);
      }
    }
  }

  /// How a statement of the authority gets into the log.
  static final class HandIn {
    private static final String PROBLEM = "application/problem+json";
    private static final long MAX_ANSWER = 1 << 16;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--dir", required = true, paramLabel = "D", description = "The election.")
    private Path directory = Path.of("");

    @Option(
        names = "--authority-key",
        required = true,
        paramLabel = "FILE",
        description = "The authority's private key.")
    private Path authorityKey = Path.of("");

    @Option(
        names = "--intake",
        paramLabel = "URL",
        defaultValue = "http://127.0.0.1:8703",
        converter = Address.Intake.class,
        description = "Where to hand it in (default ${DEFAULT-VALUE}).")
    private URI intake = URI.create("http://127.0.0.1:8703");

    /// @param what the statement says, in words
    /// @return the exit code
    int handIn(Statement statement, String what) throws IOException {
      byte[] signed =
          statement
              .sign(new ElectionDirectory(directory).electionId(), KeyFile.read(authorityKey))
              .bytes();
      var request =
          HttpRequest.newBuilder(intake.resolve("/statements"))
              .timeout(Duration.ofSeconds(30))
              .POST(HttpRequest.BodyPublishers.ofByteArray(signed))
              .build();
      return tell(send(request), what);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException {
      var text = HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8);
      try (HttpClient client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
        return client.send(request, HttpResponse.BodyHandlers.limiting(text, MAX_ANSWER));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (ConnectException e) {
        throw new IOException("nobody answers at " + intake + "; is `cotejo serve` running?", e);
      } catch (IOException e) {
        throw new IOException(intake + " cannot be asked: " + e.getMessage(), e);
      }
    }

    private int tell(HttpResponse<String> response, String what) throws IOException {
      var words = new Words();
      var out = spec.commandLine().getOut();
      Optional<String> index =
          response
              .headers()
              .firstValue("cotejo-index")
              .filter(value -> value.matches("[0-9]{1,18}"));
      if (response.statusCode() / 100 == 2 && index.isPresent()) {
        out.println(words.say("accepted", words.count(Long.parseLong(index.get())), what));
        return ExitCode.DONE;
      }
      if (!response.headers().firstValue("content-type").orElse("").equals(PROBLEM)) {
        throw new IOException(
            "%s answers %d, and not as an intake does; is it the address of another server?"
                .formatted(intake, response.statusCode()));
      }
      out.println(words.say("refused", response.body().strip()));
      return ExitCode.DOES_NOT_HOLD;
    }
  }

  /// Signs a phase statement and hands it in.
  @Command(
      name = "phase",
      mixinStandardHelpOptions = true,
      description = "Open counting, close records or close the log.",
      footer = {
        "",
        "Example:",
        "  cotejo election phase counting-open --dir night --authority-key authority.key"
      })
  static final class ChangePhase implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "PHASE", description = "counting-open, records-closed or log-closed.")
    private String phase = "";

    @Mixin private HandIn authority = new HandIn();

    @Override
    public Integer call() throws IOException {
      return authority.handIn(new PhaseChange(phase()), phase);
    }

    private Phase phase() {
      for (Phase known : Phase.values()) {
        if (known != Phase.SETUP && known.label().equals(phase.toLowerCase(Locale.ROOT))) {
          return known;
        }
      }
      throw new CommandLine.ParameterException(
          spec.commandLine(), "no such phase: '" + phase + "'");
    }
  }

  /// Signs a statement about the log's keys and hands it in.
  @Command(
      name = "log-key",
      mixinStandardHelpOptions = true,
      description = {
        "Replace the key that signs the log: add a new one, let both sign, retire the old one.",
        "The server signs with private/log.key and private/log.next.key, whichever are in force when"
            + " it starts."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo key generate night/private/log.next",
        "  cotejo election log-key add ed25519:9b62… --dir night --authority-key authority.key",
        "  cotejo election log-key retire ed25519:47fa… --dir night --authority-key authority.key"
      })
  static final class ChangeLogKey implements Callable<Integer> {
    /// What is done with the key.
    enum Action {
      ADD,
      RETIRE
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "ACTION", description = "add or retire.")
    private Action action = Action.ADD;

    @Parameters(index = "1", paramLabel = "KEY", description = "Public key, as ed25519:<hex>.")
    private String key = "";

    @Mixin private HandIn authority = new HandIn();

    @Override
    public Integer call() throws IOException {
      VerificationKey about = key();
      LogKeyChange.Change change =
          switch (action) {
            case ADD -> new LogKeyChange.Add(about);
            case RETIRE -> new LogKeyChange.Retire();
          };
      String what = action.name().toLowerCase(Locale.ROOT) + " " + about;
      return authority.handIn(new LogKeyChange(about.id(), change), what);
    }

    private VerificationKey key() {
      try {
        VerificationKey about = VerificationKey.parse(key);
        if (about.algorithm() == Algorithm.ED25519) {
          return about;
        }
        throw new MalformedException("checkpoints are signed with Ed25519");
      } catch (MalformedException e) {
        throw new CommandLine.ParameterException(spec.commandLine(), "KEY: " + e.getMessage(), e);
      }
    }
  }
}
