package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cotejo.audit.LogHistory;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.PackageDirectory;
import org.cotejo.station.delivery.ElectionLog;

/// The election statement, entry 0 of the log, where people have it: as a file, or with the package
/// that it binds.
final class Founding {
  private static final String CHECKPOINT = "checkpoint";

  private Founding() {}

  /// Reads an election statement.
  ///
  /// @throws IOException naming the file, if it is none
  static ElectionLog read(Path file) throws IOException {
    return decode(InputFile.read(file, Sign1.MAX_BYTES), file);
  }

  /// Reads the election statement that was handed out with a package: in it, beside it as at a
  /// station, or in the log that is published beside it.
  ///
  /// @return empty if there is none
  /// @throws IOException naming the place, if what is there is none
  static Optional<ElectionLog> with(Path packageDirectory) throws IOException {
    if (!Files.isDirectory(packageDirectory)) {
      throw new NotDirectoryException(packageDirectory.toString());
    }
    Path beside = packageDirectory.resolve("..");
    for (Path directory : List.of(packageDirectory, beside)) {
      Path file = directory.resolve(PackageDirectory.STATEMENT);
      if (Files.exists(file)) {
        return Optional.of(read(file));
      }
    }
    return Files.exists(beside.resolve(CHECKPOINT))
        ? Optional.of(decode(LogHistory.founding(new LogHistory.Place.Directory(beside)), beside))
        : Optional.empty();
  }

  private static ElectionLog decode(byte[] bytes, Path place) throws IOException {
    try {
      return ElectionLog.read(bytes);
    } catch (MalformedException e) {
      throw new IOException(
          "%s: %s; give the election.statement of the election".formatted(place, e.getMessage()),
          e);
    }
  }
}
