package org.cotejo.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.cotejo.cli.desk.EntryReport;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.SigningKey;
import org.cotejo.station.Desk;
import org.cotejo.station.entry.BlankSheet;
import org.cotejo.station.entry.Entry;
import org.cotejo.station.entry.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Signs a count that was entered.
@Command(
    name = "close",
    mixinStandardHelpOptions = true,
    description = {
      "Sign the agreed figures of a count, and put the record into the outbox.",
      "From here on only the authority corrects it. Broken off, the command is given again: there"
          + " is one record, whatever happens."
    },
    footer = {
      "",
      "Example:",
      "  cotejo station close --contest mayor --key S0000001.p12 --dir station",
      "",
      "Exit codes: 0 signed, now or before; 1 the entry is not ready; 2 it could not be done."
    })
final class CloseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private StationCommand.Count count = new StationCommand.Count();
  @Mixin private DeviceKey key = new DeviceKey();

  @Override
  public Integer call() throws IOException {
    Desk desk = count.desk();
    BlankSheet sheet = count.sheet(desk);
    Entry entry = desk.entry(sheet);
    var words = new Words();
    var out = spec.commandLine().getOut();
    if (entry.stage() != Stage.READY && entry.stage() != Stage.SIGNED) {
      new EntryReport(sheet, words).tell(entry).forEach(out::println);
      out.flush();
      return ExitCode.DOES_NOT_HOLD;
    }
    SigningKey device = key.read();
    OpenCommand.tellEnrolment(desk, device, words).ifPresent(out::println);
    Desk.Signed signed = desk.close(sheet, device);
    out.println(
        words.say(
            signed.isNew() ? "close.done" : "close.known", sheet.about(), signed.leaf().hex()));
    out.println(words.say("close.next"));
    out.flush();
    return ExitCode.DONE;
  }
}
