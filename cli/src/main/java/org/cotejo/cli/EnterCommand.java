package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.cotejo.cli.desk.EntryReport;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.ArithmeticRule;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.cotejo.station.Desk;
import org.cotejo.station.entry.BlankSheet;
import org.cotejo.station.entry.Event;
import org.cotejo.station.entry.Field;
import org.cotejo.station.entry.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Has the figures of a count entered.
@Command(
    name = "enter",
    mixinStandardHelpOptions = true,
    description = {
      "Enter the figures of a count, as they stand on the paper.",
      "",
      "Two people enter them, one after the other, without seeing each other's entry; or one does,"
          + " and the other entry is the export of a machine. Fields in which they differ are looked"
          + " up again, no others. Without --from, --settle, --confirm or --clear it asks for what is"
          + " needed, on the terminal. Nothing is kept before it is complete."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo station enter --contest mayor --clerk ana --dir station",
      "  cotejo station enter --contest mayor --clerk machine-1 --from export.csv \\",
      "      --export --dir station",
      "  cotejo station enter --contest mayor --clerk ana --settle 0.votes.1=61 \\",
      "      --dir station",
      "  cotejo station enter --contest mayor --clerk ana --confirm R201 --dir station",
      "",
      "Exit codes: 0 it took place; 1 it did not, and why; 2 it could not be done."
    })
final class EnterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private StationCommand.Count count = new StationCommand.Count();

  @Option(
      names = "--clerk",
      required = true,
      paramLabel = "NAME",
      description = "Who enters: 1 to 24 of A-Z a-z 0-9 . _ -. It stays in the station.")
  private String clerk = "";

  @Option(
      names = "--export",
      description = "With --from: it is the export of a machine, not typed by a person.")
  private boolean isExport;

  @ArgGroup private @Nullable Act act;

  /// What is done without a terminal.
  static final class Act {
    @Option(
        names = "--from",
        paramLabel = "CSV",
        description = "Enter the row of this count in a file of reported figures.")
    private @Nullable Path file;

    @Option(
        names = "--settle",
        paramLabel = "FIELD=COUNT",
        description = "Settle a field that differs, - for an empty one; may be repeated.")
    private Map<String, String> settle = Map.of();

    @Option(
        names = "--confirm",
        split = ",",
        paramLabel = "CODE",
        description = "The paper says so, although exactly these rules are broken.")
    private List<ArithmeticRule> confirm = List.of();

    @Option(names = "--clear", description = "Throw away everything entered and begin again.")
    private boolean clear;
  }

  @Override
  public Integer call() throws IOException {
    Desk desk = count.desk();
    BlankSheet sheet = count.sheet(desk);
    if (isExport && (act == null || act.file == null)) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--export goes with --from");
    }
    try {
      Event.checkClerk(clerk);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--clerk: " + e.getMessage(), e);
    }
    return act == null
        ? new EntryDialogue(desk, sheet, clerk, spec.commandLine().getOut()).ask()
        : apply(desk, sheet, events(act, desk, sheet.about()));
  }

  private List<Event> events(Act asked, Desk desk, TallySubject about) throws IOException {
    if (asked.file != null) {
      TallyFigures figures = figures(asked.file, desk, about);
      return List.of(
          new Event.Enter(clerk, isExport ? Event.Source.EXPORT : Event.Source.HAND, figures));
    }
    if (!asked.confirm.isEmpty()) {
      return List.of(new Event.Confirm(clerk, new TreeSet<>(asked.confirm)));
    }
    if (asked.clear) {
      return List.of(new Event.Clear(clerk));
    }
    var events = new ArrayList<Event>();
    for (var settled : asked.settle.entrySet()) {
      events.add(settle(settled.getKey(), settled.getValue()));
    }
    return events;
  }

  private Event settle(String field, String value) {
    try {
      if (!value.matches("-|0|[1-9][0-9]{0,8}")) {
        throw new MalformedException("not a count, nor - for an empty field: '" + value + "'");
      }
      return new Event.Settle(
          clerk,
          Field.parse(field),
          value.equals("-") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value)));
    } catch (MalformedException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--settle: " + e.getMessage(), e);
    }
  }

  private static TallyFigures figures(Path file, Desk desk, TallySubject about) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory, not a file of figures");
    }
    var found = new ArrayList<TallyFigures>(1);
    try {
      FiguresFile.forEach(
          file,
          desk.election(),
          row -> {
            if (row.about().equals(about)) {
              found.add(row.figures());
            }
          });
    } catch (MalformedException e) {
      throw new IOException(e.getMessage() + "; correct the file, nothing of it was entered", e);
    }
    if (found.isEmpty()) {
      throw new IOException(
          "%s: no row of contest %s at station %s; is it the export of another machine?"
              .formatted(file, about.contest(), about.station()));
    }
    return found.getFirst();
  }

  private int apply(Desk desk, BlankSheet sheet, List<Event> events) throws IOException {
    var report = new EntryReport(sheet, new Words());
    PrintWriter out = spec.commandLine().getOut();
    for (Event event : events) {
      if (desk.apply(sheet, event) instanceof Outcome.Refused(Outcome.Code code, String detail)) {
        out.println(report.refused(code, desk.entry(sheet), detail));
        out.flush();
        return ExitCode.DOES_NOT_HOLD;
      }
    }
    report.tell(desk.entry(sheet)).forEach(out::println);
    out.flush();
    return ExitCode.DONE;
  }
}
