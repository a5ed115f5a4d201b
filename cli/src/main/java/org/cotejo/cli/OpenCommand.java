package org.cotejo.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Hash;
import org.cotejo.cose.SigningKey;
import org.cotejo.station.Desk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Signs a station's zero report.
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Sign the zero report, before anything is counted, and put it into the outbox.",
      "It says by which program and which package this station counts. The same one is signed once."
    },
    footer = {
      "",
      "Example:",
      "  cotejo station open --key S0000001.p12 --dir station \\",
      "      && cotejo station send --dir station"
    })
final class OpenCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private StationCommand.Station station = new StationCommand.Station();
  @Mixin private DeviceKey key = new DeviceKey();

  @Override
  public Integer call() throws IOException {
    Desk desk = station.open().desk();
    SigningKey device = key.read();
    var words = new Words();
    var out = spec.commandLine().getOut();
    tellEnrolment(desk, device, words).ifPresent(out::println);
    Hash build = InstalledBuild.digest();
    Desk.Signed signed = desk.open(build, device);
    out.println(
        words.say(
            signed.isNew() ? "open.done" : "open.known", desk.station(), signed.leaf().hex()));
    out.println(words.say("open.build", build.hex()));
    out.flush();
    return ExitCode.DONE;
  }

  /// What is to be known of a key that the package does not have for this station.
  ///
  /// @throws IOException if it is another station's
  static Optional<String> tellEnrolment(Desk desk, SigningKey key, Words words) throws IOException {
    Optional<String> of = desk.stationOf(key);
    if (of.isPresent() && !of.get().equals(desk.station())) {
      throw new IOException(
          "%s is the key of station %s, and this is %s; give the key of this station"
              .formatted(key.verificationKey(), of.get(), desk.station()));
    }
    return of.isPresent()
        ? Optional.empty()
        : Optional.of(words.say("key.notInPackage", key.verificationKey(), desk.station()));
  }
}
