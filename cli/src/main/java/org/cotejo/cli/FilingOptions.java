package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cotejo.cli.terminal.Address;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.NewFile;
import org.cotejo.model.PackageDirectory;
import org.cotejo.model.SealedText;
import org.cotejo.model.Statement;
import org.cotejo.server.KeyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How a statement for the docket is signed, written to a file, and handed in.
final class FilingOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "1")
  private WhichElection election = new WhichElection();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The private key to sign with.")
  private Path key = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The new file with the signed statement.")
  private Path out = Path.of("");

  @Option(
      names = "--send",
      paramLabel = "URL",
      converter = Address.Intake.class,
      description = "Hand it in there too, at the lane without tickets.")
  private @Nullable URI intake;

  private final Map<String, byte[]> kept = new TreeMap<>();

  /// Signs a statement, writes it, and hands it in if that is asked for.
  ///
  /// @return the exit code
  int file(Statement statement) throws IOException {
    Sign1 signed = statement.sign(election.id(), KeyFile.read(key));
    write(signed);
    PrintWriter print = spec.commandLine().getOut();
    String leaf = Hash.sha256(new byte[1], signed.bytes()).hex();
    var words = new Words();
    kept.keySet()
        .forEach(ending -> print.println(words.say("docket.kept." + ending, beside(ending))));
    print.println(words.say("docket.signed", statement.kind().label(), out, leaf));
    print.flush();
    return intake == null
        ? ExitCode.DONE
        : new Delivery(intake, print)
            .handIn(signed.bytes(), statement.kind().label() + " " + statement.subject());
  }

  /// Seals the text in a file beside the statement to be written, and gives its digest.
  Optional<Hash> seal(Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = InputFile.read(file.get(), SealedText.MAX_TEXT_BYTES);
    var salt = new byte[SealedText.SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      SealedText sealed = SealedText.of(salt, text);
      keep("text", sealed.bytes());
      return Optional.of(sealed.digest());
    } catch (CharacterCodingException | MalformedException e) {
      throw new IOException(
          "%s: a text has 1 to %d bytes of UTF-8 without control characters but newlines"
              .formatted(file.get(), SealedText.MAX_TEXT_BYTES),
          e);
    }
  }

  /// Keeps what is not for the log for a file beside the statement, readable by its owner only. It
  /// is written with the statement: one without the other is of no use.
  void keep(String ending, byte[] bytes) {
    kept.put(ending, bytes);
  }

  private Path beside(String ending) {
    return out.resolveSibling(out.getFileName() + "." + ending);
  }

  private void write(Sign1 signed) throws IOException {
    NewFile.write(out, signed.bytes());
    var written = new ArrayList<Path>(List.of(out));
    try {
      for (Map.Entry<String, byte[]> each : kept.entrySet()) {
        NewFile.writePrivate(beside(each.getKey()), each.getValue());
        written.add(beside(each.getKey()));
      }
    } catch (IOException e) {
      for (Path file : written) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  /// The package of `--package`, or that of the election's directory.
  ElectionPackage electionPackage(Optional<Path> given) throws IOException {
    Path directory = given.orElse(election.packageDirectory());
    if (directory == null) {
      throw slip("this is read with the package: give --package too");
    }
    return PackageDirectory.read(directory);
  }

  CommandLine.ParameterException slip(String text) {
    return new CommandLine.ParameterException(spec.commandLine(), text);
  }

  /// A leaf hash as somebody typed it.
  Hash hash(String option, String text) {
    try {
      return Hash.parseHex(text);
    } catch (MalformedException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "%s: not a leaf hash of 64 hex digits: '%s'".formatted(option, text),
          e);
    }
  }
}
