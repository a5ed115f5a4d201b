package org.cotejo.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.cotejo.model.Exhibit;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The file that is an exhibit, and what it is.
final class ExhibitFile {
  @Parameters(paramLabel = "FILE", description = "The exhibit.")
  private Path file = Path.of("");

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "What the file is: jpeg, png, tiff, pdf, csv, text, json, zip, mp4 or other (the"
              + " default).",
      defaultValue = "other")
  private Exhibit.MediaType type = Exhibit.MediaType.OTHER;

  /// Its digest, size and type.
  Exhibit.File read() throws IOException {
    FileDigest digest = FileDigest.of(file);
    return new Exhibit.File(digest.sha256(), digest.bytes(), type);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
