package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.AreaSubject;
import org.cotejo.model.Claim;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs what an organisation says the figures are.
@Command(
    name = "claim",
    mixinStandardHelpOptions = true,
    description = {
      "Sign what an organisation says the figures of a contest are.",
      "",
      "It says how many stations the figures cover; of how many, the package tells. It changes no"
          + " count. Signed with the organisation's own key."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo docket claim president/XX --covers 980 --votes 1=512000,2=498000 \\",
      "      --dir night --key list.key --out claim.statement",
      "  cotejo docket claim president/XX --covers 980 --source table.pdf \\",
      "      --election election.statement --key list.key --out claim.statement \\",
      "      --send http://intake.example:8703"
    })
final class DocketClaimCommand implements Callable<Integer> {
  @Mixin private FilingOptions filing = new FilingOptions();

  @Parameters(
      paramLabel = "CONTEST/AREA",
      description = "The contest, and the area the figures are of.")
  private String about = "";

  @Option(
      names = "--covers",
      required = true,
      paramLabel = "N",
      description = "How many stations the figures cover.")
  private long covers;

  @Option(
      names = "--votes",
      split = ",",
      paramLabel = "SELECTION=VOTES",
      description = "Votes for every selection of the contest.")
  private Map<String, Long> votes = new LinkedHashMap<>();

  @Option(
      names = "--package",
      paramLabel = "DIR",
      description = "The package, to read votes with (default: that of --dir).")
  private Optional<Path> packageDirectory = Optional.empty();

  @Option(
      names = "--source",
      paramLabel = "FILE",
      description = "The file in which they were published; its SHA-256 is stated.")
  private Optional<Path> source = Optional.empty();

  @Option(
      names = "--stated",
      paramLabel = "TIME",
      converter = IncidentCommand.Second.class,
      description = "When they were said, with its offset from UTC.")
  private Optional<Instant> stated = Optional.empty();

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "A text about it, at most 2 KiB, to be sealed beside the statement.")
  private Optional<Path> text = Optional.empty();

  @Override
  public Integer call() throws IOException, MalformedException {
    AreaSubject subject = AreaSubject.parse(about);
    if (votes.isEmpty() && source.isEmpty() && text.isEmpty()) {
      throw filing.slip("a claim has --votes, a --source or a --text");
    }
    if (covers < 0 || covers > 999_999_999) {
      throw filing.slip("--covers is 0 to 999999999");
    }
    List<Long> inOrder = votes.isEmpty() ? List.of() : inOrder(subject);
    Optional<Hash> digest =
        source.isEmpty() ? Optional.empty() : Optional.of(FileDigest.of(source.get()).sha256());
    OptionalLong seconds =
        stated.isEmpty() ? OptionalLong.empty() : OptionalLong.of(stated.get().getEpochSecond());
    return filing.file(new Claim(subject, covers, inOrder, seconds, digest, filing.seal(text)));
  }

  private List<Long> inOrder(AreaSubject subject) throws IOException {
    ElectionPackage election = filing.electionPackage(packageDirectory);
    int contest =
        election
            .contest(subject.contest())
            .orElseThrow(
                () -> filing.slip("no contest '%s' in the package".formatted(subject.contest())));
    var inOrder = new ArrayList<Long>();
    for (Selection selection : election.contests().get(contest).selections()) {
      Long given = votes.get(selection.code());
      if (given == null || given < 0 || given > 999_999_999) {
        throw filing.slip(
            "--votes has no votes from 0 to 999999999 for selection " + selection.code());
      }
      inOrder.add(given);
    }
    if (inOrder.size() != votes.size()) {
      throw filing.slip(
          "--votes has %d selections; contest %s has %d"
              .formatted(votes.size(), subject.contest(), inOrder.size()));
    }
    return inOrder;
  }
}
