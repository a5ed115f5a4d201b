package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.audit.evidence.stamp.Stamp;
import org.cotejo.audit.evidence.stamp.StampCheck;
import org.cotejo.audit.evidence.stamp.StampVerdict;
import org.cotejo.audit.evidence.stamp.TrustedCertificates;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Checks time-stamps, ours or anybody's.
@Command(
    name = "check-stamp",
    mixinStandardHelpOptions = true,
    description = {
      "Check a time-stamp of a file (RFC 3161), without asking anybody.",
      "",
      "Holds if it is of this file and signed by a certificate for time-stamping alone, from which"
          + " a chain leads to one you trust, all valid at the time it states. Whether a"
          + " certificate was revoked since is not asked. A stamp says that the file was there"
          + " then; it says nothing of what is in the file."
    },
    footer = {
      "",
      "Example:",
      "  cotejo evidence check-stamp checkpoint stamps/checkpoint.stamps.example.tsr \\",
      "      --trust authorities.pem",
      "",
      "Exit codes: 0 it holds; 1 it does not; 2 it could not be checked."
    })
final class EvidenceCheckStampCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "The file that was stamped.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "STAMP",
      description = "The answer of the authority, or the token in it.")
  private Path stamp = Path.of("");

  @Option(
      names = "--trust",
      required = true,
      paramLabel = "PEM",
      description = "Certificates you trust.")
  private Path trust = Path.of("");

  @Override
  public Integer call() throws IOException {
    Stamp given;
    try {
      given = Stamp.parse(InputFile.read(stamp, Stamp.MAX_BYTES));
    } catch (MalformedException e) {
      throw new IOException(stamp + ": " + e.getMessage(), e);
    }
    StampVerdict verdict =
        new StampCheck(TrustedCertificates.read(trust))
            .check(given, algorithm -> StampText.digest(file, algorithm), Optional.empty());
    return new StampText(new Words(), spec).tell(file.toString(), verdict)
        ? ExitCode.DONE
        : ExitCode.DOES_NOT_HOLD;
  }
}
