package org.cotejo.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// A directory with an election package, for whoever can do nothing without one.
public final class PackageDirectory {
  /// The election statement that binds the package may lie with its files. It is none of them.
  public static final String STATEMENT = "election.statement";

  private PackageDirectory() {}

  /// Reads the package.
  ///
  /// @throws IOException with all that is wrong with it
  public static ElectionPackage read(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    return switch (ElectionPackageReader.read(directory)) {
      case PackageOutcome.Read(ElectionPackage election) -> election;
      case PackageOutcome.Refused(List<String> errors) ->
          throw new IOException(
              errors.stream()
                  .map(error ->
                      directory
                          + (error.equals(ElectionPackageReader.NONE_HERE) ? ": " : "/")
                          + error)
                  .collect(Collectors.joining("\n")));
    };
  }
}
