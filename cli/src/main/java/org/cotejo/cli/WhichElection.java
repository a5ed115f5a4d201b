package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Statement;
import org.cotejo.server.ElectionDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The election a statement is for, as those who run it name it and as everybody else does.
final class WhichElection {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "D",
      description = "The election, for those who run it.")
  private @Nullable Path directory;

  @Option(
      names = "--election",
      required = true,
      paramLabel = "FILE|ID",
      description = "The election statement, entry 0 of the log, or its id of 32 hex digits.")
  private @Nullable String election;

  ElectionId id() throws IOException {
    if (directory != null) {
      return new ElectionDirectory(directory).electionId();
    }
    String given = String.valueOf(election);
    try {
      Path file = Path.of(given);
      if (!Files.exists(file)) {
        return ElectionId.parse(given);
      }
      byte[] bytes = InputFile.read(file, Sign1.MAX_BYTES);
      if (Statement.decode(Sign1.decode(bytes)) instanceof ElectionStatement) {
        return ElectionId.of(bytes);
      }
      throw new MalformedException("it is a statement, and not an election's");
    } catch (MalformedException e) {
      throw new IOException("--election %s: %s".formatted(given, e.getMessage()), e);
    }
  }

  /// Where the package is if nothing else is said.
  @Nullable Path packageDirectory() {
    return directory == null ? null : directory.resolve("package");
  }
}
