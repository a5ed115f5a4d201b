package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.station.outbox.Item;
import org.cotejo.station.outbox.Outbox;
import org.cotejo.station.outbox.Refusal;
import org.cotejo.station.outbox.WayNote;

/// What people are told of an outbox.
final class OutboxText {
  private OutboxText() {}

  static int tell(Outbox outbox, List<String> ways, Words words, PrintWriter out)
      throws IOException {
    int code = ExitCode.DONE;
    for (Item item : outbox.items()) {
      out.println(line(item, ways, words));
      if (item.isSetAside(ways)) {
        code = code == ExitCode.NOT_DONE ? code : ExitCode.DOES_NOT_HOLD;
      } else if (!item.isDelivered()) {
        code = ExitCode.NOT_DONE;
      }
      for (Refusal refusal : item.refusals()) {
        if (!item.isDelivered()) {
          out.println(
              words.say("station.refusal", refusal.way(), refusal.problem(), refusal.detail()));
        }
      }
    }
    for (String damaged : outbox.damaged()) {
      out.println(words.say("station.damaged", damaged));
      code = ExitCode.NOT_DONE;
    }
    long delivered = outbox.items().stream().filter(Item::isDelivered).count();
    out.println(
        words.say("station.sum", words.count(delivered), words.count(outbox.items().size())));
    for (WayNote note : outbox.wayNotes()) {
      if (ways.contains(note.way())) {
        out.println(
            words.say(
                "station.way",
                note.way(),
                words.count(note.tries()),
                words.count(note.failures()),
                note.last()));
      }
    }
    out.flush();
    return code;
  }

  private static String line(Item item, List<String> ways, Words words) {
    String fate =
        item.receipt()
            .map(receipt -> words.say("station.delivered", Long.toString(receipt.index())))
            .orElseGet(
                () -> words.say(item.isSetAside(ways) ? "station.refused" : "station.waiting"));
    return "%4d  %s %s  %s"
        .formatted(item.number(), item.statement().type(), item.statement().subject(), fate);
  }
}
