package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.server.KeyFile;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Keys of authorities and courts. They belong on machines that are on no network.
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Make keys.",
    subcommands = KeyCommand.Generate.class,
    footer = {"", "Example:", "  cotejo key generate authority"})
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say what to do: cotejo key generate NAME");
  }

  /// Makes one key pair.
  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      description = "Make an Ed25519 key: NAME.key (private) and NAME.pub (for --authority).",
      footer = {"", "Example:", "  cotejo key generate authority"})
  static final class Generate implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", description = "Path without ending.")
    private Path name = Path.of("");

    @Override
    public Integer call() throws IOException {
      String last = name.getFileName() == null ? "" : name.getFileName().toString();
      if (last.isEmpty() || last.equals(".") || last.equals("..")) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "'%s' is not a path of a file without its ending".formatted(name));
      }
      SigningKey key = SigningKey.generate(Algorithm.ED25519, new SecureRandom());
      Path privateFile = name.resolveSibling(last + ".key");
      Path publicFile = name.resolveSibling(last + ".pub");
      if (Files.exists(publicFile, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(publicFile.toString());
      }
      KeyFile.write(privateFile, key);
      try {
        Files.writeString(publicFile, AuthorityKeys.of(key.verificationKey()).text());
      } catch (IOException e) {
        // Neither without the other.
        Files.delete(privateFile);
        throw e;
      }
      var out = spec.commandLine().getOut();
      out.println(key.verificationKey());
      out.println(new Words().say("key.made", privateFile, publicFile));
      return ExitCode.DONE;
    }
  }
}
