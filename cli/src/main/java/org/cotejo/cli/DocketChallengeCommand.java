package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.AreaSubject;
import org.cotejo.model.Challenge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs what an organisation asks a court for.
@Command(
    name = "challenge",
    mixinStandardHelpOptions = true,
    description = {
      "Sign what an organisation asks a court for: another count, an annulment, another value, or"
          + " evidence.",
      "",
      "It names stations, or all of an area, and what it rests on. It changes no count. Signed with"
          + " the organisation's own key."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo docket challenge president/XX --relief recount --station 0101 \\",
      "      --station 0102 --election election.statement --key list.key \\",
      "      --out challenge.statement",
      "  cotejo docket challenge president/XX --relief produce --target 3f09… \\",
      "      --election election.statement --key list.key --out request.statement"
    })
final class DocketChallengeCommand implements Callable<Integer> {
  @Mixin private FilingOptions filing = new FilingOptions();

  @Parameters(
      paramLabel = "CONTEST/AREA",
      description = "The contest, and the area that has all the stations.")
  private String about = "";

  @Option(
      names = "--relief",
      required = true,
      paramLabel = "WHAT",
      description = "What is asked for: recount, annul, replace or produce (evidence).")
  private Challenge.Relief relief = Challenge.Relief.RECOUNT;

  @Option(
      names = "--station",
      paramLabel = "CODE",
      description = "A station it is about; may be repeated. All of the area if left out.")
  private List<String> stations = List.of();

  @Option(
      names = "--target",
      paramLabel = "HASH",
      description = "Leaf hash of the statement it is about.")
  private Optional<String> target = Optional.empty();

  @Option(
      names = "--rests-on",
      paramLabel = "HASH",
      description = "Leaf hash of a claim or evidence it rests on; may be repeated.")
  private List<String> restsOn = List.of();

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "Its grounds, at most 2 KiB, to be sealed beside the statement.")
  private Optional<Path> text = Optional.empty();

  @Override
  public Integer call() throws IOException, MalformedException {
    AreaSubject subject = AreaSubject.parse(about);
    List<String> codes = stations.stream().distinct().sorted().toList();
    List<Hash> hashes =
        restsOn.stream().map(each -> filing.hash("--rests-on", each)).distinct().sorted().toList();
    if (codes.size() > Challenge.MAX_STATIONS || hashes.size() > Challenge.MAX_RESTS_ON) {
      throw filing.slip(
          "a challenge names at most %d stations and rests on %d statements; file several"
              .formatted(Challenge.MAX_STATIONS, Challenge.MAX_RESTS_ON));
    }
    Optional<Hash> about = target.map(each -> filing.hash("--target", each));
    try {
      // Made before the text is sealed, so that nothing is written for what cannot be signed.
      new Challenge(subject, relief, codes, about, hashes, Optional.empty());
    } catch (IllegalArgumentException e) {
      throw filing.slip(String.valueOf(e.getMessage()));
    }
    return filing.file(new Challenge(subject, relief, codes, about, hashes, filing.seal(text)));
  }
}
