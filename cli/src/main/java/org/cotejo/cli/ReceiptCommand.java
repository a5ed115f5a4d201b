package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.audit.LogHistory;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Policy;
import org.cotejo.sheet.ReceiptSlip;
import org.cotejo.sheet.SheetFile;
import org.cotejo.sheet.SheetReader;
import org.cotejo.station.StationDirectory;
import org.cotejo.station.delivery.ElectionLog;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Slips with receipts, for those who were handed one.
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    description = "Check slips with receipts.",
    subcommands = {ReceiptCommand.Check.class},
    footer = {
      "",
      "Example:",
      "  cotejo receipt check slip.jpg --package package --authority authority.pub"
    })
final class ReceiptCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo receipt check SLIP");
  }

  /// Checks a slip.
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Check the receipt on a slip, on this machine alone.",
        "",
        "The log's key and its witnesses are those of the election statement, if the authority signed"
            + " it. That is handed out with the package: in it or beside it, or in the log of a mirror"
            + " whose package it is. Nobody is asked for anything, but for --mirror."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo receipt check slip.jpg --package package --authority authority.pub",
        "  cotejo receipt check slip.pdf --package package --authority authority.pub \\",
        "      --sheet sheet.jpg --mirror https://mirror.example",
        "  cotejo receipt check slip.jpg --election election.statement \\",
        "      --authority authority.pub",
        "",
        "Exit codes: 0 the slip proves what is printed; 1 it does not, or the mirror shows another",
        "  log; 2 nothing could be checked, or the mirror is not as far yet."
      })
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
        paramLabel = "SLIP",
        description = "A photograph, a scan, the PDF, or the texts of its codes, one a line.")
    private Path file = Path.of("");

    @Mixin private TrustedAuthority authority = new TrustedAuthority();

    @Option(
        names = "--package",
        paramLabel = "DIR",
        description = "The election's package, with the election statement, which must bind it.")
    private Optional<Path> directory = Optional.empty();

    @Option(
        names = "--election",
        paramLabel = "FILE",
        description = "The election statement, entry 0 of the log, if it is not with the package.")
    private Optional<Path> founding = Optional.empty();

    @Option(
        names = "--sheet",
        paramLabel = "FILE",
        description = "A photograph or document of the sheet: is the receipt of its record?")
    private Optional<Path> sheet = Optional.empty();

    @Option(
        names = "--mirror",
        paramLabel = "PLACE",
        description = "An address or directory that shows the log: does it continue the slip's?")
    private Optional<String> mirror = Optional.empty();

    private final Words words = new Words();

    @Override
    public Integer call() throws IOException {
      ElectionLog log = log();
      ReceiptSlip slip = slip();
      PrintWriter out = spec.commandLine().getOut();
      try {
        WitnessedReceipt receipt = WitnessedReceipt.of(slip, log.election());
        tell(receipt, out);
        if (sheet.isPresent()) {
          compare(slip, sheet.get(), out);
        }
        return mirror.isPresent() ? follow(receipt, mirror.get(), out) : ExitCode.DONE;
      } catch (MalformedException e) {
        out.println(words.say("check.not", file, String.valueOf(e.getMessage())));
        return ExitCode.DOES_NOT_HOLD;
      } finally {
        out.flush();
      }
    }

    private ElectionLog log() throws IOException {
      Path place =
          founding
              .or(() -> directory)
              .orElseThrow(() ->
                  new CommandLine.ParameterException(
                      spec.commandLine(), "give --package, or --election"));
      ElectionLog log =
          founding.isPresent()
              ? Founding.read(place)
              : Founding.with(place)
                  .orElseThrow(
                      () -> new IOException(words.say("founding.alone", place, "--election")));
      if (!log.isFoundedBy(authority.keys())) {
        throw new IOException(words.say("receipt.founding", place));
      }
      if (directory.isPresent()) {
        StationDirectory.election(directory.get(), log);
      }
      return log;
    }

    private ReceiptSlip slip() throws IOException {
      try {
        return ReceiptSlip.read(SheetFile.codes(file, ReceiptSlip::whole));
      } catch (MalformedException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }

    private void tell(WitnessedReceipt receipt, PrintWriter out) throws MalformedException {
      Optional<Policy.Result> witnesses = receipt.witnesses();
      if (witnesses.isPresent() && witnesses.get().lacking().isPresent()) {
        throw new MalformedException(witnesses.get().lacking().get());
      }
      out.println(
          words.say(
              "check.receipt",
              receipt.checkpoint().origin(),
              words.count(receipt.proof().index()),
              words.count(receipt.checkpoint().size())));
      out.println(words.say("receipt.leaf", receipt.leaf().hex()));
      if (witnesses.isEmpty()) {
        out.println(words.say("receipt.unwitnessed"));
      } else {
        out.println(words.say("receipt.witnessed", words.count(witnesses.get().cosigned().size())));
        witnesses.get().cosigned().forEach(by -> out.println("  " + by.witness().readableName()));
      }
      String mode = "mode." + receipt.election().mode().label();
      if (words.has(mode)) {
        out.println(words.say(mode));
      }
    }

    private void compare(ReceiptSlip slip, Path photograph, PrintWriter out)
        throws IOException, MalformedException {
      SheetReader.Result read =
          new SheetReader(Optional.empty(), Map.of()).read(SheetFile.codes(photograph));
      if (read.codes().isEmpty()) {
        throw new IOException(photograph + ": " + String.join("; ", read.unread()));
      }
      for (var code : read.codes()) {
        if (code.leaf().equals(slip.leaf().hex())) {
          out.println(words.say("receipt.sheet", code.subject(), photograph));
          return;
        }
      }
      throw new MalformedException(words.say("receipt.sheet.other", photograph));
    }

    private int follow(WitnessedReceipt receipt, String place, PrintWriter out)
        throws IOException, MalformedException {
      LogHistory history =
          LogHistory.read(
              PublishedPlace.of(place, spec), WitnessedReceipt.logKeys(receipt.election()));
      long size = history.tree().size();
      long seen = receipt.checkpoint().size();
      if (size < seen) {
        out.println(words.say("receipt.mirror.behind", place, words.count(size)));
        return ExitCode.NOT_DONE;
      }
      if (!history.tree().root(seen).equals(receipt.checkpoint().root())) {
        throw new MalformedException(words.say("receipt.mirror.other", place));
      }
      out.println(
          words.say(
              "receipt.mirror", place, words.count(receipt.proof().index()), words.count(size)));
      return ExitCode.DONE;
    }
  }
}
