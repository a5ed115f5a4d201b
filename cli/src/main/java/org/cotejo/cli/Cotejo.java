package org.cotejo.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import org.cotejo.cli.demo.Demo;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.VisibleText;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command itself.
@Command(
    name = "cotejo",
    mixinStandardHelpOptions = true,
    versionProvider = Cotejo.Version.class,
    description = "An election results system that anyone can check.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  cotejo demo                          a whole election night on this machine",
      "  cotejo verify https://results.example --authority authority.pub",
      "  cotejo COMMAND --help                what a command takes, with examples",
      "",
      "Exit codes: 0 done, or what was checked holds; 1 it does not hold; 2 could not be done."
    },
    subcommands = {
      Demo.class,
      Verify.class,
      MirrorCommand.class,
      LogCommand.class,
      Serve.class,
      TopCommand.class,
      IncidentCommand.class,
      WitnessCommand.class,
      WitnessCopyCommand.class,
      AgentCommand.class,
      DocketCommand.class,
      NftHelperCommand.class,
      ElectionCommand.class,
      TicketCommand.class,
      StationCommand.class,
      BundleCommand.class,
      FleetCommand.class,
      SheetCommand.class,
      ReconcileCommand.class,
      ExportCommand.class,
      PublishCommand.class,
      FiguresCheckCommand.class,
      EvidenceCommand.class,
      ReceiptCommand.class,
      PackageCommand.class,
      KeyCommand.class,
      Cotejo.Completion.class,
      CommandLine.HelpCommand.class
    })
public final class Cotejo implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  Cotejo() {}

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  private static int execute(String[] args) {
    CommandLine command = commandLine();
    command.setOut(visible(command.getOut())).setErr(visible(command.getErr()));
    try {
      int code = command.execute(args);
      if (System.out.checkError()) {
        int unheard = unheard();
        return code == ExitCode.DONE ? unheard : code;
      }
      return code;
    } catch (OutOfMemoryError e) {
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      System.err.printf(
          "cotejo: %d MiB of memory are not enough; set COTEJO_JAVA_OPTS=-Xmx%dm for more%n",
          mebibytes, 4 * mebibytes);
      return ExitCode.NOT_DONE;
    }
  }

  private static PrintWriter visible(PrintWriter out) {
    return new PrintWriter(new VisibleText(out), true);
  }

  /// What was to be said could not be written. A reader who has read enough needs no message.
  private static int unheard() {
    try (var out = new FileOutputStream(FileDescriptor.out)) {
      out.write('\n');
    } catch (IOException e) {
      if (!"Broken pipe".equals(e.getMessage())) {
        System.err.println("cotejo: standard output: " + e.getMessage());
      }
    }
    return ExitCode.NOT_DONE;
  }

  static CommandLine commandLine() {
    var command =
        new CommandLine(new Cotejo())
            .setExecutionExceptionHandler(Cotejo::explain)
            .setParameterExceptionHandler(Cotejo::correct)
            .registerConverter(Integer.class, Typed::integer)
            .registerConverter(int.class, Typed::integer)
            .registerConverter(Long.class, Typed::number)
            .registerConverter(long.class, Typed::number)
            .registerConverter(LocalDate.class, Typed::date)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true);
    // English help stands with each command, in its annotations.
    return Words.locale().equals(Locale.ENGLISH)
        ? command
        : command.setResourceBundle(Words.bundle("org.cotejo.cli.help"));
  }

  /// Expected failures are told in their own words; a bug keeps its stack trace.
  private static int explain(
      Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    switch (problem) {
      case IOException expected -> err.println("cotejo: " + Words.reason(expected));
      case UncheckedIOException expected ->
          err.println("cotejo: " + Words.reason(Objects.requireNonNull(expected.getCause())));
      case InvalidPathException expected ->
          err.println(
              "cotejo: '%s' cannot name a file here: %s (for other scripts: LC_ALL=C.UTF-8)"
                  .formatted(expected.getInput(), expected.getReason()));
      case MalformedException expected -> err.println("cotejo: " + expected.getMessage());
      default -> problem.printStackTrace(err);
    }
    err.flush();
    return ExitCode.NOT_DONE;
  }

  /// A slip in the command is told in a line, with where to look: the help is too long to find it
  /// in.
  private static int correct(CommandLine.ParameterException slip, String[] arguments) {
    CommandLine command = slip.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("cotejo: " + slip.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(slip, err)) {
      err.println(new Words().say("help.see", command.getCommandSpec().qualifiedName()));
    }
    err.flush();
    return ExitCode.NOT_DONE;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /// Prints the shell completion script.
  @Command(
      name = "completion",
      mixinStandardHelpOptions = true,
      description = "Print a completion script for bash or zsh.",
      footer = {"", "Example:", "  source <(cotejo completion)"})
  static final class Completion implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      out.print(AutoComplete.bash("cotejo", spec.root().commandLine()));
      out.flush();
    }
  }

  /// The version is the jar's own, so that it is written once, in the root pom.
  static final class Version implements IVersionProvider {
    Version() {}

    /// The number alone.
    static String number() {
      String version = Cotejo.class.getPackage().getImplementationVersion();
      return version == null ? "(not from its jar)" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"cotejo " + number()};
    }
  }
}
