package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cotejo.cose.KeyId;
import org.cotejo.model.Custody;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Signs the hash of an exhibit, or a commitment to it.
@Command(
    name = "evidence",
    mixinStandardHelpOptions = true,
    description = {
      "Sign an exhibit: the hash of a file, what it is about, and through whose hands it went.",
      "",
      "The file itself stays where it is. With --confidential the log gets a salted commitment"
          + " alone, from which nobody can tell the file; `cotejo docket disclose` says later which"
          + " it was. Signed by an organisation or its agent."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo docket evidence sheet.jpg --about 3f09… --type jpeg \\",
      "      --custody acquired,2026-11-28T20:15:00-05:00,600,c2b6bf688fb8be00 \\",
      "      --election election.statement --key agent.key --out sheet.evidence",
      "  cotejo docket evidence report.pdf --about 3f09… --type pdf --confidential \\",
      "      --election election.statement --key list.key --out report.evidence"
    })
final class DocketEvidenceCommand implements Callable<Integer> {
  @Mixin private FilingOptions filing = new FilingOptions();
  @Mixin private ExhibitFile file = new ExhibitFile();

  @Option(
      names = "--about",
      required = true,
      paramLabel = "HASH",
      description = "Leaf hash of the statement it is about, or of the challenge it answers.")
  private String about = "";

  @Option(
      names = "--custody",
      paramLabel = "STEP,TIME,SECONDS,KEY",
      description =
          "A step of its way: acquired, received, transferred, copied or sealed; when, with the"
              + " offset from UTC; by how many seconds that may be off; id of the key of whoever"
              + " had it then. May be repeated, in order.")
  private List<String> custody = List.of();

  @Option(
      names = "--confidential",
      description = "Commit to the file without saying which it is; the salt goes to OUT.salt.")
  private boolean confidential;

  @Override
  public Integer call() throws IOException {
    var subject = filing.hash("--about", about);
    List<Custody> steps = new ArrayList<>();
    for (String step : custody) {
      steps.add(step(step));
    }
    if (steps.size() > 16) {
      throw filing.slip("at most 16 steps of custody");
    }
    Exhibit.File exhibit = file.read();
    if (!confidential) {
      return filing.file(new Evidence(subject, exhibit, steps));
    }
    var bytes = new byte[Exhibit.Salt.BYTES];
    new SecureRandom().nextBytes(bytes);
    Exhibit.Salt salt = Exhibit.Salt.of(bytes);
    filing.keep("salt", (salt + "\n").getBytes(StandardCharsets.US_ASCII));
    return filing.file(
        new Evidence(subject, new Exhibit.Committed(salt.commitment(exhibit)), steps));
  }

  private Custody step(String text) {
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 4 && parts[2].matches("[0-9]{1,9}") && parts[3].matches("[0-9a-f]{16}")) {
        return new Custody(
            Custody.Step.valueOf(parts[0].toUpperCase(Locale.ROOT)),
            new IncidentCommand.Second().convert(parts[1]).getEpochSecond(),
            Long.parseLong(parts[2]),
            new KeyId(Long.parseUnsignedLong(parts[3], 16)));
      }
    } catch (IllegalArgumentException e) {
      // Told below, with those that have another form.
    }
    throw filing.slip(
        "--custody: not a step such as sealed,2026-11-28T20:15:00-05:00,600,c2b6bf688fb8be00: '"
            + text
            + "'");
  }
}
