package org.cotejo.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.KeyId;
import org.cotejo.model.Device;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.NewDirectory;
import org.cotejo.model.PrivateFile;
import org.cotejo.server.ElectionDirectory;
import org.cotejo.server.ElectionServer;
import org.cotejo.server.gate.Ticket;
import org.cotejo.server.gate.TicketSecrets;
import org.cotejo.server.gate.TicketSecretsFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What an operator does so that stations are heard before everybody else.
@Command(
    name = "ticket",
    mixinStandardHelpOptions = true,
    description = {
      "Issue the tickets with which stations are heard first.",
      "",
      "A ticket stands at the beginning of every request, for anybody on the way to see: it decides"
          + " who is heard, never what is believed. The intake's secrets are in"
          + " private/tickets.secrets."
    },
    subcommands = {TicketCommand.Issue.class, TicketCommand.Rotate.class, TicketCommand.Show.class},
    footer = {
      "",
      "Examples:",
      "  cotejo ticket issue --dir night --out tickets.csv",
      "  cotejo ticket rotate --dir night"
    })
final class TicketCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo ticket issue, rotate or show");
  }

  /// The election whose tickets they are.
  static final class Election {
    @Option(names = "--dir", required = true, paramLabel = "D", description = "The election.")
    private Path directory = Path.of("");

    Path directory() {
      return directory;
    }

    ElectionDirectory founded() throws IOException {
      var election = new ElectionDirectory(directory);
      if (!ElectionServer.isFounded(election)) {
        throw new IOException(
            directory + " holds no election; make one with `cotejo election create`");
      }
      return election;
    }

    TicketSecretsFile secrets() throws IOException {
      ElectionDirectory election = founded();
      return new TicketSecretsFile(election.ticketSecrets(), election.electionId());
    }

    /// @throws IOException if there are none yet; says how they come to be
    TicketSecretsFile madeSecrets() throws IOException {
      TicketSecretsFile secrets = secrets();
      if (!secrets.exists()) {
        throw new IOException(
            "%s: not there yet; `cotejo ticket issue --dir %s` makes it"
                .formatted(secrets.path(), directory));
      }
      return secrets;
    }
  }

  /// Writes tickets for a package's devices, or for one.
  @Command(
      name = "issue",
      mixinStandardHelpOptions = true,
      description = {
        "Write tickets of the newest epoch as CSV: station,device,epoch,endpoint,ticket.",
        "The same ones every time until the next rotation. Without --device, for all devices of the"
            + " package."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo ticket issue --dir night --out tickets.csv",
        "  cotejo ticket issue --dir night --device 9b62f3a0c4d51e77 --endpoints 1"
      })
  static final class Issue implements Callable<Integer> {
    private static final int MOST_ENDPOINTS = 8;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Election election = new Election();

    @Option(
        names = "--endpoints",
        paramLabel = "N",
        defaultValue = "3",
        description =
            "1 to 8: tickets for a device, one for each address it sends to (default"
                + " ${DEFAULT-VALUE}).")
    private int endpoints;

    @Option(
        names = "--device",
        paramLabel = "KEYID",
        description =
            "Only for the device with this key id, 16 hex digits; also one enrolled after the"
                + " package was made.")
    private @Nullable String device;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description =
            "Write them to this new file, which only you may read, instead of standard output.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
      if (endpoints < 1 || endpoints > MOST_ENDPOINTS) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "--endpoints is 1 to " + MOST_ENDPOINTS);
      }
      List<Holder> holders = holders();
      TicketSecrets secrets = election.secrets().readOrCreate(new SecureRandom());
      if (file == null) {
        write(holders, secrets, spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
      }
      try (FileChannel made = PrivateFile.create(file);
          Writer out = new BufferedWriter(Channels.newWriter(made, StandardCharsets.US_ASCII))) {
        write(holders, secrets, out);
      } catch (IOException e) {
        throw NewDirectory.failed(file, e);
      }
      var words = new Words();
      String tickets = words.count((long) holders.size() * endpoints);
      spec.commandLine()
          .getOut()
          .println(words.say("ticket.written", tickets, words.count(holders.size()), file));
      return ExitCode.DONE;
    }

    /// Who gets tickets.
    ///
    /// @param station code; empty if the package has no device with this key
    private record Holder(String station, KeyId device) {}

    private List<Holder> holders() throws IOException {
      ElectionPackage of = election.founded().electionPackage();
      if (device == null) {
        return of.devices().stream().map(each -> holder(of, each)).toList();
      }
      if (!device.matches("[0-9a-f]{16}")) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--device: '%s' is not a key id of 16 hex digits".formatted(device));
      }
      KeyId id = KeyId.of(HexFormat.of().parseHex(device));
      return List.of(
          of.devices().stream()
              .filter(each -> each.key().id().equals(id))
              .findFirst()
              .map(each -> holder(of, each))
              .orElse(new Holder("", id)));
    }

    private static Holder holder(ElectionPackage of, Device device) {
      return new Holder(of.stations().get(device.station()).code(), device.key().id());
    }

    private void write(List<Holder> holders, TicketSecrets secrets, Writer out) throws IOException {
      out.write("station,device,epoch,endpoint,ticket\n");
      for (Holder holder : holders) {
        for (int endpoint = 1; endpoint <= endpoints; endpoint++) {
          Ticket ticket = secrets.issue(holder.device(), endpoint);
          out.write(
              "%s,%s,%d,%d,%s\n"
                  .formatted(holder.station(), holder.device(), ticket.epoch(), endpoint, ticket));
        }
      }
    }
  }

  /// Begins the next epoch.
  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Begin the next epoch with a new secret.",
        "The epoch before it stays in force; older ones end. Rotate again only when the stations have"
            + " their new tickets."
      },
      footer = {"", "Example:", "  cotejo ticket rotate --dir night"})
  static final class Rotate implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Election election = new Election();

    @Override
    public Integer call() throws IOException {
      List<Integer> epochs = election.madeSecrets().rotate(new SecureRandom()).epochs();
      spec.commandLine()
          .getOut()
          .println(
              new Words()
                  .say(
                      "ticket.rotated",
                      String.valueOf(epochs.getLast()),
                      String.valueOf(epochs.getFirst()),
                      election.directory()));
      return ExitCode.DONE;
    }
  }

  /// Tells which epochs are in force.
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Show the epochs in force, without the secrets.",
      footer = {"", "Example:", "  cotejo ticket show --dir night"})
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Mixin private Election election = new Election();

    @Override
    public Integer call() throws IOException {
      List<Integer> epochs = election.madeSecrets().read().epochs();
      var words = new Words();
      for (int epoch : epochs) {
        String key = epoch == epochs.getLast() ? "ticket.newest" : "ticket.older";
        spec.commandLine().getOut().println(words.say(key, String.valueOf(epoch)));
      }
      return ExitCode.DONE;
    }
  }
}
