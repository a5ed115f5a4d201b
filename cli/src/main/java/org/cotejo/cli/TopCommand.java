package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.cotejo.cli.operators.ConsoleClient;
import org.cotejo.cli.operators.Frame;
import org.cotejo.cli.operators.NightWatch;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Letters;
import org.cotejo.cli.terminal.Paint;
import org.cotejo.cli.terminal.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Shows an operator how a server stands, second by second.
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    description = {
      "Watch a server: what comes in, what is refused and why, from where.",
      "",
      "Every second a new page, until q or Ctrl-C. Without a terminal, one page, as with --once."
          + " The numbers count requests, never people."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo top --dir night",
      "  cotejo top --dir night --once | mail -s \"how it stands\" me@example"
    })
final class TopCommand implements Callable<Integer> {
  private static final int MOST_COLUMNS = 500;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServerConsole server = new ServerConsole();

  @Option(names = "--once", description = "Print one page and end.")
  private boolean once;

  @Override
  public Integer call() throws IOException {
    try (ConsoleClient console = server.open()) {
      var watch = new NightWatch(console, new Words(), InstantSource.system());
      if (once || !watch.show(Paint.ofEnvironment())) {
        var out = spec.commandLine().getOut();
        var size = new Frame.Size(columns(), Frame.PAPER.height());
        watch.page(Letters.of(encoding()), size).forEach(out::println);
        out.flush();
      }
    }
    return ExitCode.DONE;
  }

  private static Charset encoding() {
    return Charset.forName(System.getProperty("stdout.encoding"), Charset.defaultCharset());
  }

  /// As wide as the environment says, which has it where a person asks for it.
  private static int columns() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9][0-9]{0,3}")
        ? Math.min(Integer.parseInt(columns), MOST_COLUMNS)
        : Frame.PAPER.width();
  }
}
