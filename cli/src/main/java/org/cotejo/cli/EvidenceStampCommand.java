package org.cotejo.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.cotejo.audit.evidence.bag.DigestAlgorithm;
import org.cotejo.audit.evidence.stamp.Stamp;
import org.cotejo.audit.evidence.stamp.StampAuthority;
import org.cotejo.audit.evidence.stamp.StampCheck;
import org.cotejo.audit.evidence.stamp.StampRequest;
import org.cotejo.audit.evidence.stamp.StampVerdict;
import org.cotejo.audit.evidence.stamp.TrustedCertificates;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.NewFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Asks authorities to say when a file was there.
@Command(
    name = "stamp",
    mixinStandardHelpOptions = true,
    description = {
      "Have authorities stamp files with the time (RFC 3161).",
      "",
      "Sends each authority the SHA-256 of each file, never the file. What comes back is checked"
          + " before it is kept: that it is of this file, answers this request, and is signed by a"
          + " certificate for time-stamping; with --trust, also that the certificate leads to one"
          + " you trust. Keeps FILE.AUTHORITY.tsr and, beside it, the certificates. Two authorities"
          + " that know nothing of each other are worth more than one."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo evidence stamp exhibits/tagmanifest-sha256.txt checkpoint \\",
      "      --authority-url https://stamps.example/tsr \\",
      "      --authority-url http://other.example --trust authorities.pem --out stamps",
      "",
      "Exit codes: 0 all stamped; 1 an answer does not hold, and is not kept;",
      "  2 it could not be done."
    })
final class EvidenceStampCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files to be stamped.")
  private List<Path> files = List.of();

  @Option(
      names = "--authority-url",
      required = true,
      paramLabel = "URL",
      description = "An authority's address, http or https; may be given several times.")
  private List<URI> authorities = List.of();

  @Option(
      names = "--trust",
      paramLabel = "PEM",
      description = "Certificates you trust; without them chains are not checked.")
  private Optional<Path> trust = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the stamps go; nothing there is overwritten.")
  private Path target = Path.of("");

  private final Words words = new Words();

  @Override
  public Integer call() throws IOException {
    for (URI authority : authorities) {
      boolean isWeb = "http".equals(authority.getScheme()) || "https".equals(authority.getScheme());
      if (!isWeb || authority.getHost() == null) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--authority-url: '%s' is not http://HOST/… or https://HOST/…".formatted(authority));
      }
    }
    Set<X509Certificate> trusted =
        trust.isPresent() ? TrustedCertificates.read(trust.get()) : Set.of();
    Files.createDirectories(target);
    int code = ExitCode.DONE;
    for (URI address : authorities) {
      try (var authority = new StampAuthority(address, PATIENCE)) {
        for (Path file : files) {
          code = Math.max(code, stamp(file, address, authority, new StampCheck(trusted)));
        }
      }
    }
    return code;
  }

  private int stamp(Path file, URI address, StampAuthority authority, StampCheck check)
      throws IOException {
    String host = address.getHost().replaceAll("[^A-Za-z0-9.-]", "_");
    Path kept = target.resolve("%s.%s.tsr".formatted(file.getFileName(), host));
    Path chain = target.resolve("%s.%s.chain.pem".formatted(file.getFileName(), host));
    for (Path there : List.of(kept, chain)) {
      if (Files.exists(there)) {
        throw new IOException(there + ": exists already and is not overwritten");
      }
    }
    String digest = StampText.digest(file, DigestAlgorithm.SHA256);
    try {
      var request = StampRequest.of(Hash.parseHex(digest), new SecureRandom());
      Stamp stamp = authority.ask(request);
      StampVerdict verdict = check.check(stamp, any -> digest, Optional.of(request.nonce()));
      boolean holds = new StampText(words, spec).tell(file.toString(), verdict);
      if (holds) {
        NewFile.write(kept, stamp.bytes());
        NewFile.write(chain, stamp.pem().getBytes(StandardCharsets.UTF_8));
        spec.commandLine().getOut().println(words.say("stamp.kept", kept, chain));
      }
      return holds ? ExitCode.DONE : ExitCode.DOES_NOT_HOLD;
    } catch (MalformedException e) {
      throw new IllegalStateException("a digest of ours", e);
    }
  }
}
