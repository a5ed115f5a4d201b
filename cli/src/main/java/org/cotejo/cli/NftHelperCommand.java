package org.cotejo.cli;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Screen;
import org.cotejo.cli.terminal.StopSignal;
import org.cotejo.cli.terminal.Words;
import org.cotejo.server.gate.NftHelper;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Runs the privileged part of an intake until it is told to stop.
@Command(
    name = "nft-helper",
    mixinStandardHelpOptions = true,
    description = {
      "Let the kernel refuse networks for a server that may not ask it.",
      "",
      "Runs as root beside the server, which does not. All it can be asked is to refuse an IPv4 /24 or"
          + " an IPv6 /56 at these ports for an hour at most, to lift that, and what is refused. Ctrl-C"
          + " or SIGTERM stops it and lifts everything."
    },
    footer = {
      "",
      "Example:",
      "  cotejo nft-helper --socket /run/cotejo-nft/socket --ports 8700,8703 \\",
      "      --owner cotejo"
    })
final class NftHelperCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--socket",
      required = true,
      paramLabel = "FILE",
      description = "Where the server asks; made at the start, removed at the end.")
  private Path socket = Path.of("");

  @Option(
      names = "--ports",
      required = true,
      split = ",",
      paramLabel = "PORT",
      description = "The ports of the intake.")
  private SortedSet<Integer> ports = new TreeSet<>();

  @Option(
      names = "--owner",
      paramLabel = "USER",
      description = "The user the server runs as (default: the one who starts this).")
  private @Nullable String owner;

  @Override
  public Integer call() throws IOException {
    var words = new Words();
    var screen = new Screen(spec.commandLine().getOut());
    try (var stop = new StopSignal();
        NftHelper _ = open()) {
      String list = ports.stream().map(String::valueOf).collect(joining(", "));
      screen.line(words.say("nft.listening", socket, list));
      stop.await();
      screen.line(words.say("nft.stopping"));
    }
    return ExitCode.DONE;
  }

  private NftHelper open() throws IOException {
    try {
      return NftHelper.open(socket, ports, Optional.ofNullable(owner));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--ports: " + e.getMessage(), e);
    }
  }
}
