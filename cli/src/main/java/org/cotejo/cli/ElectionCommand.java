package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.cotejo.cli.installation.InstalledProgram;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.cose.VerificationKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.LogKeyChange;
import org.cotejo.model.Organisation;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Statement;
import org.cotejo.publication.SiteProgram;
import org.cotejo.server.ElectionDirectory;
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
        names = "--organisation",
        paramLabel = "CODE=KEY",
        description =
            "A list or observer body and its public key, with which it enrols agents who file"
                + " copies of sheets, and takes part in disputes; may be repeated.")
    private Map<String, String> organisations = new TreeMap<>();

    @ArgGroup private SiteChoice site = new SiteChoice();

    @Option(
        names = "--witnesses",
        paramLabel = "FILE",
        description =
            "Whose cosignatures a printed receipt needs (C2SP tlog-policy, without the log): bound"
                + " by the election statement.")
    private @Nullable Path witnesses;

    @Option(
        names = "--dir",
        required = true,
        paramLabel = "D",
        description = "New directory for the election.")
    private Path directory = Path.of("");

    /// Which program of the results site is published; said once, since entry 0 binds it.
    static final class SiteChoice {
      @Option(
          names = "--site",
          paramLabel = "DIR",
          description =
              "Publish this program of the results site (default: the one built here, if it is).")
      private @Nullable Path directory;

      @Option(names = "--no-site", description = "Publish plain pages alone.")
      private boolean none;

      SiteProgram program() throws IOException {
        return directory != null
            ? SiteProgram.read(directory)
            : none ? SiteProgram.NONE : InstalledProgram.read();
      }
    }

    @Override
    public Integer call() throws IOException {
      ElectionPackage election = PackageDirectory.read(source);
      var courtKeys = new ArrayList<VerificationKey>();
      for (String court : courts) {
        courtKeys.add(court(court));
      }
      var organisationKeys = new ArrayList<Organisation>();
      for (var organisation : new TreeMap<>(organisations).entrySet()) {
        organisationKeys.add(organisation(organisation.getKey(), organisation.getValue()));
      }
      var random = new SecureRandom();
      SiteProgram program = site.program();
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
              organisationKeys,
              witnesses == null ? "" : PolicyFile.binding(witnesses),
              program,
              random);
      var out = spec.commandLine().getOut();
      var words = new Words();
      out.println(words.say("election.made", directory));
      if (program.digest().isEmpty()) {
        out.println(words.say("election.noSite"));
      }
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

    private Organisation organisation(String code, String key) {
      try {
        return new Organisation(code, VerificationKey.parse(key));
      } catch (MalformedException | IllegalArgumentException e) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--organisation: " + e.getMessage(), e);
      }
    }
  }

  /// How a statement of the authority gets into the log.
  static final class HandIn {
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

    @Mixin private OpenLane intake = new OpenLane();

    /// @param what the statement says, in words
    /// @return the exit code
    int handIn(Statement statement, String what) throws IOException {
      byte[] signed =
          statement
              .sign(new ElectionDirectory(directory).electionId(), KeyFile.read(authorityKey))
              .bytes();
      return intake.handIn(signed, what, spec.commandLine().getOut());
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
        "The server signs with private/log.key and private/log.next.key, whichever are in force"
            + " when it starts."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo key generate night/private/log.next",
        "  cotejo election log-key add ed25519:9b62… --dir night \\",
        "      --authority-key authority.key",
        "  cotejo election log-key retire ed25519:47fa… --dir night \\",
        "      --authority-key authority.key"
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
