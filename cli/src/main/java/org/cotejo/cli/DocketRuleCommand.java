package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Decision;
import org.cotejo.model.FiguresFile;
import org.cotejo.model.Ruling;
import org.cotejo.model.Statement;
import org.cotejo.model.TallySubject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs what a court decides, or what the authority corrects.
@Command(
    name = "rule",
    mixinStandardHelpOptions = true,
    description = {
      "Sign what a court decides, or with --corrigendum what the authority corrects.",
      "",
      "A decision about a value names by leaf hash the statement whose value it replaces, annuls or"
          + " adopts; if that is not the value in force, it has no effect. The value before and the"
          + " one after both stay in the log. A challenge is dismissed or granted as a whole."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo docket rule president/0101 --decision replace --target 3f09… \\",
      "      --figures new.csv --challenge 77ab… --dir night --key court.key \\",
      "      --out ruling.statement",
      "  cotejo docket rule 77ab… --decision dismissed --text reasons.txt \\",
      "      --election election.statement --key court.key --out ruling.statement",
      "  cotejo docket rule 77ab… --decision text-withdrawn \\",
      "      --election election.statement --key court.key --out ruling.statement"
    })
final class DocketRuleCommand implements Callable<Integer> {
  /// What is decided.
  enum Decides {
    REPLACE,
    ADOPT,
    ANNUL,
    DISMISSED,
    GRANTED,
    TEXT_WITHDRAWN;

    /// As it is typed.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Mixin private FilingOptions filing = new FilingOptions();

  @Parameters(
      paramLabel = "SUBJECT",
      description =
          "CONTEST/STATION for a value; for the other decisions, the leaf hash of the challenge or"
              + " of the statement with the text.")
  private String about = "";

  @Option(
      names = "--decision",
      required = true,
      paramLabel = "WHAT",
      description = "What is decided: ${COMPLETION-CANDIDATES}.")
  private Decides decides = Decides.DISMISSED;

  @Option(
      names = "--target",
      paramLabel = "HASH",
      description = "Leaf hash of the statement whose value is replaced, annulled or adopted.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--figures",
      paramLabel = "CSV",
      description = "The complete new figures: a file of reported figures with one row.")
  private Optional<Path> figures = Optional.empty();

  @Option(
      names = "--package",
      paramLabel = "DIR",
      description = "The package, to read figures with (default: that of --dir).")
  private Optional<Path> packageDirectory = Optional.empty();

  @Option(
      names = "--challenge",
      paramLabel = "HASH",
      description = "Leaf hash of the challenge that a decision about a value answers.")
  private Optional<String> challenge = Optional.empty();

  @Option(
      names = "--corrigendum",
      description = "Sign as the authority; it replaces and adopts, and does nothing else.")
  private boolean corrigendum;

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "The reasons, at most 2 KiB, to be sealed beside the statement.")
  private Optional<Path> text = Optional.empty();

  @Override
  public Integer call() throws IOException, MalformedException {
    return switch (decides) {
      case REPLACE -> ofValue(new Decision.Replace(row().figures()));
      case ADOPT -> ofValue(new Decision.Adopt());
      case ANNUL -> ofValue(new Decision.Annul());
      case DISMISSED -> ofStatement(Ruling.Order.DISMISSED);
      case GRANTED -> ofStatement(Ruling.Order.GRANTED);
      case TEXT_WITHDRAWN -> ofStatement(Ruling.Order.TEXT_WITHDRAWN);
    };
  }

  private FiguresFile.Reported row() throws IOException, MalformedException {
    if (figures.isEmpty()) {
      throw filing.slip("a replacement needs --figures");
    }
    List<FiguresFile.Reported> rows =
        FiguresFile.read(figures.get(), filing.electionPackage(packageDirectory));
    if (rows.size() != 1 || !rows.getFirst().about().toString().equals(about)) {
      throw new IOException("%s: not exactly one row, of %s".formatted(figures.get(), about));
    }
    return rows.getFirst();
  }

  private int ofValue(Decision decision) throws IOException {
    int slash = about.indexOf('/');
    if (slash <= 0 || target.isEmpty()) {
      throw filing.slip("a decision about a value needs CONTEST/STATION and --target");
    }
    if (figures.isPresent() != decision instanceof Decision.Replace) {
      throw filing.slip("--figures go with --decision replace");
    }
    var subject = new TallySubject(about.substring(0, slash), about.substring(slash + 1));
    Hash of = filing.hash("--target", target.get());
    if (!corrigendum) {
      Optional<Hash> answered = challenge.map(each -> filing.hash("--challenge", each));
      return filing.file(
          new Ruling(new Ruling.OfValue(subject, of, decision, answered), filing.seal(text)));
    }
    if (challenge.isPresent() || text.isPresent() || decision instanceof Decision.Annul) {
      throw filing.slip("a corrigendum does not annul, and has no --challenge and no --text");
    }
    Statement statement = new Corrigendum(subject, of, decision);
    return filing.file(statement);
  }

  private int ofStatement(Ruling.Order order) throws IOException {
    if (target.isPresent() || figures.isPresent() || challenge.isPresent() || corrigendum) {
      throw filing.slip(
          "--decision %s takes no --target, --figures, --challenge or --corrigendum"
              .formatted(order.label()));
    }
    Hash of = filing.hash("SUBJECT", about);
    return filing.file(new Ruling(new Ruling.OfStatement(of, order), filing.seal(text)));
  }
}
