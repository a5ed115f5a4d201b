package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;
import org.cotejo.model.Statement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Signs which file a commitment was to.
@Command(
    name = "disclose",
    mixinStandardHelpOptions = true,
    description = {
      "Say which file a confidential exhibit was.",
      "Checks first that the file and the salt give the commitment."
    },
    footer = {
      "",
      "Example:",
      "  cotejo docket disclose report.pdf --commitment report.evidence \\",
      "      --salt report.evidence.salt --type pdf --election election.statement \\",
      "      --key list.key --out report.disclosure"
    })
final class DocketDiscloseCommand implements Callable<Integer> {
  @Mixin private FilingOptions filing = new FilingOptions();
  @Mixin private ExhibitFile file = new ExhibitFile();

  @Option(
      names = "--commitment",
      required = true,
      paramLabel = "FILE",
      description = "The signed statement with the commitment.")
  private Path commitment = Path.of("");

  @Option(
      names = "--salt",
      required = true,
      paramLabel = "FILE",
      description = "The salt, as `cotejo docket evidence --confidential` kept it.")
  private Path saltFile = Path.of("");

  @Override
  public Integer call() throws IOException {
    byte[] committed = InputFile.read(commitment, Sign1.MAX_BYTES);
    var disclosed = new Exhibit.Disclosed(file.read(), salt());
    if (!commitment(committed).equals(disclosed.commitment())) {
      throw new IOException(
          ("%s and its salt do not give the commitment in %s; is it the very file that was"
                  + " committed to?")
              .formatted(file, commitment));
    }
    Hash about = Hash.sha256(new byte[1], committed);
    return filing.file(new Evidence(about, disclosed, List.of()));
  }

  private Hash commitment(byte[] statement) throws IOException {
    try {
      if (Statement.decode(Sign1.decode(statement)) instanceof Evidence evidence
          && evidence.exhibit() instanceof Exhibit.Committed(Hash hash)) {
        return hash;
      }
      throw new MalformedException("it has no commitment");
    } catch (MalformedException e) {
      throw new IOException("%s: %s".formatted(commitment, e.getMessage()), e);
    }
  }

  private Exhibit.Salt salt() throws IOException {
    String text = new String(InputFile.read(saltFile, 64), StandardCharsets.US_ASCII).strip();
    if (!text.matches("[0-9a-f]{32}")) {
      throw new IOException(saltFile + ": a salt has 32 hex digits");
    }
    return Exhibit.Salt.of(HexFormat.of().parseHex(text));
  }
}
