package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cotejo.audit.LogHistory;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Policy;
import org.cotejo.log.TlogProof;
import org.cotejo.model.NewFile;
import org.cotejo.sheet.SheetLanguage;
import org.cotejo.station.StationDirectory;
import org.cotejo.station.delivery.ElectionLog;
import org.cotejo.station.outbox.Item;
import org.cotejo.station.outbox.Outbox;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Prints the receipt of a statement.
@Command(
    name = "receipt",
    mixinStandardHelpOptions = true,
    description = {
      "Print the log's receipt of a statement in the outbox, as a tlog-proof.",
      "`cotejo log check` checks it, on any machine.",
      "",
      "With --slip: the receipt in the published checkpoint, cosigned by the election's witnesses, as"
          + " a slip for a roll of 80 mm with its code, to take away. `cotejo receipt check` checks it."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo station receipt 1 --dir station > mayor.tlog-proof",
      "  cotejo station receipt 1 --dir station --slip mayor.pdf \\",
      "      --site https://results.example",
      "",
      "Exit codes: 0 printed; 2 the log has not answered, or the witnesses have not cosigned yet."
    })
final class StationReceiptCommand implements Callable<Integer> {
  private static final Set<String> STATIONS_OWN = Set.of("tally-record", "opening", "witness-copy");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "NUMBER", description = "Its number in `cotejo station status`.")
  private long number;

  @Mixin private StationCommand.Station station = new StationCommand.Station();

  @Option(names = "--slip", paramLabel = "FILE", description = "New file for the PDF of a slip.")
  private Optional<Path> slip = Optional.empty();

  @Option(
      names = "--site",
      paramLabel = "PLACE",
      description = "Where the log is published: an address, a mirror or a directory.")
  private Optional<String> site = Optional.empty();

  @Option(
      names = "--language",
      paramLabel = "TAG",
      description = "Language of the slip, en or es; that of the environment if left out.")
  private Optional<String> language = Optional.empty();

  private final Words words = new Words();

  @Override
  public Integer call() throws IOException {
    if (slip.isPresent() != site.isPresent()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--slip and --site need each other");
    }
    StationDirectory directory = station.open();
    PrintWriter out = spec.commandLine().getOut();
    try (Outbox outbox = directory.outbox()) {
      Item item =
          outbox.items().stream()
              .filter(each -> each.number() == number)
              .findFirst()
              .orElseThrow(() ->
                  new IOException(
                      "no statement has number %d; see `cotejo station status`".formatted(number)));
      TlogProof accepted =
          item.receipt()
              .orElseThrow(() ->
                  new IOException(
                      "the log has not answered for number %d yet; send it with `cotejo station send`"
                          .formatted(number)));
      if (slip.isEmpty() || site.isEmpty()) {
        out.print(new String(accepted.bytes(), StandardCharsets.UTF_8));
      } else {
        print(directory.log(), item.statement(), site.get(), slip.get());
        out.println(words.say("receipt.printed", slip.get()));
      }
      out.flush();
      return ExitCode.DONE;
    }
  }

  /// What a station signs has a name of its own.
  private static String about(Sign1 statement, SheetLanguage printed) {
    return STATIONS_OWN.contains(statement.type())
        ? printed.say("receipt.of." + statement.type(), statement.subject())
        : statement.type() + " " + statement.subject();
  }

  private void print(ElectionLog log, Sign1 statement, String from, Path to) throws IOException {
    Hash leaf = Hash.sha256(new byte[1], statement.bytes());
    TlogProof proof =
        LogHistory.receipt(
                PublishedPlace.of(from, spec), leaf, WitnessedReceipt.logKeys(log.election()))
            .orElseThrow(() -> new IOException(words.say("receipt.unpublished", from)));
    try {
      WitnessedReceipt receipt = WitnessedReceipt.of(leaf, proof, log.election());
      Optional<Policy.Result> witnesses = receipt.witnesses();
      if (witnesses.isPresent() && witnesses.get().lacking().isPresent()) {
        throw new IOException(words.say("receipt.lacking", from, witnesses.get().lacking().get()));
      }
      SheetLanguage printed = SheetPrinting.language(language.orElse(words.language()), spec);
      byte[] pdf = receipt.pdf(about(statement, printed), printed);
      NewFile.write(to, pdf);
    } catch (MalformedException e) {
      throw new IOException(from + ": " + e.getMessage(), e);
    }
  }
}
