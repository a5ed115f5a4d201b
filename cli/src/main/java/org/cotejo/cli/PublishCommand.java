package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.audit.openness.Assessment;
import org.cotejo.audit.openness.Criterion;
import org.cotejo.audit.openness.DirectoryOffer;
import org.cotejo.audit.openness.Observation;
import org.cotejo.audit.openness.Offer;
import org.cotejo.audit.openness.Openness;
import org.cotejo.audit.openness.OpennessJson;
import org.cotejo.audit.openness.WebOffer;
import org.cotejo.cli.terminal.Address;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What publications are asked, ours or anybody's.
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    description = "Check how open published results are.",
    subcommands = PublishCommand.Check.class,
    footer = {"", "Example:", "  cotejo publish check https://results.example"})
final class PublishCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo publish check URL-or-DIR");
  }

  /// Holds published results against what the world asks of them.
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Hold published results against the nine principles of open election data and what observers"
            + " ask for.",
        "",
        "For any site or directory with results, not only ours. What a program can see is decided,"
            + " with the place where it was seen; what takes a person to judge is a question to ask."
            + " Nothing is said of people. Asks an address at most 48 times, reads at most 32 MiB,"
            + " sends no cookie and follows no link to another host."
      },
      footer = {
        "",
        "Examples:",
        "  cotejo publish check https://results.example",
        "  cotejo publish check night/public",
        "  cotejo publish check https://results.example --json > openness.json",
        "",
        "Exit codes: 0 nothing that a program can decide is not met; 1 something is not;",
        "  2 nothing could be read."
      })
  static final class Check implements Callable<Integer> {
    private static final int NAME_WIDTH = 22;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "URL-or-DIR", description = "Where results are published.")
    private String source = "";

    @Option(names = "--json", description = "Write JSON, for programs.")
    private boolean json;

    private final Words words = new Words();

    @Override
    public Integer call() throws IOException {
      Offer offer = offer();
      if (offer.files().isEmpty()) {
        throw new IOException(
            offer.refusals().isEmpty()
                ? words.say("open.nothing", source)
                : words.say("open.nothing.because", source, fact(offer.refusals().getFirst())));
      }
      List<Assessment> assessments = Openness.of(offer);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.print(OpennessJson.text(offer, assessments, this::question));
      } else {
        tell(offer, assessments, out);
      }
      out.flush();
      return assessments.stream()
              .anyMatch(assessment -> assessment.outcome() == Assessment.Outcome.NOT_MET)
          ? ExitCode.DOES_NOT_HOLD
          : ExitCode.DONE;
    }

    private Offer offer() throws IOException {
      if (Address.isPublication(source)) {
        try {
          return WebOffer.read(Address.publication(source));
        } catch (CommandLine.TypeConversionException e) {
          throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
        }
      }
      Path directory = Path.of(source);
      if (!Files.isDirectory(directory)) {
        throw new IOException(source + ": no such directory");
      }
      return DirectoryOffer.read(directory);
    }

    private String question(Criterion criterion) {
      return words.say("open.question." + criterion.label());
    }

    private void tell(Offer offer, List<Assessment> assessments, PrintWriter out) {
      out.println(words.say("open.seen", source, words.count(offer.files().size())));
      if (offer.elsewhere() > 0) {
        out.println(words.say("open.elsewhere", words.count(offer.elsewhere())));
      }
      boolean principles = false;
      boolean observers = false;
      for (Assessment assessment : assessments) {
        boolean isPrinciple = assessment.criterion().isPrinciple();
        if (isPrinciple ? !principles : !observers) {
          out.println();
          out.println(words.say(isPrinciple ? "open.principles" : "open.observers"));
          principles |= isPrinciple;
          observers |= !isPrinciple;
        }
        tell(assessment, out);
      }
      out.println();
      out.println(
          words.say(
              "open.sum",
              count(assessments, Assessment.Outcome.MET),
              count(assessments, Assessment.Outcome.NOT_MET),
              count(assessments, Assessment.Outcome.NOT_DECIDED)));
    }

    private static long count(List<Assessment> assessments, Assessment.Outcome outcome) {
      return assessments.stream().filter(assessment -> assessment.outcome() == outcome).count();
    }

    private void tell(Assessment assessment, PrintWriter out) {
      String title = words.say("open.title." + assessment.criterion().label());
      out.println(
          "  %s  %s"
              .formatted(
                  title + " ".repeat(Math.max(0, NAME_WIDTH - title.length())),
                  words.say("open.outcome." + assessment.outcome())));
      for (Observation evidence : assessment.evidence()) {
        out.println("    " + brief(evidence.where()) + ": " + fact(evidence));
      }
      if (assessment.outcome() == Assessment.Outcome.NOT_DECIDED) {
        out.println("    " + words.say("open.ask", question(assessment.criterion())));
      }
    }

    /// A name that is a digest says as much by its beginning.
    private static String brief(String where) {
      return where.replaceAll("([0-9a-f]{8})[0-9a-f]{32,}", "$1…");
    }

    private String fact(Observation evidence) {
      Object[] values =
          evidence.values().stream()
              .map(value ->
                  value.matches("[0-9]{4,18}") ? words.count(Long.parseLong(value)) : value)
              .toArray();
      return words.say("open.evidence." + evidence.code(), values);
    }
  }
}
